using Comm.Client.Attachments;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine.Network;

/// <summary>
/// What the engine asks of the server. Every method throws <see cref="OfflineException"/>, and nothing else, when it cannot be
/// asked. The tests have a second implementation.
/// </summary>
internal interface IServer
{
    Task<IReadOnlyList<GroupStanding>> GroupsAsync(CancellationToken cancellationToken);

    /// <summary>Null when the server says that there is no such group, or that it is none of this device's.</summary>
    Task<LogPage?> LogAsync(GroupId group, long after, CancellationToken cancellationToken);

    /// <summary>The group in its newest epoch; null when the server says that this device is not a member.</summary>
    Task<GroupDescription?> DescribeAsync(GroupId group, CancellationToken cancellationToken);

    /// <summary>ExternalSender's bytes: by whom this server speaks in the groups that name it.</summary>
    Task<ExternalSenderAnswer> ExternalSenderAsync(CancellationToken cancellationToken);

    /// <summary>When it returns the server has the report, or will never take it.</summary>
    Task ReportFaultAsync(FaultReport report, CancellationToken cancellationToken);

    /// <summary>Null when the server holds the group now; otherwise why it does not take it.</summary>
    Task<CommitOutcome?> CreateGroupAsync(ReadOnlyMemory<byte> groupInfo, CancellationToken cancellationToken);

    Task<CommitOutcome> CommitAsync(GroupId group, ReadOnlyMemory<byte> upload, CancellationToken cancellationToken);

    /// <summary>All that wait, oldest first, fetched page by page.</summary>
    IAsyncEnumerable<WaitingWelcome> WelcomesAsync(CancellationToken cancellationToken);

    Task DeleteWelcomeAsync(Guid id, CancellationToken cancellationToken);

    Task<KeyPackageStock> StockAsync(CancellationToken cancellationToken);

    Task UploadAsync(KeyPackageUpload upload, CancellationToken cancellationToken);

    Task<IReadOnlyList<ClaimedKeyPackage>> ClaimAsync(KeyPackageClaim claim, CancellationToken cancellationToken);

    Task<IReadOnlyList<DirectoryDevice>> DevicesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Null when the server has the file; otherwise, as a code of <see cref="AttachmentRefusal"/>, why it will never take it.
    /// </summary>
    Task<string?> UploadAttachmentAsync(
        GroupId group,
        AttachmentId attachment,
        Opaque sealedHash,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    );

    /// <summary>The sealed file, not checked yet; or, as a code of <see cref="AttachmentRefusal"/>, why not.</summary>
    Task<(byte[]? File, string? Refusal)> AttachmentAsync(
        GroupId group,
        AttachmentId attachment,
        int mostBytes,
        CancellationToken cancellationToken
    );

    /// <summary>Over the live connection.</summary>
    Task<SendOutcome> SendAsync(SealedMessage message, CancellationToken cancellationToken);
}
