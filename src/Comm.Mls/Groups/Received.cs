using System.Collections.Immutable;
using Comm.Mls.Framing;

namespace Comm.Mls.Groups;

/// <summary>
/// What became of a received message. A case with a <c>Next</c> group changes nothing until the caller has saved that group and
/// gone over to it: see <see cref="Group.RetireFor"/> and <see cref="Group.Discard"/>.
/// </summary>
public abstract record Received
{
    private protected Received() { }
}

/// <summary>
/// An application message. <paramref name="Content"/> is what its sender signed (RFC 9420 §6.1), worth keeping as evidence:
/// together with the sender's leaf and the epoch's GroupContext it proves to others who said it. Its epoch may be a past one
/// (<see cref="Schedule.KeyLifetimes.PastEpochs"/>); <paramref name="Sender"/> is the member of that epoch.
/// </summary>
public sealed record ReceivedMessage(Group Next, Member Sender, AuthenticatedContent Content) : Received;

/// <summary>
/// A commit. <paramref name="Next"/> is null when it removes this member: the group is over for it. Of an external commit
/// (RFC 9420 §12.4.3.2) the committer is a new member, and one of the added.
/// </summary>
public sealed record ReceivedCommit(
    Group? Next,
    Member Committer,
    bool IsExternal,
    ImmutableArray<Member> Added,
    ImmutableArray<Member> Removed,
    AuthenticatedContent Content
) : Received;

/// <summary>A proposal, kept until a commit of this epoch refers to it.</summary>
public sealed record ReceivedProposal(Group Next, ProposalAuthor Author, AuthenticatedContent Content) : Received;

/// <summary>Sent by this member itself and come back: recognised, nothing to do. Own messages cannot be decrypted again.</summary>
public sealed record OwnMessage : Received;

/// <summary>Refused; the group is unchanged.</summary>
public sealed record Refused(MlsFault Fault) : Received;
