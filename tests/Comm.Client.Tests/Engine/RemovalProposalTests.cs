using Comm.Client.Conversations;
using Comm.Client.Engine;

namespace Comm.Client.Tests.Engine;

public sealed class RemovalProposalTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        await _room.AddAsync(_room.Ana);
        await _room.Ana.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
    }

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task APlainOfficerCommitsWhatTheServerAsksForAndThenSends()
    {
        _room.Server.ProposeRemoval(_room.Group, _room.Ana.Identity.Device);
        await _room.Omar.CatchUp.RunAsync(_room.Omar.Session(_room.Group), default);
        await _room.Omar.WriteAsync(_room.Group, "written while the removal waits");
        await _room.Omar.RestartAsync();
        await _room.Omar.SynchronizeAsync();
        _room.Clock.Advance(TimeSpan.FromSeconds(5));

        await _room.Omar.SynchronizeAsync();
        await _room.Claire.SynchronizeAsync();
        await _room.Ana.SynchronizeAsync();

        Assert.Equal(Standing.Ended, _room.Ana.Session(_room.Group).Record.Standing);
        Assert.Equal(["written while the removal waits"], _room.Claire.Texts(_room.Group));
        Assert.Empty(_room.Ana.Texts(_room.Group));
        OpenedNotice notice = Assert.Single(_room.Claire.Entries(_room.Group).OfType<OpenedNotice>());
        Assert.Equal((NoticeCode.RemovalProposed, "Ana Souza"), (notice.Code, Assert.Single(notice.About).Name));
    }

    [Fact]
    public async Task TheSameRemovalAskedForTwiceIsCommittedOnce()
    {
        _room.Server.ProposeRemoval(_room.Group, _room.Ana.Identity.Device);
        _room.Server.ProposeRemoval(_room.Group, _room.Ana.Identity.Device);
        await _room.Omar.SynchronizeAsync();
        int pending = await _room.Omar.Session(_room.Group).InspectAsync(state => state.PendingProposals.Count(), default);
        await _room.Omar.WriteAsync(_room.Group, "written while the removal waits");
        _room.Clock.Advance(TimeSpan.FromSeconds(5));

        await _room.Omar.SynchronizeAsync();
        await _room.Claire.SynchronizeAsync();
        await _room.Ana.SynchronizeAsync();

        Assert.Equal(2, pending);
        Assert.Equal(Standing.Ended, _room.Ana.Session(_room.Group).Record.Standing);
        Assert.Equal(["written while the removal waits"], _room.Claire.Texts(_room.Group));
    }

    [Fact]
    public async Task TheOneThatIsToGoCommitsNothingAndSendsNothing()
    {
        _room.Server.ProposeRemoval(_room.Group, _room.Ana.Identity.Device);
        int before = _room.Server.Log(_room.Group).Count;
        await _room.Ana.SynchronizeAsync();
        await _room.Ana.WriteAsync(_room.Group, "one more");
        _room.Clock.Advance(TimeSpan.FromSeconds(5));

        await _room.Ana.SynchronizeAsync();

        Assert.Equal(Duty.None, _room.Ana.Session(_room.Group).Duty);
        Assert.Equal(before, _room.Server.Log(_room.Group).Count);
    }
}
