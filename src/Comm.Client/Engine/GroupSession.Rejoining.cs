using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Coming in again by an external commit (RFC 9420 §12.4.3.2), staged and saved like every commit.</summary>
internal sealed partial class GroupSession
{
    /// <summary>The public side of the last good state: from there the log can be followed without secrets. Null when it is lost.</summary>
    public async Task<PublicGroup?> AnchorAsync(CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        return _state?.Public ?? _groups.TryLoadPublic(Id);
    }

    /// <summary>Stages the commit that puts this device in its old place; why not, or <see cref="MlsFault.None"/>.</summary>
    public async Task<MlsFault> StageRejoinAsync(PublicGroup group, GroupInfo info, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        Member? old = group.Members.FirstOrDefault(IsOwn);
        if (!_record.NeedsRejoin || old is null)
        {
            return MlsFault.UnknownSender;
        }

        StagedCommit? staged = Group.TryJoinByExternalCommit(
            info,
            _identity.Leaf,
            _identity.Signer,
            _identity.LogRules,
            out MlsFault fault,
            new ExternalCommitRequest
            {
                Replaces = old.LeafIndex,
                RatchetTree = group.ExportRatchetTree(),
                OfferExternalCommit = true,
            }
        );
        if (staged is null)
        {
            return fault;
        }

        MessageId id = Identifier.Create<MessageId>();
        var upload = new CommitUpload(id, MlsCodec.Encode(staged.Commit), Opaque.Empty, MlsCodec.Encode(staged.GroupInfo));
        using var change = new StagedChange(
            id,
            MlsCodec.Encode(upload),
            staged.Next.SaveEpoch(),
            staged.Next.SaveMessageSecrets()
        );
        staged.Next.Dispose();
        // A commit of ours that still waited was for an epoch that this device cannot reach any more.
        Save(_record, writer => GroupRows.PutStaged(writer, Id, change));
        return MlsFault.None;
    }

    /// <summary>
    /// The log has the staged commit at <paramref name="entry"/>, after what was <paramref name="missed"/>: lines and the new state in
    /// one transaction. False when it is another commit, or the cursor has moved meanwhile.
    /// </summary>
    public async Task<bool> RejoinedAsync(MissedEntries missed, SealedEntry entry, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        using StagedChange? staged = _groups.FindStaged(Id);
        if (staged is null || !IsStagedAs(staged, entry) || missed.After != _record.Cursor || missed.Last + 1 != entry.Sequence)
        {
            return false;
        }

        Group next = NextOf(staged);
        long first = _record.NextPosition;
        StoredEntry line = _identity.RejoinLine(entry, new Member(next.OwnLeafIndex, OwnLeaf(next)), DeliveryState.Sent);
        GroupRecord record = WithMissed(missed) with
        {
            Standing = Standing.InStep,
            StandingReason = null,
            MustRejoin = false,
            Cursor = entry.Sequence,
            NextPosition = first + missed.Lines.Count + 1,
        };
        Replace(
            next,
            record.After(next, next.OwnLeafIndex),
            writer =>
            {
                PutMissed(writer, missed, first);
                EntryRows.Put(writer, Id, EntryRows.LogRow(entry.Sequence), record.NextPosition - 1, line);
                GroupRows.DeleteStaged(writer, Id);
            }
        );
        _raise(new GroupChanged(Id, record.NextPosition - 1));
        _raise(new GroupsChanged());
        return true;
    }

    /// <summary>What was missed ends with the removal of this device.</summary>
    public async Task RemovedMeanwhileAsync(MissedEntries missed, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        if (_record.Standing == Standing.Ended || missed.After != _record.Cursor)
        {
            return;
        }

        StopWaiting();
        long first = _record.NextPosition;
        End(
            WithMissed(missed) with
            {
                Standing = Standing.Ended,
                StandingReason = "removed",
            },
            writer => PutMissed(writer, missed, first)
        );
        _raise(new GroupChanged(Id, _record.NextPosition - 1));
        _raise(new GroupsChanged());
    }

    /// <summary>It cannot be repaired now: the reason is shown.</summary>
    public async Task StaysOutAsync(string reason, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        if (_record.NeedsRejoin && _record.StandingReason != reason)
        {
            Save(_record with { Standing = Standing.OutOfStep, StandingReason = reason }, _ => { });
            _raise(new GroupsChanged());
        }
    }

    private GroupRecord WithMissed(MissedEntries missed)
    {
        GroupRecord record = _record with
        {
            Cursor = missed.Last,
            NextPosition = _record.NextPosition + missed.Lines.Count,
            Unread = _record.Unread + missed.Lines.Count,
        };
        return missed.Group is { } group ? record.WithPolicy(group.Context) : record;
    }

    private void PutMissed(SealedWriter writer, MissedEntries missed, long position)
    {
        foreach (MissedLine line in missed.Lines)
        {
            EntryRows.Put(writer, Id, line.Row, position++, line.Entry);
        }

        foreach (SealedEntry own in missed.Own)
        {
            Opaque row = OwnRow(own.MessageId);
            if (
                EntryRows.Find(writer, Id, row) is { Entry: { } entry } placed
                && !IsInLog(entry, ReceiptRows.Exists(writer, Id, row))
            )
            {
                Confirm(writer, row, placed.Position, entry, new Receipt(own.Sequence, own.AcceptedAt));
            }
        }
    }
}
