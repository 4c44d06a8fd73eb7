using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Where the application's rules are asked, and that their no is the group's.</summary>
public sealed class RulesForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-LEAF-01")]
    public void TheRulesAreAskedAboutANewLeaf()
    {
        Strict rules = new() { Leaf = leaf => leaf.Credential != _group.Dave.Settings.Credential };
        AddProposal add = new(Forge.KeyPackageOf(_group.Dave));
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Propose(add), rules);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(add), rules);
        Assert.Throws<ArgumentException>(() =>
            _group.Bob.Group.Commit(new CommitRequest { Add = [add.KeyPackage] }, _group.Bob.Signer, rules)
        );
        _group.AssertTaken(Forge.Commit(add));
    }

    [Fact, Trait("Rule", "V-LEAF-01")]
    public void TheRulesAreAskedAboutTheLeafOfAnUpdate()
    {
        MlsMessage update = Forge.Propose(new UpdateProposal(Forge.UpdatedLeaf()));
        _group.AssertRefused(MlsFault.RefusedByRules, update, new Strict { Leaf = leaf => leaf.Source != LeafNodeSource.Update });
        _group.AssertTaken(update);
    }

    [Fact, Trait("Rule", "V-LEAF-01")]
    public void TheRulesAreAskedAboutTheLeafOfAPath()
    {
        MlsMessage commit = Forge.Commit();
        _group.AssertRefused(MlsFault.RefusedByRules, commit, new Strict { Leaf = leaf => leaf.Source != LeafNodeSource.Commit });
        _group.AssertTaken(commit);
    }

    [Fact, Trait("Rule", "V-SUCC-01")]
    public void TheRulesAreAskedAboutTheSuccessorInAnUpdate()
    {
        MlsMessage update = Forge.Propose(new UpdateProposal(Forge.UpdatedLeaf()));
        _group.AssertRefused(MlsFault.RefusedByRules, update, NoSuccessor);
        _group.AssertTaken(update);

        Credential bobs = _group.Bob.Group.Tree.Leaf(1)!.Credential;
        LeafNode asBob = Forge.UpdatedLeaf(leaf => leaf with { Credential = bobs });
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Propose(new UpdateProposal(asBob)));
    }

    [Fact, Trait("Rule", "V-SUCC-02")]
    public void TheRulesAreAskedAboutTheSuccessorInAPath()
    {
        MlsMessage commit = Forge.Commit();
        _group.AssertRefused(MlsFault.RefusedByRules, commit, NoSuccessor);
        _group.AssertTaken(commit);

        Credential bobs = _group.Bob.Group.Tree.Leaf(1)!.Credential;
        UpdatePath asBob = Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { Credential = bobs });
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit([], asBob));
    }

    [Fact, Trait("Rule", "V-PROP-19")]
    public void TheRulesAreAskedAboutTheContext()
    {
        Strict rules = new() { Context = _ => false };
        GroupContextExtensionsProposal change = new(Extensions.None);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Propose(change), rules);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(change), rules);
        _group.AssertTaken(Forge.Commit(change));
    }

    [Fact, Trait("Rule", "V-PROP-20")]
    public void TheRulesAreAskedAboutTheAuthorOfAProposalAndNotItsCommitter()
    {
        Strict rules = new() { Proposal = (_, author) => author is not MemberAuthor { LeafIndex: 0 } };
        RemoveProposal remove = new(2);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Propose(remove), rules);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(remove), rules);

        // Bob may, and Mallory may commit what Bob has asked for.
        StagedProposal bobs = _group.Bob.Group.ProposeRemove(2, _group.Bob.Signer, rules);
        _group.Deliver(bobs, _group.Bob);
        StagedCommit commit = _group.Mallory.Group.Commit(
            new CommitRequest { ByReference = [bobs.Reference] },
            _group.Mallory.Signer,
            rules
        );
        _group.AssertTaken(commit.Commit, rules);
        commit.Next.Discard(_group.Mallory.Group);
    }

    [Fact, Trait("Rule", "V-PROP-23")]
    public void TheRulesAreAskedAboutAllMembersTogether()
    {
        Strict rules = new() { Members = tree => tree.Members.Count() == 3 };
        AddProposal add = new(Forge.KeyPackageOf(_group.Dave));
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(add), rules);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(new RemoveProposal(2)), rules);
        _group.AssertTaken(Forge.Commit(new RemoveProposal(2), add), rules);
        using Outsider dave = new(_group.Dave, _group.Mallory);
        _group.AssertRefused(MlsFault.RefusedByRules, dave.Commit(), rules);
    }

    // Where a leaf may take another name, it may not take one that is there.
    [Fact, Trait("Rule", "V-PROP-23")]
    public void TheRulesAreAskedAboutAllMembersWhenAPathChangesMoreThanKeys()
    {
        Strict rules = new()
        {
            Members = tree => tree.Members.DistinctBy(member => member.Leaf.Credential).Count() == tree.Members.Count(),
        };
        Credential bobs = _group.Bob.Group.Tree.Leaf(1)!.Credential;
        UpdatePath asBob = Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { Credential = bobs });
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit([], asBob), rules);
        _group.AssertTaken(Forge.Commit(), rules);
    }

    private static Strict NoSuccessor => new() { Successor = (_, _) => false };
}
