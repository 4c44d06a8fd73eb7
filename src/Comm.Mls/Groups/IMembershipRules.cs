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

    /// <summary>May <paramref name="successor"/> take the place of <paramref name="current"/>? Asked on every leaf replacement.</summary>
    bool AcceptsSuccessor(LeafNode current, LeafNode successor);

    /// <summary>Are these the extensions of a group of ours?</summary>
    bool AcceptsContext(Extensions groupContextExtensions);

    /// <summary>
    /// May <paramref name="author"/> ask for this? Authority is the author's, whoever commits. Asked with the group as it was
    /// before the commit.
    /// </summary>
    bool AcceptsProposal(Proposal proposal, LeafNode author, GroupContext context, RatchetTree tree);
}
