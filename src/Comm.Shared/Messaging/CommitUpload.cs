using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Shared.Messaging;

/// <summary>
/// A commit with everything that must appear with it or not at all (design D5): <c>opaque id[16]; opaque commit&lt;V&gt;;
/// opaque welcome&lt;V&gt;; opaque group_info&lt;V&gt;;</c> each an MLSMessage; the welcome is empty when nobody was added. The id
/// makes a repetition recognisable.
/// </summary>
public sealed record CommitUpload(MessageId Id, Opaque Commit, Opaque Welcome, Opaque GroupInfo) : IMlsStruct<CommitUpload>
{
    public const string ContentType = "application/vnd.customscomm.commit";

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out CommitUpload? value)
    {
        value = null;
        if (
            !reader.TryReadFixed(Identifier.Size, out Opaque idBytes)
            || !Identifier.TryFromBytes(idBytes.Span, out MessageId id)
            || !reader.TryReadVector(out Opaque commit)
            || !reader.TryReadVector(out Opaque welcome)
            || !reader.TryReadVector(out Opaque groupInfo)
        )
        {
            return false;
        }

        value = new CommitUpload(id, commit, welcome, groupInfo);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteFixed(Id.ToBytes());
        writer.WriteVector(Commit.Span);
        writer.WriteVector(Welcome.Span);
        writer.WriteVector(GroupInfo.Span);
    }
}

public enum CommitRefusal
{
    Malformed = 1,
    TooLarge = 2,
    UnknownGroup = 3,
    NotAMember = 4,

    /// <summary>Another commit took this epoch: the answer carries it.</summary>
    StaleEpoch = 5,

    /// <summary>The public checks of RFC 9420 or the group's policy refuse it; <see cref="CommitOutcome.Detail"/> names the rule.</summary>
    Invalid = 6,

    /// <summary>Welcome or GroupInfo do not belong to the commit.</summary>
    Mismatch = 7,

    /// <summary>A group of this id exists already.</summary>
    GroupExists = 8,
    Busy = 9,
}

/// <summary>
/// Accepted: <see cref="Receipt"/>. Refused: <see cref="Refusal"/>; with <see cref="CommitRefusal.StaleEpoch"/> the entries from
/// the epoch that was lost on, so that the loser can go on at once.
/// </summary>
public sealed record CommitOutcome(Receipt? Receipt, CommitRefusal? Refusal, string? Detail, LogPage? Winner)
{
    public static CommitOutcome Accepted(Receipt receipt) => new(receipt, null, null, null);

    public static CommitOutcome Refused(CommitRefusal refusal, string? detail = null) => new(null, refusal, detail, null);

    public static CommitOutcome Lost(LogPage winner) => new(null, CommitRefusal.StaleEpoch, null, winner);
}
