using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>How a group comes into the vault: made here, or by a Welcome.</summary>
internal sealed partial class GroupSession
{
    /// <summary>A group that the vault does not hold yet; it does when one of the methods below has returned.</summary>
    public static GroupSession OfNew(
        GroupId id,
        DeviceIdentity identity,
        SealedStore store,
        TimeProvider clock,
        Action<ClientEvent> raise
    )
    {
        var record = new GroupRecord(
            id,
            Name: "",
            Purpose: "",
            GroupMode.Exercise,
            HandlingCeiling.Red,
            Standing.OutOfStep,
            StandingReason: "not-joined",
            Cursor: 0,
            NextPosition: 1,
            ReadPosition: 0,
            Unread: 0
        );
        return new GroupSession(record, identity, store, clock, raise) { _isStale = false };
    }

    /// <summary>Saves a new group together with its creation on the way to the server.</summary>
    public async Task CreateAsync(Group created, GroupBriefing briefing, FormPack? forms, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        MessageId id = Identifier.Create<MessageId>();
        var upload = MlsMessage.Of(
            created.ExportGroupInfo(_identity.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub)
        );
        using var change = StagedChange.OfCreation(id, MlsCodec.Encode(upload));
        StoredEntry line = JoinLine(_clock.GetUtcNow(), _identity.AsSender, id);
        long position = _record.NextPosition;
        GroupRecord record = Joined(_record, created, briefing) with { ReadPosition = position };
        Advance(
            created,
            record,
            writer =>
            {
                GroupRows.PutStaged(writer, Id, change);
                EntryRows.Put(writer, Id, EntryRows.LogRow(0), position, line);
                if (forms is not null)
                {
                    FormRows.Put(writer, Id, forms);
                }
            }
        );
        _raise(new GroupsChanged());
    }

    /// <summary>
    /// Saves what a Welcome brought and uses its KeyPackage up, unless it is the one of last resort, in one transaction. False for a group that this device is in step
    /// with, or of an epoch that it has been in: a Welcome must not put another or an older state in its place.
    /// </summary>
    /// <param name="missed">The log up to the Welcome, for a group that is out of step; null when it cannot be followed.</param>
    public async Task<bool> JoinAsync(
        Group joined,
        GroupBriefing briefing,
        FormPack? forms,
        WaitingWelcome welcome,
        KeyPackageSecrets keyPackage,
        MissedEntries? missed,
        CancellationToken cancellationToken
    )
    {
        using Held held = await HoldAsync(cancellationToken);
        // V-WELCOME-17
        bool isKnown = _record.Epoch > 0 || _state is not null;
        if (_record.Standing == Standing.InStep || (isKnown && joined.Context.Epoch <= _record.Epoch))
        {
            return false;
        }

        bool wasOut = isKnown && _record.Standing == Standing.OutOfStep;
        MissedEntries? told = wasOut && missed?.After == _record.Cursor ? missed : null;
        long first = _record.NextPosition;
        GroupRecord record = told is null ? _record : WithMissed(told);
        // Behind the removal the log is not this device's; before it, nothing is passed over in silence.
        (long From, long To)? skipped =
            wasOut && told is not { WasRemoved: true } && record.Cursor + 1 < welcome.Sequence
                ? (record.Cursor + 1, welcome.Sequence - 1)
                : null;
        if (skipped is not null)
        {
            record = record with { NextPosition = record.NextPosition + 1, Unread = record.Unread + 1 };
        }

        DateTimeOffset now = _clock.GetUtcNow();
        StoredEntry line = JoinLine(now, sender: null, default) with { Sequence = welcome.Sequence };
        long position = record.NextPosition;
        Replace(
            joined,
            Joined(record, joined, briefing) with
            {
                Cursor = welcome.Sequence,
                Unread = record.Unread + 1,
            },
            writer =>
            {
                GroupRows.DeleteStaged(writer, Id);
                if (!keyPackage.KeyPackage.IsLastResort)
                {
                    KeyPackageRows.Delete(writer, keyPackage.Reference);
                }

                if (told is not null)
                {
                    PutMissed(writer, told, first);
                }

                // The log before the Welcome is not read any more, so it can refute nothing.
                ReceiptRows.DeleteAll(writer, Id);
                if (skipped is { } range)
                {
                    StoredEntry notice = LogLines.SkippedLine(range.From, range.To, now);
                    EntryRows.Put(writer, Id, EntryRows.LogRow(range.From), position - 1, notice);
                }

                EntryRows.Put(writer, Id, EntryRows.LogRow(welcome.Sequence), position, line);
                if (forms is not null)
                {
                    FormRows.Put(writer, Id, forms);
                }
            }
        );
        _raise(new GroupChanged(Id, position));
        _raise(new GroupsChanged());
        return true;
    }

    /// <summary>
    /// A Welcome that does not open: the group is listed, with the reason. One by nobody who could bring this device back leaves the
    /// group as it is, and says so.
    /// </summary>
    public async Task NotJoinedAsync(string reason, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        bool isUnvouched = reason == GroupRecord.Unvouched;
        if (isUnvouched ? _record.Standing != Standing.InStep : _state is null)
        {
            Standing standing = isUnvouched ? _record.Standing : Standing.OutOfStep;
            Save(_record with { Standing = standing, StandingReason = reason }, _ => { });
            _raise(new GroupsChanged());
        }
    }

    private static GroupRecord Joined(GroupRecord record, Group state, GroupBriefing briefing) =>
        (
            record with
            {
                Name = briefing.Name,
                Purpose = briefing.Purpose,
                Standing = Standing.InStep,
                StandingReason = null,
                MustRejoin = false,
                IsUnvouched = false,
                NextPosition = record.NextPosition + 1,
            }
        ).WithPolicy(state.Context);

    private StoredEntry JoinLine(DateTimeOffset at, OpenedSender? sender, MessageId id) =>
        new(StoredKind.MembershipChange, at, sender, id, DeliveryState.Received, Added: [_identity.AsSender], Removed: []);
}
