using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Says yes, but to what a test has it say no to.</summary>
internal sealed class Strict : IMembershipRules
{
    public Func<LeafNode, bool> Leaf { get; init; } = _ => true;

    public Func<LeafNode, LeafNode, bool> Successor { get; init; } = (_, _) => true;

    public Func<Extensions, bool> Context { get; init; } = _ => true;

    public Func<Proposal, ProposalAuthor, bool> Proposal { get; init; } = (_, _) => true;

    public Func<RatchetTree, bool> Members { get; init; } = _ => true;

    public Func<LeafNode, Member?, bool> ExternalCommit { get; init; } = (_, _) => true;

    public bool AcceptsLeaf(LeafNode leaf) => Leaf(leaf);

    public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => Successor(current, successor);

    public bool AcceptsContext(Extensions groupContextExtensions) => Context(groupContextExtensions);

    public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) =>
        Proposal(proposal, author);

    public bool AcceptsMembers(RatchetTree tree) => Members(tree);

    public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) =>
        ExternalCommit(joiner, replaced);
}
