using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>The server asks for a device to be removed: somebody commits it, and until then nobody sends (RFC 9420 §12.4).</summary>
internal sealed partial class GroupSession
{
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
    private void Postpone(
        Group state,
        GroupRecord record,
        MessageId id,
        long position,
        StoredEntry entry,
        Action<SealedWriter>? withNew
    )
    {
        Opaque row = OwnRow(id);
        Save(
            record,
            writer =>
            {
                OutboxRows.Put(writer, Id, row, position, new OutboxMessage(id, state.Context.Epoch, default));
                EntryRows.Put(writer, Id, row, position, entry);
                withNew?.Invoke(writer);
            }
        );
    }
}
