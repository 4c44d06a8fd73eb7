using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
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

    /// <summary>
    /// A fault report, when a member has signed it and the commit, at <paramref name="commit"/>, is one that is known here. Null
    /// otherwise.
    /// </summary>
    public static StoredEntry? FaultLine(
        this DeviceIdentity identity,
        SealedEntry entry,
        IEnumerable<Member> members,
        Func<long, OpenedSender?> authorAt,
        out long commit
    )
    {
        commit = 0;
        if (!MlsCodec.TryDecode(entry.Content.Span, out FaultReport? report) || report.GroupId != entry.GroupId)
        {
            return null;
        }

        Member? reporter = members.FirstOrDefault(member => identity.SenderOf(member.Leaf).Device == report.Reporter);
        if (
            reporter is null
            || !report.IsSignedBy(reporter.Leaf.SignatureKey.Span)
            || authorAt(report.Sequence) is not { } accused
        )
        {
            return null;
        }

        commit = report.Sequence;
        return new StoredEntry(
            StoredKind.Notice,
            entry.AcceptedAt,
            identity.SenderOf(reporter.Leaf),
            entry.MessageId,
            DeliveryState.Received,
            entry.Sequence,
            $"{NoticeCode.Fault}:{report.Fault}",
            Added: [accused]
        );
    }

    /// <summary>Who is to be removed; nobody in the group asks for it.</summary>
    public static StoredEntry ProposalLine(
        this DeviceIdentity identity,
        SealedEntry entry,
        Proposal? proposal,
        PublicGroup group
    ) =>
        new(
            StoredKind.Notice,
            entry.AcceptedAt,
            Sender: null,
            entry.MessageId,
            DeliveryState.Received,
            entry.Sequence,
            NoticeCode.RemovalProposed,
            Added: proposal is RemoveProposal remove && group.Tree.Leaf(remove.Removed) is { } leaf
                ? [identity.SenderOf(leaf)]
                : []
        );

    /// <summary>What was passed over, where nothing can be said of each entry.</summary>
    public static StoredEntry SkippedLine(long first, long last, DateTimeOffset at) =>
        new(StoredKind.Notice, at, Sender: null, default, DeliveryState.Received, first, $"{NoticeCode.Skipped}:{first}-{last}");

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
