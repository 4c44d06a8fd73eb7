using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>An application message ready to go.</summary>
public sealed class StagedSend
{
    internal StagedSend(Group next, MlsMessage message, AuthenticatedContent content)
    {
        Next = next;
        Message = message;
        Content = content;
    }

    /// <summary>The group without the key that sealed the message: to be saved and gone over to before the message goes.</summary>
    public Group Next { get; }

    /// <summary>What goes to the group: a PrivateMessage.</summary>
    public MlsMessage Message { get; }

    /// <summary>All that was signed, as the others will have it.</summary>
    public AuthenticatedContent Content { get; }
}

/// <summary>A proposal ready to go.</summary>
public sealed class StagedProposal
{
    internal StagedProposal(Group next, MlsMessage message, Opaque reference)
    {
        Next = next;
        Message = message;
        Reference = reference;
    }

    /// <summary>The group that has it among its <see cref="Group.PendingProposals"/>.</summary>
    public Group Next { get; }

    /// <summary>What goes to the group.</summary>
    public MlsMessage Message { get; }

    /// <summary>The ProposalRef (RFC 9420 §5.2) by which a commit names it: <see cref="CommitRequest.ByReference"/>.</summary>
    public Opaque Reference { get; }
}

/// <summary>A commit ready to go, and the group as it will be once it is accepted.</summary>
public sealed class StagedCommit
{
    internal StagedCommit(
        Group next,
        Group? current,
        MlsMessage commit,
        MlsMessage? welcome,
        MlsMessage groupInfo,
        ImmutableArray<Member> added,
        ImmutableArray<Member> removed
    )
    {
        Next = next;
        Current = current;
        Commit = commit;
        Welcome = welcome;
        GroupInfo = groupInfo;
        Added = added;
        Removed = removed;
    }

    /// <summary>The group in its next epoch; not before the delivery service has taken the commit as the one of this epoch.</summary>
    public Group Next { get; }

    /// <summary>
    /// The group until then. It is the group that made the commit, unless the commit is a PrivateMessage: then it is without the key
    /// that sealed it, and has to be saved and gone over to before the commit is sent, so that no key is used twice. Null for an
    /// external commit and for the first commit of a new group, whose sender has no group before it.
    /// </summary>
    public Group? Current { get; }

    /// <summary>What goes to the group.</summary>
    public MlsMessage Commit { get; }

    /// <summary>What goes to those who are added; null when nobody is.</summary>
    public MlsMessage? Welcome { get; }

    /// <summary>The next epoch's description, for the delivery service: without the tree, which it has.</summary>
    public MlsMessage GroupInfo { get; }

    /// <summary>Who is new in the next epoch.</summary>
    public ImmutableArray<Member> Added { get; }

    /// <summary>Who is not in the next epoch any more.</summary>
    public ImmutableArray<Member> Removed { get; }

    /// <summary>The first commit of a new group: there is no going on with the group before it.</summary>
    internal StagedCommit WithoutCurrent() => new(Next, null, Commit, Welcome, GroupInfo, Added, Removed);
}
