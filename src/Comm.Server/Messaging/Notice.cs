using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>Something on disk that devices should hear of at once.</summary>
internal abstract record Notice(IReadOnlyCollection<DeviceId> Recipients)
{
    public abstract Task SendAsync(IGroupClient client);
}

internal sealed record EntryNotice(SealedEntry Entry, IReadOnlyCollection<DeviceId> Members) : Notice(Members)
{
    public override Task SendAsync(IGroupClient client) => client.EntryAppended(Entry);
}

internal sealed record WelcomeNotice(IReadOnlyCollection<DeviceId> Added) : Notice(Added)
{
    public override Task SendAsync(IGroupClient client) => client.WelcomeWaiting();
}

internal sealed record EndNotice(GroupId GroupId, IReadOnlyCollection<DeviceId> Removed) : Notice(Removed)
{
    public override Task SendAsync(IGroupClient client) => client.MembershipEnded(GroupId);
}
