using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>What is wrong with the envelope, and what the application's rules refuse.</summary>
public sealed class HandshakeForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private MessageForge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact]
    public void AnotherGroupIsRefused() =>
        _group.AssertRefused(MlsFault.WrongGroup, Forge.ProposeFrom(Sender.Member(0), "another room"u8.ToArray()));

    [Fact]
    public void AnotherEpochIsRefused()
    {
        _group.AssertRefused(MlsFault.FutureEpoch, Forge.ProposeFrom(Sender.Member(0), epochsAhead: 1));
        _group.AssertRefused(MlsFault.StaleEpoch, Forge.ProposeFrom(Sender.Member(0), epochsAhead: ulong.MaxValue));
    }

    [Fact]
    public void ASenderWhoIsNotThereIsRefused()
    {
        _group.AssertRefused(MlsFault.UnknownSender, Forge.ProposeFrom(Sender.Member(3)));
        _group.AssertRefused(MlsFault.UnknownSender, Forge.ProposeFrom(Sender.Member(uint.MaxValue)));
    }

    [Fact]
    public void AnothersNameIsRefused() => _group.AssertRefused(MlsFault.BadSignature, Forge.ProposeFrom(Sender.Member(2)));

    [Theory]
    [InlineData(SenderType.External, MlsFault.UnknownSender)]
    [InlineData(SenderType.NewMemberProposal, MlsFault.WrongSenderType)]
    [InlineData(SenderType.NewMemberCommit, MlsFault.WrongSenderType)]
    public void ARemoveFromNoMemberIsRefused(SenderType type, MlsFault expected) =>
        _group.AssertRefused(expected, Forge.ProposeFrom(new Sender(type, 0)));

    [Fact]
    public void ApplicationDataInClearIsRefused() => _group.AssertRefused(MlsFault.Malformed, Forge.ApplicationDataInClear());

    [Fact]
    public void AMembershipTagThatIsMissingOrWrongIsFoundByMembers()
    {
        PublicMessage honest = Forge.Propose(new RemoveProposal(2)).PublicMessage!;
        foreach (Opaque tag in new Opaque[] { Opaque.Empty, new byte[32], honest.MembershipTag.Span[..31].ToArray() })
        {
            _group.AssertRefusedByMembersOnly(MlsFault.BadMembershipTag, MlsMessage.Of(honest with { MembershipTag = tag }));
        }
    }

    [Fact]
    public void AProposalOfAnEpochThatIsOverIsRefused()
    {
        MlsMessage proposal = Forge.Propose(new RemoveProposal(2));
        _group.AssertStillWorks();
        _group.AssertRefused(MlsFault.StaleEpoch, proposal);
    }

    [Fact]
    public void AProposalHeardTwiceIsOneProposal()
    {
        MlsMessage proposal = Forge.Propose(new RemoveProposal(2));
        Assert.IsType<ReceivedProposal>(_group.Bob.Receive(proposal));
        byte[] once = _group.Bob.Group.SaveEpoch();
        Assert.IsType<ReceivedProposal>(_group.Bob.Receive(proposal));
        Assert.Equal(once, _group.Bob.Group.SaveEpoch());
    }

    [Fact]
    public void AMessageIsReadOnce()
    {
        MlsMessage message = _group.Carol.Send("once");
        Assert.Equal("once", _group.Bob.Read(message));
        _group.AssertRefusedByBob(MlsFault.CannotDecrypt, message, null);
    }

    [Fact]
    public void AMessageOfAnEpochNotReachedOrOverIsRefused()
    {
        MlsMessage old = _group.Carol.Send("old");
        StagedCommit commit = _group.Carol.Commit(new CommitRequest());
        MlsMessage ahead = _group.Carol.Send("ahead");
        _group.AssertRefusedByBob(MlsFault.FutureEpoch, ahead, null);
        _group.Bob.Receive(commit.Commit);
        _group.Mallory.Receive(commit.Commit);
        _group.AssertRefusedByBob(MlsFault.StaleEpoch, old, null);
        Assert.Equal("ahead", _group.Bob.Read(ahead));
        _group.ServerGoesTo(
            _group.Server.TryApply(TestMember.OverTheWire(commit.Commit).PublicMessage!, OpenRules.Instance, out _)!.Next
        );
    }

    [Fact]
    public void WhatIsNoMessageOfTheGroupIsRefused() =>
        Assert.Equal(
            new Refused(MlsFault.Malformed),
            _group.Bob.Group.Process(
                MlsMessage.Of(_group.Mallory.Group.ExportGroupInfo(_group.Mallory.Signer, withTree: true)),
                OpenRules.Instance
            )
        );

    [Fact]
    public void TheRulesAreAskedAboutANewLeaf()
    {
        Strict rules = new() { Leaf = leaf => leaf.Credential != _group.Dave.Settings.Credential };
        AddProposal add = new(MessageForge.KeyPackageOf(_group.Dave));
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Propose(add), rules);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(add), rules);
        Assert.Throws<ArgumentException>(() =>
            _group.Bob.Group.Commit(new CommitRequest { Add = [add.KeyPackage] }, _group.Bob.Signer, rules)
        );
    }

    [Fact]
    public void TheRulesAreAskedAboutEverySuccessor()
    {
        Strict rules = new() { Successor = (_, _) => false };
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit([], Forge.PathAfter()), rules);
        StagedProposal update = _group.Mallory.Group.ProposeUpdate(_group.Mallory.Signer, OpenRules.Instance);
        _group.AssertRefused(MlsFault.RefusedByRules, update.Message, rules);
        update.Next.Discard(_group.Mallory.Group);
    }

    [Fact]
    public void TheRulesAreAskedAboutTheLeafOfAPath() =>
        _group.AssertRefused(
            MlsFault.RefusedByRules,
            Forge.Commit([], Forge.PathAfter()),
            new Strict { Leaf = leaf => leaf.Source != LeafNodeSource.Commit }
        );

    [Fact]
    public void TheRulesAreAskedAboutTheContext()
    {
        Strict rules = new() { Context = _ => false };
        GroupContextExtensionsProposal change = new(Extensions.None);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Propose(change), rules);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit(change), rules);
    }

    [Fact]
    public void TheRulesAreAskedAboutTheAuthorOfAProposalAndNotItsCommitter()
    {
        Strict rules = new() { Proposal = (_, author) => author.Credential != _group.Mallory.Settings.Credential };
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
        ReceivedCommit received = Assert.IsType<ReceivedCommit>(_group.Bob.Group.Process(commit.Commit, rules));
        Assert.True(_group.FollowedByServer(commit.Commit, rules, out _));
        received.Next!.Discard(_group.Bob.Group);
        commit.Next.Discard(_group.Mallory.Group);
    }

    /// <summary>Says yes, but to what a test has it say no to.</summary>
    private sealed class Strict : IMembershipRules
    {
        public Func<LeafNode, bool> Leaf { get; init; } = _ => true;

        public Func<LeafNode, LeafNode, bool> Successor { get; init; } = (_, _) => true;

        public Func<Extensions, bool> Context { get; init; } = _ => true;

        public Func<Proposal, LeafNode, bool> Proposal { get; init; } = (_, _) => true;

        public bool AcceptsLeaf(LeafNode leaf) => Leaf(leaf);

        public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => Successor(current, successor);

        public bool AcceptsContext(Extensions groupContextExtensions) => Context(groupContextExtensions);

        public bool AcceptsMembers(RatchetTree tree) => true;

        public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

        public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) =>
            Proposal(proposal, ((MemberAuthor)author).Leaf);
    }
}
