using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

internal enum Intake
{
    /// <summary>Taken in, or known already.</summary>
    Done = 1,

    /// <summary>Something before it is missing: fetch from the cursor.</summary>
    Gap = 2,

    /// <summary>The group has ended or is out of step: nothing more can be taken in.</summary>
    Stopped = 3,
}

/// <summary>The log, entry by entry. One that does not open is named and skipped; a commit that cannot be followed stops the group.</summary>
internal sealed partial class GroupSession
{
    public async Task<Intake> TakeInAsync(SealedEntry entry, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        if (entry.GroupId != Id)
        {
            throw new ArgumentException("An entry of another group.", nameof(entry));
        }

        if (entry.Sequence <= _record.Cursor)
        {
            return Intake.Done;
        }

        if (_state is not { } state)
        {
            return Intake.Stopped;
        }

        bool isOut = _record.Standing != Standing.InStep;
        if (entry.Sequence != _record.Cursor + 1)
        {
            return isOut ? Intake.Stopped : Intake.Gap;
        }

        if (isOut)
        {
            // The entry that it stopped at, once more: if it can be followed now, so can the rest.
            _record = _record with
            {
                Standing = Standing.InStep,
                StandingReason = null,
            };
        }

        TakeIn(state, entry);
        return _record.Standing == Standing.InStep ? Intake.Done : Intake.Stopped;
    }

    private void TakeIn(Group state, SealedEntry entry)
    {
        if (!MlsCodec.TryDecode(entry.Content.Span, out MlsMessage? message))
        {
            if (entry.Kind == EntryKind.FaultReport)
            {
                TakeFault(state, entry);
                return;
            }

            Refuse(entry, isCommit: entry.Kind == EntryKind.Commit, UnreadableReason.Malformed, MlsFault.Malformed);
            return;
        }

        if (message.PrivateMessage is { ContentType: not ContentType.Application })
        {
            // Design D4: the server must be able to check a handshake, so one that it cannot read is none.
            Refuse(entry, entry.Kind == EntryKind.Commit, UnreadableReason.UnexpectedHandshake, MlsFault.None);
            return;
        }

        if (TryApplyOwnCommit(state, entry, message))
        {
            return;
        }

        switch (state.Process(message, _identity.LogRules))
        {
            case ReceivedMessage received:
                TakeMessage(state, entry, received);
                break;
            case ReceivedCommit { IsExternal: true } received when IsOwn(received.Committer):
                // Made by a copy of this vault: that state has our place now.
                Refuse(entry, isCommit: true, UnreadableReason.OwnUnknown, MlsFault.None);
                received.Next?.Discard(state);
                break;
            case ReceivedCommit received:
                TakeCommit(state, entry, received);
                break;
            case ReceivedProposal { Author: ExternalAuthor } received:
                TakeProposal(entry, received);
                break;
            case ReceivedProposal received:
                // Not kept: the server takes none of members, so no commit can refer to it, and a pending one would stop all sending.
                SkipUnopened(state, entry, UnreadableReason.UnexpectedHandshake, received.Next);
                break;
            case OwnMessage:
                TakeOwn(entry, message);
                break;
            case Refused refused:
                bool isCommit =
                    entry.Kind == EntryKind.Commit && refused.Fault is not (MlsFault.StaleEpoch or MlsFault.WrongGroup);
                Refuse(entry, isCommit, $"{UnreadableReason.Refused}:{refused.Fault}", refused.Fault);
                break;
            case var unknown:
                throw new InvalidOperationException($"No way to take in {unknown.GetType().Name}.");
        }
    }

