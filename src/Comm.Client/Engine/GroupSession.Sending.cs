using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Sealing into the outbox, and what the server answers to it.</summary>
internal sealed partial class GroupSession
{
    /// <summary>Seals a payload and saves it with its line; null when this device cannot send here.</summary>
    public async Task<(MessageId Id, long Position)?> SendAsync(
        ReadOnlyMemory<byte> payload,
        CancellationToken cancellationToken
    ) => await SendAsync(payload, null, cancellationToken) is (SendResult.Saved, { } id, { } position) ? (id, position) : null;

    /// <summary>The same, for a page that may send twice what was meant once.</summary>
    public async Task<(SendResult Result, MessageId? Id, long? Position)> SendAsync(
        ReadOnlyMemory<byte> payload,
        Submission? submission,
        CancellationToken cancellationToken,
        IReadOnlyList<AttachmentReference>? attachments = null
    )
    {
        using Held held = await HoldAsync(cancellationToken);
        MessageId id = submission?.Id ?? Identifier.Create<MessageId>();
        if (submission is not null && _entries.Find(Id, OwnRow(id)) is { } before)
        {
            return before.Entry?.Payload is { } sent && sent.Span.SequenceEqual(payload.Span)
                ? (SendResult.Saved, id, before.Position)
                : (SendResult.AlreadySent, null, null);
        }

        if (!CanSend(out Group? state))
        {
            return (SendResult.NotPossible, null, null);
        }

        long position = _record.NextPosition;
        var entry = new StoredEntry(
            StoredKind.Message,
            _clock.GetUtcNow(),
            _identity.AsSender,
            id,
            DeliveryState.Sending,
            Payload: payload
        ).In(state.Context, OwnLeaf(state));
        Seal(
            state,
            _record with
            {
                NextPosition = position + 1,
            },
            id,
            position,
            entry,
            writer =>
            {
                UploadRows.Put(writer, id, attachments ?? []);
                if (submission is not null)
                {
                    DraftRows.Delete(writer, Id, submission.Ends);
                }
            }
        );
        _raise(new GroupChanged(Id, position));
        return (SendResult.Saved, id, position);
    }

    /// <summary>The oldest message that waits. A row that does not open fails its line visibly and is left out.</summary>
    public async Task<SealedMessage?> NextWaitingAsync(CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        while (_record is { Standing: Standing.InStep, MustRejoin: false } && _outbox.First(Id) is { } placed)
        {
            if (placed.Message is { } message)
            {
                if (_state is not { HasPendingProposals: false } state)
                {
                    // Committed first.
                    return null;
                }

                // What another epoch's key sealed is not sent any more: in a restored vault the same key may have sealed something else.
                if (message.Sealed.IsEmpty || message.Epoch != state.Context.Epoch)
                {
                    if (_entries.Find(Id, placed.RowId)?.Entry is not { Payload: not null } entry)
                    {
                        Fail(placed.RowId, UnreadableReason.RowDamaged);
                        continue;
                    }

                    Seal(state, _record, message.Id, placed.Position, entry);
                    continue;
                }

                return new SealedMessage(Id, message.Id, message.Epoch, message.Sealed);
            }

            Fail(placed.RowId, UnreadableReason.RowDamaged);
        }

        return null;
    }

    public async Task FailedAsync(MessageId id, string reason, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        Fail(OwnRow(id), reason);
    }

    /// <summary>
    /// The server has certainly not taken the message: seals it anew in the current epoch, under its own id. False when it is
    /// not waiting any more, or this device cannot send.
    /// </summary>
    public Task<bool> ResealAsync(MessageId id, CancellationToken cancellationToken) =>
        ResealAsync(id, DeliveryState.Sending, cancellationToken);

    /// <summary>The author wants a failed message tried again.</summary>
    public Task<bool> ResealFailedAsync(MessageId id, CancellationToken cancellationToken) =>
        ResealAsync(id, DeliveryState.Failed, cancellationToken);

    private async Task<bool> ResealAsync(MessageId id, DeliveryState present, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        Opaque row = OwnRow(id);
        if (
            !CanSend(out Group? state)
            || _entries.Find(Id, row) is not { Entry: { Payload: not null } entry } placed
            || entry.Delivery != present
        )
        {
            return false;
        }

        Seal(state, _record, id, placed.Position, entry with { Delivery = DeliveryState.Sending, Reason = null });
        _raise(new GroupChanged(Id, placed.Position));
        return true;
    }

    /// <summary>
    /// Next state, outbox, line and evidence, in one transaction; and with a new one the uploads that it waits for, and the end of the
    /// draft that it was.
    /// </summary>
    private void Seal(
        Group state,
        GroupRecord record,
        MessageId id,
        long position,
        StoredEntry entry,
        Action<SealedWriter>? withNew = null
    )
    {
        if (state.HasPendingProposals)
        {
            Postpone(state, record, id, position, entry, withNew);
            return;
        }

        StagedSend staged = state.Send(new Opaque(entry.Payload!.Value), _identity.Signer, id.ToOpaque());
        var message = new OutboxMessage(id, state.Context.Epoch, MlsCodec.Encode(staged.Message));
        LeafNode own = OwnLeaf(state);
        GroupContext context = state.Context;
        Opaque row = OwnRow(id);
        StoredEntry line = (entry with { SealedHash = HashFunction.Sha256.Hash(message.Sealed.Span) }).In(context, own);
        Advance(
            staged.Next,
            record,
            writer =>
            {
                OutboxRows.Put(writer, Id, row, position, message);
                EntryRows.Put(writer, Id, row, position, line);
                EntryRows.PutEvidence(writer, row, position, staged.Content, own, context);
                TakeForms(writer, line);
                withNew?.Invoke(writer);
            }
        );
    }

    private void Fail(Opaque row, string reason)
    {
        PlacedEntry? placed = _entries.Find(Id, row);
        StoredEntry? lost = placed?.Entry is { } entry && !IsInLog(entry, ReceiptRows.Exists(_store, Id, row)) ? entry : null;
        Save(
            _record,
            writer =>
            {
                OutboxRows.Delete(writer, Id, row);
                ReceiptRows.Delete(writer, Id, row);
                if (placed is not null && lost is not null)
                {
                    EntryRows.Put(writer, Id, row, placed.Position, Failed(lost, reason));
                }
            }
        );
        if (placed is not null)
        {
            _raise(new GroupChanged(Id, placed.Position));
        }
    }

    private Opaque OwnRow(MessageId id) => EntryRows.MessageRow(_identity.Device, id);

    private static LeafNode OwnLeaf(Group state) =>
        state.Tree.Leaf(state.OwnLeafIndex) ?? throw new InvalidOperationException("A member's own leaf is never blank.");
}
