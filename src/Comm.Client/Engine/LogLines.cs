using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>What an entry of the log that is no message looks like in the conversation.</summary>
internal static class LogLines
{
    public static StoredEntry ChangeLine(
        this DeviceIdentity identity,
        SealedEntry entry,
        Member committer,
        ImmutableArray<Member> added,
        ImmutableArray<Member> removed,
        DeliveryState delivery
    ) =>
        new(
            StoredKind.MembershipChange,
            entry.AcceptedAt,
            identity.SenderOf(committer.Leaf),
            entry.MessageId,
            delivery,
            entry.Sequence,
            Added: [.. added.Select(member => identity.SenderOf(member.Leaf))],
            Removed: [.. removed.Select(member => identity.SenderOf(member.Leaf))]
        );

    public static StoredEntry RejoinLine(
        this DeviceIdentity identity,
        SealedEntry entry,
        Member rejoined,
        DeliveryState delivery
    ) =>
        new(
            StoredKind.Notice,
            entry.AcceptedAt,
            identity.SenderOf(rejoined.Leaf),
            entry.MessageId,
            delivery,
            entry.Sequence,
            NoticeCode.Rejoined
        );

    public static StoredEntry UnreadableLine(SealedEntry entry, string reason) =>
        new(
            StoredKind.Unreadable,
            entry.AcceptedAt,
            Sender: null,
            entry.MessageId,
            DeliveryState.Received,
            entry.Sequence,
            reason
        );
}
