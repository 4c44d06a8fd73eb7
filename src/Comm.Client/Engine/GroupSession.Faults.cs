using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Commits that the server took and a member cannot follow: said aloud, and signed (design D4).</summary>
internal sealed partial class GroupSession
{
    /// <summary>The report that the server does not have yet.</summary>
    public async Task<FaultReport?> UnreportedFaultAsync(CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        return _record.Fault is { } fault
            ? new FaultReport(
                Id,
                fault.Epoch,
                fault.Sequence,
                new Opaque(fault.CommitHash),
                fault.Fault,
                _identity.Device,
                Opaque.Empty
            ).SignedBy(_identity.Signer)
            : null;
    }

    /// <summary>The server has it, or will never take it.</summary>
    public async Task FaultReportedAsync(FaultReport report, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        if (_record.Fault?.Sequence == report.Sequence)
        {
            Save(_record with { Fault = null }, _ => { });
        }
    }

    /// <summary>Who changed the group at that place of the log, as this device has seen it.</summary>
    public OpenedSender? AuthorAt(long sequence) => _entries.Find(Id, EntryRows.LogRow(sequence))?.Entry?.Sender;

    /// <summary>What is wrong with a commit that no server can see; null for everything else.</summary>
    private static UnreportedFault? FaultOf(SealedEntry entry, MlsFault fault)
    {
        CommitFault? named = fault switch
        {
            MlsFault.BadMembershipTag => CommitFault.MembershipTag,
            MlsFault.BadConfirmationTag => CommitFault.ConfirmationTag,
            MlsFault.CannotDecrypt => CommitFault.PathSecrets,
            _ => null,
        };
        return named is { } one
            ? new UnreportedFault(entry.Epoch, entry.Sequence, HashFunction.Sha256.Hash(entry.Content.Span), one)
            : null;
    }

    private void TakeFault(Group state, SealedEntry entry)
    {
        StoredEntry? line = _identity.FaultLine(entry, state.Members, AuthorAt, out long commit);
        if (line is null)
        {
            Skip(entry, UnreadableReason.Malformed);
            return;
        }

        Opaque row = EntryRows.FaultRow(commit);
        if (_entries.Find(Id, row) is not null)
        {
            // The others cannot follow it either: said once is enough.
            Save(_record with { Cursor = entry.Sequence }, _ => { });
            return;
        }

        long position = _record.NextPosition;
        Save(Received(entry), writer => EntryRows.Put(writer, Id, row, position, line));
        _raise(new GroupChanged(Id, position));
    }
}
