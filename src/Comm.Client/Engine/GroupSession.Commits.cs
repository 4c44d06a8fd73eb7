using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>What became of the wish to change a group.</summary>
internal enum Staging
{
    /// <summary>Stored, to be posted.</summary>
    Staged = 1,

    /// <summary>The group is already as it was asked to be, or this device cannot commit in it.</summary>
    Nothing = 2,

    /// <summary>A change waits already.</summary>
    Occupied = 3,

    /// <summary>The group would refuse it.</summary>
    Impossible = 4,
}

/// <summary>
/// Own commits. One is stored with the state that follows it before it is uploaded; the state changes only when the log brings
/// it back, in its place between the messages, so that a crash, a lost answer and the plain case are one path.
/// </summary>
internal sealed partial class GroupSession
{
    /// <summary>Stages what <paramref name="intent"/> asks for in the present state; null where it asks for nothing.</summary>
    public async Task<Staging> StageAsync(Func<Group, CommitRequest?> intent, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        using StagedChange? earlier = _groups.FindStaged(Id);
        if (earlier is not null)
        {
            return Staging.Occupied;
        }

        if (!CanSend(out Group? state) || _record.MustRejoin || intent(state) is not { } request)
        {
            return Staging.Nothing;
        }

        StagedCommit staged;
        try
        {
            staged = state.Commit(
                request with
                {
                    OfferExternalCommit = true,
                    Now = _clock.GetUtcNow(),
                },
                _identity.Signer,
                _identity.MakingRules
            );
        }
        catch (ArgumentException)
        {
            // Whether other people's KeyPackages go together with the group and with each other, only the library can tell.
            return Staging.Impossible;
        }

        MessageId id = Identifier.Create<MessageId>();
        var upload = new CommitUpload(
            id,
            MlsCodec.Encode(staged.Commit),
            staged.Welcome is { } welcome ? MlsCodec.Encode(welcome) : Opaque.Empty,
            MlsCodec.Encode(staged.GroupInfo)
        );
        using var change = new StagedChange(
            id,
            MlsCodec.Encode(upload),
            staged.Next.SaveEpoch(),
            staged.Next.SaveMessageSecrets()
        );
        // From here on the vault alone has it: messages may still be sent and received in this epoch meanwhile.
        staged.Next.Discard(state);
        Save(_record, writer => GroupRows.PutStaged(writer, Id, change));
        return Staging.Staged;
    }

    /// <summary>The staged change's id and bytes, to be posted; null when there is none.</summary>
    public async Task<(MessageId Id, StagedKind Kind, ReadOnlyMemory<byte> Upload)?> StagedAsync(
        CancellationToken cancellationToken
    )
    {
        using Held held = await HoldAsync(cancellationToken);
        using StagedChange? staged = _groups.FindStaged(Id);
        return staged is null ? null : (staged.Id, staged.Kind, staged.Upload);
    }

    /// <summary>The server took the creation.</summary>
    public Task CreatedAsync(MessageId id, CancellationToken cancellationToken) =>
        UnstageAsync(id, record => record, cancellationToken);

    /// <summary>The server will never take the creation: visible, since nobody may be asking any more.</summary>
    public Task CreationRefusedAsync(MessageId id, string code, CancellationToken cancellationToken) =>
        UnstageAsync(
            id,
            record => record with { Standing = Standing.OutOfStep, StandingReason = GroupRecord.CreationRefused + code },
            cancellationToken
        );

    /// <summary>The server refused the commit for good: the group goes on as if it had never been.</summary>
    public Task DropStagedAsync(MessageId id, CancellationToken cancellationToken) =>
        UnstageAsync(id, record => record, cancellationToken);

    /// <summary>By its id: a late answer must not take away what was staged since.</summary>
    private async Task UnstageAsync(MessageId id, Func<GroupRecord, GroupRecord> change, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        using StagedChange? staged = _groups.FindStaged(Id);
        if (staged?.Id == id)
        {
            Save(change(_record), writer => GroupRows.DeleteStaged(writer, Id));
            _raise(new GroupsChanged());
        }
    }

    private bool TryApplyOwnCommit(Group state, SealedEntry entry, MlsMessage message)
    {
        using StagedChange? staged = _groups.FindStaged(Id);
        if (message.PublicMessage is not { } commit || staged is null || !IsStagedAs(staged, entry))
        {
            return false;
        }

        Group next = NextOf(staged);
        var own = new Member(next.OwnLeafIndex, OwnLeaf(staged.Kind == StagedKind.Rejoin ? next : state));
        StoredEntry line =
            staged.Kind == StagedKind.Rejoin
                ? _identity.RejoinLine(entry, own, DeliveryState.Sent)
                : OwnChangeLine(state, next, entry, own);
        long position = _record.NextPosition;
        Opaque row = EntryRows.LogRow(entry.Sequence);
        AuthenticatedContent content = commit.ToAuthenticatedContent();
        GroupContext context = state.Context;
        GroupRecord record = _record with
        {
            Cursor = entry.Sequence,
            NextPosition = position + 1,
            MustRejoin = _record.MustRejoin && staged.Kind != StagedKind.Rejoin,
        };
        void Effects(SealedWriter writer)
        {
            EntryRows.Put(writer, Id, row, position, line);
            EntryRows.PutEvidence(writer, row, position, content, own.Leaf, context);
            GroupRows.DeleteStaged(writer, Id);
        }

        if (staged.Kind == StagedKind.Rejoin)
        {
            Replace(next, record.After(next, next.OwnLeafIndex), Effects);
        }
        else
        {
            Advance(next, record.After(next, next.OwnLeafIndex), Effects);
        }

        _raise(new GroupChanged(Id, position));
        _raise(new GroupsChanged());
        return true;
    }

    /// <summary>The log has brought back what is staged, in these very bytes.</summary>
    private static bool IsStagedAs(StagedChange staged, SealedEntry entry) =>
        staged.Kind != StagedKind.Creation
        && staged.Id == entry.MessageId
        && MlsCodec.TryDecode(staged.Upload.Span, out CommitUpload? upload)
        && upload.Commit == new Opaque(entry.Content);

    private static Group NextOf(StagedChange staged) =>
        Group.TryLoad(staged.EpochState.Span, staged.MessageSecrets.Span)
        ?? throw new InvalidOperationException("A staged state that we saved ourselves cannot be read.");

    private StoredEntry OwnChangeLine(Group state, Group next, SealedEntry entry, Member own)
    {
        var before = state.Members.ToDictionary(member => _identity.SenderOf(member.Leaf).Device);
        var after = next.Members.ToDictionary(member => _identity.SenderOf(member.Leaf).Device);
        return _identity.ChangeLine(
            entry,
            own,
            [.. after.Where(one => !before.ContainsKey(one.Key)).Select(one => one.Value)],
            [.. before.Where(one => !after.ContainsKey(one.Key)).Select(one => one.Value)],
            DeliveryState.Sent
        );
    }
}
