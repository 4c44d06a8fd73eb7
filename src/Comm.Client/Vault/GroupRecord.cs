using Comm.Client.Engine;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>
/// A group as this device knows it, beside its MLS state. <paramref name="Cursor"/>: the last sequence that was taken in.
/// <paramref name="NextPosition"/>: the place of the next line. Mode and ceiling outlive the MLS state here.
/// <paramref name="Epoch"/>: the newest that was reached; nothing older takes its place. <paramref name="MustRejoin"/>: this state
/// is an older copy, its sending keys have been used: it reads on, and sends only after it has come in again.
/// <paramref name="Coordinators"/>: those of the newest policy that was followed, who alone can bring this device back when its
/// state is gone; null when no policy is known. <paramref name="IsUnvouched"/>: the newest commit, and with it the newest GroupInfo,
/// is no coordinator's.
/// </summary>
internal sealed record GroupRecord(
    GroupId Id,
    string Name,
    string Purpose,
    GroupMode Mode,
    HandlingCeiling Ceiling,
    Standing Standing,
    string? StandingReason,
    long Cursor,
    long NextPosition,
    long ReadPosition,
    int Unread,
    ulong Epoch = 0,
    bool MustRejoin = false,
    UnreportedFault? Fault = null,
    IReadOnlyList<Coordinator>? Coordinators = null,
    bool IsUnvouched = false
)
{
    /// <summary>Only an external commit, or a Welcome, brings this device back. Not for a group that the server never took.</summary>
    public bool NeedsRejoin =>
        Standing switch
        {
            Standing.InStep => MustRejoin,
            Standing.OutOfStep => StandingReason?.StartsWith(CreationRefused, StringComparison.Ordinal) != true,
            _ => false,
        };

    /// <summary>Start of the reason code of a group that the server did not take.</summary>
    public const string CreationRefused = "creation:";

    /// <summary>The reason of a group of which nobody whom this device knows as its coordinator says how it is now.</summary>
    public const string Unvouched = "unvouched";

    /// <summary>
    /// Whether a member may say what this group is where no log leads there: one of the coordinators that were known last. Of a group
    /// that is new here none is known, and its own coordinators say it.
    /// </summary>
    public bool IsVouchedBy(LeafNode leaf, GroupContext context) =>
        // V-POL-10
        ClosedGroupRules.IsCoordinator(leaf, context)
        && (
            Coordinators is null
            || (
                DeviceCertificate.TryFind(leaf, out DeviceCertificate? certificate)
                && Coordinators.Contains(Coordinator.Of(certificate))
            )
        );

    /// <summary>As the commit of the member at <paramref name="committer"/> leaves the group.</summary>
    public GroupRecord After(Group next, uint committer) =>
        WithPolicy(next.Context) with
        {
            IsUnvouched = next.Tree.Leaf(committer) is not { } leaf || !ClosedGroupRules.IsCoordinator(leaf, next.Context),
        };

    /// <summary>With what the policy of a group says, as it is now.</summary>
    public GroupRecord WithPolicy(GroupContext context) =>
        GroupPolicy.TryFind(context.Extensions, out GroupPolicy? policy)
            ? this with
            {
                Mode = policy.Mode,
                Ceiling = policy.HandlingCeiling,
                Coordinators = Coordinators?.SequenceEqual(policy.Coordinators) == true ? Coordinators : policy.Coordinators,
            }
            : this;
}

/// <summary>What is kept of a group in a row of its own: it changes seldom, and one damaged row does not lose it.</summary>
internal sealed record GroupKeepsake(string Name, string Purpose, IReadOnlyList<Coordinator>? Coordinators)
{
    public static GroupKeepsake Of(GroupRecord record) => new(record.Name, record.Purpose, record.Coordinators);
}

/// <summary>A commit that this device could not follow, until the server has the report of it.</summary>
internal sealed record UnreportedFault(ulong Epoch, long Sequence, ReadOnlyMemory<byte> CommitHash, CommitFault Fault);
