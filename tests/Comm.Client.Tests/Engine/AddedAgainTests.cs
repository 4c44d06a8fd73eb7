using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Mls.Groups;

namespace Comm.Client.Tests.Engine;

/// <summary>
/// A group that this device knows and cannot follow is only what one of its own coordinators says it is; and what was passed over on
/// the way back is told.
/// </summary>
public sealed class AddedAgainTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();
    private TestDevice _rui = null!;

    private TestDevice Omar => _room.Omar;

    private GroupRecord Record => Omar.Session(_room.Group).Record;

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        _rui = await _room.DeviceOfAsync("Rui Costa");
    }

    public async Task DisposeAsync()
    {
        _rui.Dispose();
        await _room.DisposeAsync();
    }

    [Fact, Trait("Rule", "V-POL-10")]
    public async Task ACoordinatorOfAnotherGroupDoesNotPutItInThePlaceOfOneThatIsOutOfStep()
    {
        await BreakAsync();
        using var twin = new Twin(_room.Group, _rui, _room.Clock.GetUtcNow());
        _room.Server.Deliver(Omar.Identity.Device, _room.Group, await twin.WelcomeAsync(Omar));

        await Omar.Newcomer.TakeWelcomesAsync(default);

        Assert.Equal(Standing.OutOfStep, Record.Standing);
        Assert.Equal(1, _room.Server.WelcomesFor(Omar.Identity.Device));
        Mend();
        await Omar.SynchronizeAsync();
        await AssertOmarAndClaireTalkAsync();
    }

    [Fact, Trait("Rule", "V-POL-10")]
    public async Task NorInThePlaceOfOneThatHasEnded()
    {
        await RemoveOmarAsync();
        await Omar.SynchronizeAsync();
        using var twin = new Twin(_room.Group, _rui, _room.Clock.GetUtcNow());
        _room.Server.Deliver(Omar.Identity.Device, _room.Group, await twin.WelcomeAsync(Omar));

        await Omar.SynchronizeAsync();

        Assert.Equal((Standing.Ended, GroupRecord.Unvouched), (Record.Standing, Record.StandingReason));
    }

    [Theory]
    [InlineData(RowKind.GroupEpoch)]
    [InlineData(RowKind.GroupEpoch, RowKind.Group)]
    internal async Task NorIsItsDescriptionBelievedWhereTheStateIsLost(params RowKind[] lost)
    {
        using var twin = new Twin(_room.Group, _rui, _room.Clock.GetUtcNow());
        await twin.WelcomeAsync(Omar);
        _room.Server.Pretend(_room.Group, twin.Describe());
        await Omar.DamageAsync(lost);

        await Omar.SynchronizeAsync();

        Assert.Equal((Standing.OutOfStep, GroupRecord.Unvouched), (Record.Standing, Record.StandingReason));
        Assert.Null(await Omar.WriteAsync(_room.Group, "for Claire's eyes"));
    }

    [Fact]
    public async Task WhoIsAddedAgainReadsWhatHappenedUpToTheRemoval()
    {
        await Omar.WriteAsync(_room.Group, "arrived, and not read back");
        await Omar.Outbox.SendWaitingAsync(Omar.Session(_room.Group), default);
        await BreakAsync();
        Mend();
        await SayAsync("said while Omar was out of step");
        await RemoveOmarAsync();
        await SayAsync("not for Omar at all");
        await _room.AddAsync(Omar);

        // No repair in between: the Welcome alone does it.
        await Omar.Newcomer.TakeWelcomesAsync(default);

        Assert.Equal(Standing.InStep, Record.Standing);
        OpenedEntry[] lines = [.. Omar.Entries(_room.Group)];
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(place => (long)place), lines.Select(line => line.Position));
        Assert.Collection(
            lines[1..],
            own => Assert.Equal((DeliveryState.Sent, 2L), (Assert.IsType<OpenedText>(own).Delivery, own.Sequence)),
            commit => Assert.Equal("Claire Dubois", Assert.IsType<OpenedMembershipChange>(commit).Sender?.Name),
            missed => Assert.Equal(UnreadableReason.Missed, Assert.IsType<UnreadableEntry>(missed).ReasonCode),
            removal => Assert.True(Assert.Single(Assert.IsType<OpenedMembershipChange>(removal).Removed).IsSelf),
            added => Assert.True(Assert.Single(Assert.IsType<OpenedMembershipChange>(added).Added).IsSelf)
        );
        await AssertOmarAndClaireTalkAsync();
    }

    [Fact]
    public async Task WhatCannotBeFollowedThereIsNamed()
    {
        await BreakAsync();
        await RemoveOmarAsync();
        await _room.AddAsync(Omar);
        long joined = _room.Server.Log(_room.Group)[^1].Sequence;

        await Omar.SynchronizeAsync();

        Assert.Equal(Standing.InStep, Record.Standing);
        OpenedNotice notice = Assert.Single(Omar.Entries(_room.Group).OfType<OpenedNotice>());
        Assert.Equal(($"skipped:2-{joined - 1}", null), (notice.Code, notice.Sender));
        await AssertOmarAndClaireTalkAsync();
    }

    /// <summary>A commit of Claire's that the server shows Omar as garbage.</summary>
    private async Task BreakAsync()
    {
        long garbled = _room.Server.Log(_room.Group).Count + 1;
        _room.Server.Show = (device, entry) =>
            device == Omar.Identity.Device && entry.Sequence == garbled ? entry with { Content = new byte[] { 1, 2, 3 } } : entry;
        GroupSession claires = _room.Claire.Session(_room.Group);
        Assert.Equal(Staging.Staged, await claires.StageAsync(_ => new CommitRequest(), default));
        Assert.Null(await _room.Claire.Commits.PostStagedAsync(claires, default));
        await Omar.CatchUp.RunAsync(Omar.Session(_room.Group), default);
        Assert.Equal(Standing.OutOfStep, Record.Standing);
    }

    private void Mend() => _room.Server.Show = (_, entry) => entry;

    private Task<MemberChangeOutcome> RemoveOmarAsync() =>
        _room.Claire.Changes.RemoveAsync(_room.Claire.Session(_room.Group), Omar.Identity.Device, default);

    private async Task SayAsync(string text)
    {
        await _room.Claire.WriteAsync(_room.Group, text);
        await _room.Claire.SynchronizeAsync();
    }

    private async Task AssertOmarAndClaireTalkAsync()
    {
        await _room.Claire.SynchronizeAsync();
        await SayAsync("from Claire");
        await Omar.SynchronizeAsync();
        Assert.NotNull(await Omar.WriteAsync(_room.Group, "from Omar"));
        await Omar.SynchronizeAsync();
        await _room.Claire.SynchronizeAsync();
        Assert.Equal("from Claire", Omar.Texts(_room.Group)[^2]);
        Assert.Equal(["from Claire", "from Omar"], _room.Claire.Texts(_room.Group)[^2..]);
    }
}
