using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// What the server says of our own messages, and what the log shows of them. A receipt is a promise: the line is <em>sent</em>, and
/// the message leaves the outbox. It is kept only when the log brings back the very bytes; if it goes on without them, the line has
/// failed, and its author can have it sent again under the same id.
/// </summary>
internal sealed partial class GroupSession
{
    private const string NotInLog = "not-in-log";

    public async Task AcceptedAsync(MessageId id, Receipt receipt, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        Opaque row = OwnRow(id);
        if (_entries.Find(Id, row) is not { Entry: { Delivery: DeliveryState.Sending } entry } placed)
        {
            // The log was faster, the group has ended, or the line's row is damaged: there is nothing to be said of it.
            Save(_record, writer => OutboxRows.Delete(writer, Id, row));
            return;
        }

        if (receipt.Sequence <= _record.Cursor)
        {
            // The log has been read there, and the message was not in it.
            Fail(row, NotInLog);
            return;
        }

        Save(
            _record,
            writer =>
            {
                Confirm(writer, row, placed.Position, entry, receipt);
                ReceiptRows.Put(writer, Id, row, receipt.Sequence);
            }
        );
        _raise(new GroupChanged(Id, placed.Position));
    }

    /// <summary>The messages that are sent by the server's word alone.</summary>
    public async Task<IReadOnlyList<Opaque>> PromisedAsync(CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        return ReceiptRows.List(_store, Id);
    }

    /// <summary>The log has been read to its end after these were promised: what was not seen in it is not there.</summary>
    public async Task HoldToPromiseAsync(IReadOnlyList<Opaque> promised, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        foreach (Opaque row in promised.Where(row => ReceiptRows.Exists(_store, Id, row)))
        {
            Fail(row, NotInLog);
        }
    }

    /// <summary>
    /// Something that names our own leaf. Any member can write that on a message (RFC 9420 §6.3.2), and the server can write any id
    /// beside it: only the bytes that we sealed for this id are ours.
    /// </summary>
    private void TakeOwn(SealedEntry entry, MlsMessage message)
    {
        if (message.PublicMessage is { } handshake)
        {
            // A handshake of ours, and the state that follows it is not here.
            Refuse(entry, handshake.Content.ContentType == ContentType.Commit, UnreadableReason.OwnUnknown, MlsFault.None);
            return;
        }

        if (entry.Sender != _identity.Device)
        {
            Skip(entry, UnreadableReason.OwnUnknown);
            return;
        }

        Opaque row = OwnRow(entry.MessageId);
        if (FindOwn(entry) is not { Entry: { } mine } placed)
        {
            // Written by this device and not in this vault: an older copy of it has been put back. The key that sealed this would be
            // the next one here, so nothing leaves before the group has been entered anew.
            _record = _record with
            {
                MustRejoin = true,
            };
            Skip(entry, UnreadableReason.OwnUnknown);
            return;
        }

        if (IsInLog(mine, ReceiptRows.Exists(_store, Id, row)))
        {
            // The same bytes once more: its place in the log is the first.
            Save(_record with { Cursor = entry.Sequence }, _ => { });
            return;
        }

        var receipt = new Receipt(entry.Sequence, entry.AcceptedAt);
        Save(_record with { Cursor = entry.Sequence }, writer => Confirm(writer, row, placed.Position, mine, receipt));
        _raise(new GroupChanged(Id, placed.Position));
    }

    /// <summary>Whether the log shows a message in the very bytes that this device sealed for it last.</summary>
    public bool IsOwnMessage(SealedEntry entry) => entry.Sender == _identity.Device && FindOwn(entry) is not null;

    private PlacedEntry? FindOwn(SealedEntry entry) =>
        _entries.Find(Id, OwnRow(entry.MessageId)) is { Entry.SealedHash: { } hash } placed
        && HashFunction.Sha256.Hash(entry.Content.Span) == new Opaque(hash)
            ? placed
            : null;

    /// <summary>Not by the server's word alone.</summary>
    private static bool IsInLog(StoredEntry own, bool isPromised) => own.Delivery == DeliveryState.Sent && !isPromised;

    private void Confirm(SealedWriter writer, Opaque row, long position, StoredEntry entry, Receipt receipt)
    {
        OutboxRows.Delete(writer, Id, row);
        ReceiptRows.Delete(writer, Id, row);
        EntryRows.Put(
            writer,
            Id,
            row,
            position,
            entry with
            {
                Delivery = DeliveryState.Sent,
                Sequence = receipt.Sequence,
                At = receipt.AcceptedAt,
                Reason = null,
            }
        );
    }

    /// <summary>Fails the lines whose place in the log has been passed without them; where they stand.</summary>
    private List<long> FailPassedOver(SealedWriter writer, GroupRecord record)
    {
        var failed = new List<long>();
        long seen = record.Standing == Standing.Ended ? long.MaxValue : record.Cursor;
        foreach (Opaque row in ReceiptRows.ListUpTo(writer, Id, seen))
        {
            ReceiptRows.Delete(writer, Id, row);
            if (EntryRows.Find(writer, Id, row) is { Entry: { } entry } placed)
            {
                EntryRows.Put(writer, Id, row, placed.Position, Failed(entry, NotInLog));
                failed.Add(placed.Position);
            }
        }

        return failed;
    }

    private static StoredEntry Failed(StoredEntry entry, string reason) =>
        entry with
        {
            Delivery = DeliveryState.Failed,
            Sequence = null,
            Reason = reason,
        };
}
