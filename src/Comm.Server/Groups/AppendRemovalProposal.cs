using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Server.Messaging;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>Asks a group to remove a device, unless that is asked already, or the group does not name this server.</summary>
internal sealed class AppendRemovalProposal(GroupId groupId, DeviceId device, RemovalProposer proposer, ClosedGroupRules rules)
    : LogWork<CommitOutcome>(CommitOutcome.Refused(CommitRefusal.Busy))
{
    protected override async Task<CommitOutcome> DecideAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        if (
            await batch.FindGroupAsync(groupId, cancellationToken) is not { } current
            || current.Group.Members.FirstOrDefault(member => GroupState.DeviceOf(member) == device) is not { } member
        )
        {
            return CommitOutcome.Refused(CommitRefusal.NotAMember);
        }

        if (
            current.Group.PendingProposals.Any(one => one.Proposal is RemoveProposal remove && remove.Removed == member.LeafIndex)
        )
        {
            return CommitOutcome.Refused(CommitRefusal.Mismatch, "Pending");
        }

        PublicMessage proposal = proposer.ProposeRemoval(groupId, current.Epoch, member.LeafIndex);
        if (current.Group.TryKeep(proposal, rules, out MlsFault fault) is not { } kept)
        {
            return CommitOutcome.Refused(CommitRefusal.Invalid, fault.ToString());
        }

        // Nobody's device is the sender: the proposal says itself who asks.
        Receipt receipt = batch.Append(
            groupId,
            EntryKind.Proposal,
            default,
            Identifier.Create<MessageId>(),
            current.Epoch,
            MlsCodec.Encode(MlsMessage.Of(proposal))
        );
        batch.Advance(new GroupState(groupId, kept));
        byte[] saved = kept.Save();
        await batch
            .Database.Groups.Where(group => group.GroupId == groupId)
            .ExecuteUpdateAsync(group => group.SetProperty(row => row.PublicState, saved), cancellationToken);
        return CommitOutcome.Accepted(receipt);
    }
}
