using Comm.Mls.Framing;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// What the application decides about a group (RFC 9420 §5.3.1 calls it the Authentication Service, §12.2 leaves the rest to
/// policy). Asked by members and by <see cref="PublicGroup"/> with the same questions, so that all of them give the same answer.
/// An implementation answers from its arguments alone and never throws.
/// </summary>
public interface IMembershipRules
{
    /// <summary>May this leaf be in the group at all? Asked of every leaf that enters or joins.</summary>
    bool AcceptsLeaf(LeafNode leaf);

    /// <summary>
    /// May <paramref name="successor"/> take the place of <paramref name="current"/>? Asked on every leaf replacement: Update,
    /// commit path, an external commit that removes its sender's old leaf, and for the members of a group that follows another by
    /// ReInit or branches off it (RFC 9420 §11.2, §11.3: "according to the application").
    /// </summary>
    bool AcceptsSuccessor(LeafNode current, LeafNode successor);

    /// <summary>Are these the extensions of a group of ours?</summary>
    bool AcceptsContext(Extensions groupContextExtensions);

    /// <summary>
    /// May <paramref name="author"/> ask for this? Authority is the author's, whoever commits. Asked with the group as it was
    /// before the commit. Of an external commit's proposals only pre-shared keys are asked about, as a <see cref="NewMemberAuthor"/>'s;
    /// the rest is <see cref="AcceptsExternalCommit"/>'s.
    /// </summary>
    bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree);

    /// <summary>
    /// Do these members go together? Asked of the tree that a commit would give, unless it changes nothing but its sender's keys, and
    /// of the tree that somebody joins: here it shows whether one client is in the group twice (RFC 9420 §12.2).
    /// </summary>
    bool AcceptsMembers(RatchetTree tree);

    /// <summary>
    /// May somebody outside become a member by an external commit (RFC 9420 §12.4.3.2)? <paramref name="replaced"/> is the member
    /// whose place it takes in the same commit ("resync"), null for one who was not here. That the new leaf may succeed the old
    /// one has been asked before.
    /// </summary>
    bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree);
}
