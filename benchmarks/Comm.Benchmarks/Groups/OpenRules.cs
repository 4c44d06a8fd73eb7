using Comm.Mls;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Benchmarks.Groups;

/// <summary>Who may do what is the application's, and not measured here.</summary>
internal sealed class OpenRules : IMembershipRules
{
    public static OpenRules Instance { get; } = new();

    public bool AcceptsLeaf(LeafNode leaf) => true;

    public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => true;

    public bool AcceptsContext(Extensions groupContextExtensions) => true;

    public bool AcceptsMembers(RatchetTree tree) => true;

    public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

    public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;
}
