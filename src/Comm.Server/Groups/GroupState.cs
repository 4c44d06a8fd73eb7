using System.Collections.Frozen;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Groups;

/// <summary>A group in one epoch, with its members' devices looked up once.</summary>
internal sealed class GroupState
{
    public GroupState(GroupId groupId, PublicGroup group)
    {
        GroupId = groupId;
        Group = group;
        Devices = group.Members.Select(DeviceOf).ToFrozenSet();
    }

    public GroupId GroupId { get; }

    public PublicGroup Group { get; }

    public ulong Epoch => Group.Context.Epoch;

    public FrozenSet<DeviceId> Devices { get; }

    /// <summary>Whether a Remove of this device's leaf waits for a commit.</summary>
    public bool IsProposedForRemoval(DeviceId device) =>
        Group.PendingProposals.Any(one =>
            one.Proposal is RemoveProposal remove
            && Group.Tree.Leaf(remove.Removed) is { } leaf
            && DeviceOf(new Member(remove.Removed, leaf)) == device
        );

    /// <summary>The rules let no leaf into a group that has no certificate; so one without is a fault of ours.</summary>
    public static DeviceId DeviceOf(Member member) =>
        DeviceCertificate.TryFind(member.Leaf, out DeviceCertificate? certificate)
            ? certificate.Device
            : throw new InvalidOperationException("A member's leaf has no device certificate.");
}
