using Comm.Mls;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Architecture.Tests.Strangers;

/// <summary>Rules as a stranger would write them first: everybody may do everything, under his own name.</summary>
internal sealed class OpenHouse : IMembershipRules
{
    public static OpenHouse Instance { get; } = new();

    public bool AcceptsLeaf(LeafNode leaf) => true;

    public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => current.Credential == successor.Credential;

    public bool AcceptsContext(Extensions groupContextExtensions) => true;

    public bool AcceptsMembers(RatchetTree tree) => true;

    public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

    public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;
}
