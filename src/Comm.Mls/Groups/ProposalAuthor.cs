using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>Whose signature a proposal carries (RFC 9420 §6.1): authority is the author's, whoever commits.</summary>
public abstract record ProposalAuthor
{
    private protected ProposalAuthor() { }
}

/// <summary>A member, as it was in the epoch of the proposal.</summary>
/// <param name="LeafIndex">Its place in the tree.</param>
/// <param name="Leaf">What it says of itself.</param>
public sealed record MemberAuthor(uint LeafIndex, LeafNode Leaf) : ProposalAuthor;

/// <summary>Somebody outside whom the group's <c>external_senders</c> extension names (RFC 9420 §12.1.8.1).</summary>
/// <param name="SenderIndex">Its place in that list.</param>
/// <param name="Sender">What the list has there.</param>
public sealed record ExternalAuthor(uint SenderIndex, ExternalSender Sender) : ProposalAuthor;

/// <summary>
/// Somebody outside who asks to be added, with the KeyPackage that the proposal brings (RFC 9420 §12.1.8), or who comes in by an
/// external commit, with the leaf of its path (§12.4.3.2).
/// </summary>
/// <param name="Leaf">Of that KeyPackage, or of that path.</param>
public sealed record NewMemberAuthor(LeafNode Leaf) : ProposalAuthor;
