using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>
/// Whoever has lost all state comes back only by a coordinator's word. After a commit of somebody else a coordinator's client gives it
/// anew, by a commit that changes nothing but keys.
/// </summary>
public sealed class VouchingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(61);

    private readonly TwoOfficers _room = new();
    private TestDevice _lost = null!;

    private GroupRecord Lost => _lost.Session(_room.Group).Record;

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        _lost = await _room.DeviceOfAsync("Ana Souza");
        await _lost.SynchronizeAsync();
        await _room.AddAsync(_lost);
        await _lost.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
    }

    public async Task DisposeAsync()
    {
        _lost.Dispose();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task WhoHasLostAllStateIsBackOnceACoordinatorsClientHasBeenThere()
    {
        await RejoinOmarAsync();
        await _lost.DamageAsync(RowKind.GroupEpoch);
        await _lost.SynchronizeAsync();
        Assert.Equal((Standing.OutOfStep, GroupRecord.Unvouched), (Lost.Standing, Lost.StandingReason));

        await WaitAsync(_room.Claire);
        await _lost.SynchronizeAsync();

        Assert.Equal(Standing.InStep, Lost.Standing);
        await _room.Claire.SynchronizeAsync();
        await _room.Claire.WriteAsync(_room.Group, "welcome back");
        await _room.Claire.SynchronizeAsync();
        await _lost.SynchronizeAsync();
        Assert.Equal(["welcome back"], _lost.Texts(_room.Group));
    }

    [Fact]
    public async Task ItIsGivenOnceWhenAllIsQuietAndByNobodyElse()
    {
        await RejoinOmarAsync();
        await _room.Claire.SynchronizeAsync();
        _room.Clock.Advance(TimeSpan.FromSeconds(29));
        await RejoinOmarAsync();
        int before = _room.Server.Log(_room.Group).Count;
        await _room.Claire.SynchronizeAsync();
        _room.Clock.Advance(TimeSpan.FromSeconds(29));
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
        Assert.Equal(before, _room.Server.Log(_room.Group).Count);

        for (int round = 0; round < 3; round++)
        {
            await WaitAsync(_room.Claire);
            await WaitAsync(_room.Omar);
            await WaitAsync(_lost);
        }

        SealedEntry given = Assert.Single(_room.Server.Log(_room.Group).Skip(before));
        Assert.Equal((EntryKind.Commit, _room.Claire.Identity.Device), (given.Kind, given.Sender));
        Assert.Equal(
            ("Claire Dubois", 0, 0),
            _room.Omar.Entries(_room.Group)[^1] is OpenedMembershipChange change
                ? (change.Sender?.Name, change.Added.Count, change.Removed.Count)
                : default
        );
    }

    [Fact]
    public async Task ACoordinatorsClientThatWasAwayGivesItWhenItIsBack()
    {
        await RejoinOmarAsync();
        await _room.Claire.CatchUp.RunAsync(_room.Claire.Session(_room.Group), default);
        int before = _room.Server.Log(_room.Group).Count;

        await _room.Claire.RestartAsync();
        await WaitAsync(_room.Claire);

        Assert.Equal(before + 1, _room.Server.Log(_room.Group).Count);
    }

    /// <summary>By a commit of his own, which is no coordinator's.</summary>
    private async Task RejoinOmarAsync()
    {
        await _room.Omar.DamageAsync(RowKind.MessageSecrets);
        await _room.Omar.SynchronizeAsync();
        Assert.Equal(Standing.InStep, _room.Omar.Session(_room.Group).Record.Standing);
        Assert.Equal(_room.Omar.Identity.Device, _room.Server.Log(_room.Group)[^1].Sender);
    }

    private async Task WaitAsync(TestDevice device)
    {
        await device.SynchronizeAsync();
        _room.Clock.Advance(Patience);
        await device.SynchronizeAsync();
    }
}
