using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Groups;

/// <summary>Everybody may do everything: what the protocol alone refuses is what these tests look at.</summary>
internal sealed class OpenRules : IMembershipRules
{
    public static OpenRules Instance { get; } = new();

    public bool AcceptsLeaf(LeafNode leaf) => true;

    public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => current.Credential == successor.Credential;

    public bool AcceptsContext(Extensions groupContextExtensions) => true;

    public bool AcceptsMembers(RatchetTree tree) => true;

    public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

    public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;
}
