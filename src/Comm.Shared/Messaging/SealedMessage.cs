namespace Comm.Shared.Messaging;

/// <summary>
/// One message on its way to the server. <paramref name="Content"/> is an MLSMessage with a PrivateMessage whose
/// authenticated_data is the message id; group, epoch and id must repeat what it says itself.
/// </summary>
public sealed record SealedMessage(GroupId GroupId, MessageId MessageId, ulong Epoch, ReadOnlyMemory<byte> Content);

public enum EntryKind
{
    Message = 1,
    Commit = 2,

    /// <summary>A proposal from outside the group, by the server: somebody is to be removed.</summary>
    Proposal = 3,

    /// <summary><see cref="FaultReport"/>; no MLSMessage.</summary>
    FaultReport = 4,
}

/// <summary>
/// One line of a group's log. <paramref name="Sequence"/> counts from 1 without gaps, over messages and commits alike.
/// <paramref name="Epoch"/> is the epoch it was sent in: a commit of epoch n leads to n + 1. <paramref name="Sender"/> is what
/// the server says; who really wrote it only the opened message proves. <paramref name="Content"/> is an MLSMessage, or a fault report.
/// </summary>
public sealed record SealedEntry(
    GroupId GroupId,
    long Sequence,
    EntryKind Kind,
    DeviceId Sender,
    MessageId MessageId,
    ulong Epoch,
    ReadOnlyMemory<byte> Content,
    DateTimeOffset AcceptedAt
);

/// <summary>
/// Entries after a cursor, oldest first. <paramref name="Head"/> is the newest sequence there is for the asker: when the last
/// entry's is smaller, ask again. <paramref name="Ended"/>: the asker was removed by the last entry; no more will come.
/// </summary>
public sealed record LogPage(IReadOnlyList<SealedEntry> Entries, long Head, bool Ended);

/// <summary>The entry is on the server's disk under this number.</summary>
public sealed record Receipt(long Sequence, DateTimeOffset AcceptedAt);

public enum SendRefusal
{
    /// <summary>Not a frame, or not an MLS application message, or its parts contradict each other.</summary>
    Malformed = 1,
    TooLarge = 2,
    UnknownGroup = 3,
    NotAMember = 4,

    /// <summary>Sealed in an epoch that is over: catch up, seal again under the same id.</summary>
    StaleEpoch = 5,

    /// <summary>Sealed in an epoch that the server has not seen: a commit is still on its way.</summary>
    FutureEpoch = 6,

    /// <summary>The server cannot take it now; nothing was stored; try again later.</summary>
    Busy = 7,
}

/// <summary>Exactly one of the two is there.</summary>
public sealed record SendOutcome(Receipt? Receipt, SendRefusal? Refusal)
{
    public static SendOutcome Accepted(Receipt receipt) => new(receipt, null);

    public static SendOutcome Refused(SendRefusal refusal) => new(null, refusal);
}
