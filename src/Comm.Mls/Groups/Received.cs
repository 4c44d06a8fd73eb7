using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// What became of a received message: one of the five cases below. A case with a <c>Next</c> group changes nothing until the caller
/// has saved that group and gone over to it: see <see cref="Group.RetireFor"/> and <see cref="Group.Discard"/>.
/// </summary>
public abstract record Received
{
    private protected Received() { }
}

/// <summary>An application message, its signature checked.</summary>
public sealed record ReceivedMessage : Received
{
    internal ReceivedMessage(Group next, Member sender, AuthenticatedContent content)
    {
        Next = next;
        Sender = sender;
        Content = content;
    }

    /// <summary>The group without the key that opened the message.</summary>
    public Group Next { get; }

    /// <summary>Who sent it: the member of the epoch it was sent in, which may be a past one (<see cref="Schedule.KeyLifetimes.PastEpochs"/>).</summary>
    public Member Sender { get; }

    /// <summary>What the sender's application gave to <see cref="Group.Send"/>.</summary>
    public Opaque ApplicationData => Content.Content.ApplicationData;

    /// <summary>All that its sender signed, worth keeping as evidence.</summary>
    public AuthenticatedContent Content { get; }
}

/// <summary>A commit, which starts an epoch.</summary>
public sealed record ReceivedCommit : Received
{
    internal ReceivedCommit(
        Group? next,
        Member committer,
        bool isExternal,
        ImmutableArray<Member> added,
        ImmutableArray<Member> removed,
        AuthenticatedContent content
    )
    {
        Next = next;
        Committer = committer;
        IsExternal = isExternal;
        Added = added;
        Removed = removed;
        Content = content;
    }

    /// <summary>The group in its next epoch; null when the commit removes this member: the group is over for it.</summary>
    public Group? Next { get; }

    /// <summary>Who made it; of an external commit a new member, and one of the <see cref="Added"/>.</summary>
    public Member Committer { get; }

    /// <summary>Whether its sender came in by it (RFC 9420 §12.4.3.2).</summary>
    public bool IsExternal { get; }

    /// <summary>Who is new in the next epoch.</summary>
    public ImmutableArray<Member> Added { get; }

    /// <summary>Who is not in the next epoch any more; of a member that came back by an external commit, its old place.</summary>
    public ImmutableArray<Member> Removed { get; }

    /// <summary>All that its sender signed, worth keeping as evidence.</summary>
    public AuthenticatedContent Content { get; }
}

/// <summary>A proposal, kept until a commit of this epoch refers to it.</summary>
public sealed record ReceivedProposal : Received
{
    internal ReceivedProposal(Group next, ProposalAuthor author, AuthenticatedContent content)
    {
        Next = next;
        Author = author;
        Content = content;
    }

    /// <summary>The group that has it among its <see cref="Group.PendingProposals"/>.</summary>
    public Group Next { get; }

    /// <summary>Whose signature it carries.</summary>
    public ProposalAuthor Author { get; }

    /// <summary>All that its sender signed, worth keeping as evidence.</summary>
    public AuthenticatedContent Content { get; }
}

/// <summary>Sent by this member itself and come back: recognised, nothing to do. Own messages cannot be decrypted again.</summary>
public sealed record OwnMessage : Received
{
    internal OwnMessage() { }
}

/// <summary>Refused; the group is unchanged.</summary>
public sealed record Refused : Received
{
    internal Refused(MlsFault fault) => Fault = fault;

    /// <summary>Why.</summary>
    public MlsFault Fault { get; }
}
