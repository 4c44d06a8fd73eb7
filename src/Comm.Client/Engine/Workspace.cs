using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Everything an unlocked client can do; pages and commands use nothing else.</summary>
public sealed class Workspace
{
    public DeviceProfile Profile => throw new NotSupportedException();

    public ConnectionStatus Connection => throw new NotSupportedException();

    public Task<IReadOnlyList<GroupSummary>> GroupsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<GroupView?> GroupAsync(GroupId group, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CreateGroupOutcome> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>
    /// The newest <paramref name="take"/> entries; or those just before a position, or just after one. Null for an unknown group.
    /// </summary>
    public Task<ConversationPage?> ConversationAsync(
        GroupId group,
        long? beforePosition,
        long? afterPosition,
        int take,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <summary>One entry again, when its delivery may have changed.</summary>
    public Task<OpenedEntry?> EntryAsync(GroupId group, long position, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Saved in the outbox when it returns; it is sent from there.</summary>
    public Task<SendTextOutcome> SendTextAsync(GroupId group, string text, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SendReportOutcome> SendReportAsync(GroupId group, Report report, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Tries a failed message once more, under its own id.</summary>
    public Task RetryAsync(GroupId group, MessageId message, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task MarkReadAsync(GroupId group, long position, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The devices the server knows, each certificate checked against the root; those that do not hold are named.</summary>
    /// <exception cref="OfflineException">The server cannot be asked now.</exception>
    public Task<IReadOnlyList<DirectoryEntry>> DirectoryAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MemberChangeOutcome> AddMembersAsync(
        GroupId group,
        IReadOnlyList<DeviceId> devices,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<MemberChangeOutcome> RemoveMemberAsync(GroupId group, DeviceId device, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<OpenedReport>> ReportsAsync(GroupId group, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Hints from now on. A slow reader may miss some, never the newest.</summary>
    public IAsyncEnumerable<ClientEvent> EventsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
