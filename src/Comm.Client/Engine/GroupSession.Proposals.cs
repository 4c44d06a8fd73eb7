using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>The server asks for a device to be removed: somebody commits it, and until then nobody sends (RFC 9420 §12.4).</summary>
internal sealed partial class GroupSession
{
    /// <summary>Whether this device can, and so should, commit what is proposed; the one that is to go cannot.</summary>
    public bool ShouldCommitProposals => Volatile.Read(ref _shouldCommit);

    private bool _shouldCommit;

    /// <summary>Every pending proposal by its reference; null when there is none.</summary>
    public static CommitRequest? OfProposals(Group state) =>
        state.HasPendingProposals
            ? new CommitRequest
            {
                // One Remove for each leaf: a list with two of them is invalid (RFC 9420 §12.2).
                ByReference =
                [
                    .. state
                        .PendingProposals.DistinctBy(one =>
                            one.Proposal is RemoveProposal remove ? (object)remove.Removed : one.Reference
                        )
                        .Select(one => one.Reference),
                ],
            }
            : null;

    private void TakeProposal(SealedEntry entry, ReceivedProposal received)
    {
        long position = _record.NextPosition;
        StoredEntry line = _identity.ProposalLine(entry, received.Content.Content.Proposal, received.Next.Public);
        Advance(
            received.Next,
            Received(entry),
            writer => EntryRows.Put(writer, Id, EntryRows.LogRow(entry.Sequence), position, line)
        );
        _raise(new GroupChanged(Id, position));
    }

    /// <summary>Saves a message that cannot be sealed before the proposals are committed.</summary>
    private void Postpone(Group state, GroupRecord record, MessageId id, long position, StoredEntry entry)
    {
        Opaque row = OwnRow(id);
        Save(
            record,
            writer =>
            {
                OutboxRows.Put(writer, Id, row, position, new OutboxMessage(id, state.Context.Epoch, default));
                EntryRows.Put(writer, Id, row, position, entry);
            }
        );
    }

    /// <summary>After every change of the state.</summary>
    private void LookAtProposals() =>
        Volatile.Write(
            ref _shouldCommit,
            _state is { HasPendingProposals: true } state
                && _record.Standing == Standing.InStep
                && state.PendingProposals.All(one =>
                    one.Proposal is not RemoveProposal remove || remove.Removed != state.OwnLeafIndex
                )
        );
}