    private void TakeMessage(Group state, SealedEntry entry, ReceivedMessage received)
    {
        OpenedSender author = _identity.SenderOf(received.Sender.Leaf);
        if (!Identifier.TryFromBytes(received.Content.Content.AuthenticatedData.Span, out MessageId id) || id != entry.MessageId)
        {
            SkipUnopened(state, entry, UnreadableReason.IdMismatch, received.Next);
            return;
        }

        if (author.Device != entry.Sender)
        {
            SkipUnopened(state, entry, UnreadableReason.SenderMismatch, received.Next);
            return;
        }

        Opaque row = EntryRows.MessageRow(author.Device, id);
        if (_entries.Find(Id, row) is not null)
        {
            // The same message once more, sealed anew: it is shown already.
            Advance(received.Next, _record with { Cursor = entry.Sequence }, _ => { });
            return;
        }

        long position = _record.NextPosition;
        var stored = new StoredEntry(
            StoredKind.Message,
            entry.AcceptedAt,
            author,
            id,
            DeliveryState.Received,
            entry.Sequence,
            Payload: received.Content.Content.ApplicationData.Memory
        ).In(state.Context, received.Sender.Leaf);
        GroupContext context = state.Context;
        Advance(
            received.Next,
            Received(entry),
            writer =>
            {
                EntryRows.Put(writer, Id, row, position, stored);
                EntryRows.PutEvidence(writer, row, position, received.Content, received.Sender.Leaf, context);
                TakeForms(writer, stored);
            }
        );
        _raise(new GroupChanged(Id, position));
    }

    private void TakeCommit(Group state, SealedEntry entry, ReceivedCommit received)
    {
        long position = _record.NextPosition;
        Opaque row = EntryRows.LogRow(entry.Sequence);
        StoredEntry line = received.IsExternal
            ? _identity.RejoinLine(entry, received.Committer, DeliveryState.Received)
            : _identity.ChangeLine(entry, received.Committer, received.Added, received.Removed, DeliveryState.Received);
        GroupContext context = state.Context;
        void Effects(SealedWriter writer)
        {
            EntryRows.Put(writer, Id, row, position, line);
            EntryRows.PutEvidence(writer, row, position, received.Content, received.Committer.Leaf, context);
            // Whatever was staged here has lost: this commit took its epoch.
            GroupRows.DeleteStaged(writer, Id);
        }

        if (received.Next is { } next)
        {
            Advance(next, Received(entry).After(next, received.Committer.LeafIndex), Effects);
        }
        else
        {
            StopWaiting();
            End(Received(entry) with { Standing = Standing.Ended, StandingReason = "removed" }, Effects);
        }

        _raise(new GroupChanged(Id, position));
        _raise(new GroupsChanged());
    }

    private void Refuse(SealedEntry entry, bool isCommit, string reason, MlsFault fault)
    {
        if (!isCommit)
        {
            Skip(entry, reason);
            return;
        }

        // The cursor stays before the commit: the repair starts there.
        string code = fault == MlsFault.None ? reason : $"commit:{fault}";
        Save(
            _record with
            {
                Standing = Standing.OutOfStep,
                StandingReason = code,
                Fault = FaultOf(entry, fault) ?? _record.Fault,
            },
            _ => { }
        );
        _raise(new GroupsChanged());
    }

    /// <summary>
    /// What came with it is given up: the state stays as it was, so that the genuine message still opens when it comes.
    /// </summary>
    private void SkipUnopened(Group state, SealedEntry entry, string reason, Group next)
    {
        next.Discard(state);
        Skip(entry, reason);
    }

    /// <summary>Names an entry that stays closed, and goes on behind it.</summary>
    private void Skip(SealedEntry entry, string reason)
    {
        long position = _record.NextPosition;
        StoredEntry line = LogLines.UnreadableLine(entry, reason);
        Save(Received(entry), writer => EntryRows.Put(writer, Id, EntryRows.LogRow(entry.Sequence), position, line));
        _raise(new GroupChanged(Id, position));
    }

    /// <summary>The record behind an entry that has become a new, unread line.</summary>
    private GroupRecord Received(SealedEntry entry) =>
        _record with
        {
            Cursor = entry.Sequence,
            NextPosition = _record.NextPosition + 1,
            Unread = _record.Unread + 1,
        };

    private bool IsOwn(Member member) => _identity.SenderOf(member.Leaf).IsSelf;

    /// <summary>Messages that can never leave any more are failed where their author sees it.</summary>
    private void StopWaiting()
    {
        foreach (PlacedOutboxMessage waiting in _outbox.List(Id))
        {
            Fail(waiting.RowId, "group-ended");
        }
    }
}
