using Comm.Shared.Messaging;

namespace Comm.Server.Groups;

/// <summary>A commit that has passed every check, with all that must be stored with it or not at all.</summary>
/// <param name="Base">The group in the epoch that it was checked against.</param>
/// <param name="Next">The group as the commit leaves it.</param>
internal sealed record CheckedCommit(
    DeviceId Committer,
    CommitUpload Upload,
    GroupState Base,
    GroupState Next,
    IReadOnlyList<DeviceId> Added,
    IReadOnlyList<DeviceId> Removed
);
