using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// The log beyond the point where the secrets end, followed by what is public, with the checks of <see cref="PublicGroup"/> and the
/// product's rules: whoever rejoins does not have to believe the server who the members are.
/// </summary>
/// <param name="anchor">The last good state; null when it is lost, and then nothing is checked.</param>
/// <param name="after">The cursor.</param>
/// <param name="authorAt">Who changed the group before the cursor.</param>
/// <param name="isOwn">Whether an entry is a message in the very bytes that this device sealed for it.</param>
internal sealed class MissedEntries(
    DeviceIdentity identity,
    PublicGroup? anchor,
    long after,
    Func<long, OpenedSender?> authorAt,
    Func<SealedEntry, bool> isOwn
)
{
    private readonly List<MissedLine> _lines = [];
    private readonly List<SealedEntry> _own = [];

    public long After { get; } = after;

    /// <summary>Sequence of the last entry that was followed.</summary>
    public long Last { get; private set; } = after;

    /// <summary>The group behind it; null as the anchor.</summary>
    public PublicGroup? Group { get; private set; } = anchor;

    /// <summary>What the conversation shows of it.</summary>
    public IReadOnlyList<MissedLine> Lines => _lines;

    /// <summary>Messages of this device that have arrived, each at its first place: their lines are there already.</summary>
    public IReadOnlyList<SealedEntry> Own => _own;

    /// <summary>This device was removed by the last entry; no more will come.</summary>
    public bool WasRemoved { get; private set; }

    /// <summary>False for what no honest server has in its log.</summary>
    public bool TryFollow(SealedEntry entry)
    {
        if (entry.Sequence != Last + 1 || WasRemoved)
        {
            return false;
        }

        switch (entry.Kind)
        {
            case EntryKind.FaultReport:
                AddFault(entry);
                break;
            case not EntryKind.Message when Group is { } group:
                if (TryApply(group, entry) is not { } line)
                {
                    return false;
                }

                Add(entry, line);
                break;
            case EntryKind.Message when isOwn(entry):
                if (_own.TrueForAll(other => other.MessageId != entry.MessageId))
                {
                    _own.Add(entry);
                }

                break;
            default:
                Add(entry, LogLines.UnreadableLine(entry, UnreadableReason.Missed));
                break;
        }

        Last = entry.Sequence;
        return true;
    }

    /// <summary>The server says that the log ends for this device here. Without an anchor there is no other word for it.</summary>
    public void EndHere() => WasRemoved |= Group is null;

    private void Add(SealedEntry entry, StoredEntry line) => _lines.Add(new MissedLine(EntryRows.LogRow(entry.Sequence), line));

    private void AddFault(SealedEntry entry)
    {
        if (identity.FaultLine(entry, Group?.Members ?? [], AuthorAt, out long commit) is not { } line)
        {
            Add(entry, LogLines.UnreadableLine(entry, UnreadableReason.Malformed));
            return;
        }

        var missed = new MissedLine(EntryRows.FaultRow(commit), line);
        if (_lines.TrueForAll(other => other.Row != missed.Row))
        {
            _lines.Add(missed);
        }
    }

    private OpenedSender? AuthorAt(long sequence)
    {
        MissedLine? own = _lines.Find(line => line.Row == EntryRows.LogRow(sequence));
        return own is null ? authorAt(sequence) : own.Entry.Sender;
    }

    private StoredEntry? TryApply(PublicGroup group, SealedEntry entry)
    {
        if (!MlsCodec.TryDecode(entry.Content.Span, out MlsMessage? message) || message.PublicMessage is not { } handshake)
        {
            return null;
        }

        if (handshake.Content.ContentType == ContentType.Proposal)
        {
            Group = group.TryKeep(handshake, identity.LogRules, out _);
            return Group is null ? null : identity.ProposalLine(entry, handshake.Content.Proposal, group);
        }

        if (group.TryApply(handshake, identity.LogRules, out _) is not { } applied)
        {
            return null;
        }

        Group = applied.Next;
        if (applied.IsExternal)
        {
            return identity.RejoinLine(entry, applied.Committer, DeliveryState.Received);
        }

        WasRemoved = applied.Removed.Any(member => identity.SenderOf(member.Leaf).IsSelf);
        return identity.ChangeLine(entry, applied.Committer, applied.Added, applied.Removed, DeliveryState.Received);
    }
}

/// <summary>A line, and the row that it is to have.</summary>
internal sealed record MissedLine(Opaque Row, StoredEntry Entry);
