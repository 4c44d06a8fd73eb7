using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Groups;

/// <summary>Proposals from outside (RFC 9420 §12.1.8): by a registered sender, and by somebody who asks to be added.</summary>
public sealed class ExternalProposalTests : IDisposable
{
    private readonly TestMember _alice = new("alice");
    private readonly TestMember _bob = new("bob");
    private readonly TestMember _carol = new("carol");
    private readonly SoftwareSigner _service;

    public ExternalProposalTests()
    {
        _service = SoftwareSigner.Generate(_alice.Suite);
        ExternalSenders senders = new([
            new ExternalSender(Opaque.CopyOf(_service.PublicKey.Span), Credential.Basic("the service"u8.ToArray())),
        ]);
        _alice.Create(extensions: Extensions.Of(senders.ToContextExtension()));
        GroupLifeTests.Admit(_alice, [_bob], []);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void ARemoveFromTheServiceIsCommittedByAnyMember()
    {
        GroupLifeTests.Admit(_alice, [_carol], [_bob]);
        MlsMessage proposal = FromService(0, new RemoveProposal(_carol.Group.OwnLeafIndex));
        foreach (TestMember member in new[] { _alice, _bob, _carol })
        {
            ReceivedProposal received = Assert.IsType<ReceivedProposal>(member.Receive(proposal));
            Assert.Equal(0u, Assert.IsType<ExternalAuthor>(received.Author).SenderIndex);
            Assert.True(member.Group.HasPendingProposals);
        }

        _bob.Restart();
        StagedCommit commit = _bob.Commit(
            new CommitRequest { ByReference = [Assert.Single(_bob.Group.PendingProposals).Reference] }
        );

        Assert.IsType<ReceivedCommit>(_alice.Receive(commit.Commit));
        Assert.Null(Assert.IsType<ReceivedCommit>(_carol.Receive(commit.Commit)).Next);
        Assert.Equal("two of us", _alice.Read(_bob.Send("two of us")));
    }

    [Fact]
    public void SomebodyWhoAsksToBeAddedIsAddedByAMember()
    {
        using KeyPackageSecrets own = _carol.NewKeyPackage();
        MlsMessage proposal = ExternalProposals.AskToJoin(
            own.KeyPackage,
            _alice.Group.Context.GroupId,
            _alice.Group.Context.Epoch,
            _carol.Signer
        );
        Assert.IsType<NewMemberAuthor>(Assert.IsType<ReceivedProposal>(_alice.Receive(proposal)).Author);
        _bob.Receive(proposal);

        StagedCommit commit = _alice.Commit(
            new CommitRequest { ByReference = [Assert.Single(_alice.Group.PendingProposals).Reference] }
        );

        _bob.Receive(commit.Commit);
        _carol.Join(commit.Welcome!, own);
        Assert.Equal("in", _bob.Read(_carol.Send("in")));
    }

    [Fact]
    public void TheServerFollowsThemToo()
    {
        PublicGroup server = GroupLifeTests.Follow(_alice.Group.ExportGroupInfo(_alice.Signer, GroupInfoParts.RatchetTree));
        PublicMessage proposal = TestMember.OverTheWire(FromService(0, new RemoveProposal(1))).PublicMessage!;
        PublicGroup? kept = server.TryKeep(proposal, OpenRules.Instance, out MlsFault fault);

        Assert.Equal(MlsFault.None, fault);
        Assert.Single(PublicGroup.TryLoad(kept!.Save())!.PendingProposals);
    }

    [Fact]
    public void AStrangerIsNotHeard()
    {
        using SoftwareSigner stranger = SoftwareSigner.Generate(_alice.Suite);
        Assert.Equal(new Refused(MlsFault.UnknownSender), _alice.Receive(FromService(1, new RemoveProposal(1))));
        Assert.Equal(new Refused(MlsFault.BadSignature), _alice.Receive(FromService(0, new RemoveProposal(1), stranger)));
        using TestMember alone = new("alone");
        alone.Create("another room");
        Assert.Equal(
            new Refused(MlsFault.UnknownSender),
            alone.Receive(ExternalProposals.From(0, new RemoveProposal(0), alone.Suite, alone.Group.Context.GroupId, 0, _service))
        );
    }

    [Fact]
    public void OnlyWhatOutsidersMayAskForIsMade()
    {
        LeafNode leaf = _alice.Group.Tree.Leaf(0)!;
        foreach (Proposal proposal in new Proposal[] { new UpdateProposal(leaf), new ExternalInitProposal(new byte[32]) })
        {
            Assert.Throws<ArgumentException>(() => FromService(0, proposal));
        }
    }

    private MlsMessage FromService(uint index, Proposal proposal, SoftwareSigner? signer = null) =>
        ExternalProposals.From(
            index,
            proposal,
            _alice.Suite,
            _alice.Group.Context.GroupId,
            _alice.Group.Context.Epoch,
            signer ?? _service
        );
}
