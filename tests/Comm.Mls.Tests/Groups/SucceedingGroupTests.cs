using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Groups;

/// <summary>Groups that come of another: reinitialized (RFC 9420 §11.2) and branched off (§11.3).</summary>
public sealed class SucceedingGroupTests : IDisposable
{
    private const CipherSuiteId NewSuite = CipherSuiteId.P256Aes128GcmSha256P256;
    private static readonly Opaque s_newId = "the new room"u8.ToArray();

    private readonly TestMember _alice = new("alice");
    private readonly TestMember _bob = new("bob");
    private readonly TestMember _carol = new("carol");

    public SucceedingGroupTests()
    {
        _alice.Create();
        GroupLifeTests.Admit(_alice, [_bob, _carol], []);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
    }

    [Fact]
    public void AnyMemberSetsUpTheGroupThatAReInitAnnounced()
    {
        EndByReInit();
        using TestMember alice = new("alice", NewSuite);
        using TestMember bob = new("bob", NewSuite);
        using TestMember carol = new("carol", NewSuite);
        using KeyPackageSecrets aliceKeys = alice.NewKeyPackage();
        using KeyPackageSecrets carolKeys = carol.NewKeyPackage();

        StagedCommit? founded = Reinitialize(_bob.Group, bob, out MlsFault fault, aliceKeys, carolKeys);

        Assert.Equal(MlsFault.None, fault);
        bob.Begin(founded!.Next);
        alice.Join(founded.Welcome!, aliceKeys, new JoinRequest { Previous = _alice.Group });
        carol.Join(founded.Welcome!, carolKeys, new JoinRequest { Previous = _carol.Group });
        Assert.Equal(1ul, alice.Group.Context.Epoch);
        Assert.Equal("in the new room", carol.Read(bob.Send("in the new room")));
    }

    [Fact]
    public void AGroupThatEndedSendsAndTakesNothingMore()
    {
        MlsMessage late = _carol.Send("before I knew");
        EndByReInit();

        Assert.Throws<InvalidOperationException>(() => _alice.Send("more"));
        Assert.Throws<InvalidOperationException>(() => _alice.Commit(new CommitRequest()));
        Assert.Equal(new Refused(MlsFault.StaleEpoch), _bob.Receive(late));
        _bob.Restart();
        Assert.NotNull(_bob.Group.ReInit);
    }

    [Fact, Trait("Rule", "V-REINIT-08")]
    public void TheNewGroupHasEverybodyOrIsNone()
    {
        EndByReInit();
        using TestMember alice = new("alice", NewSuite);
        using TestMember bob = new("bob", NewSuite);
        using KeyPackageSecrets aliceKeys = alice.NewKeyPackage();

        Assert.Null(Reinitialize(_bob.Group, bob, out MlsFault fault, aliceKeys));
        Assert.Equal(MlsFault.Mismatch, fault);
    }

    [Fact, Trait("Rule", "V-PSK-06")]
    public void WithoutTheOldGroupTheNewOneIsNotEntered()
    {
        EndByReInit();
        using TestMember alice = new("alice", NewSuite);
        using TestMember bob = new("bob", NewSuite);
        using TestMember carol = new("carol", NewSuite);
        using KeyPackageSecrets aliceKeys = alice.NewKeyPackage();
        using KeyPackageSecrets carolKeys = carol.NewKeyPackage();
        StagedCommit founded = Reinitialize(_bob.Group, bob, out _, aliceKeys, carolKeys)!;
        bob.Begin(founded.Next);

        Welcome welcome = TestMember.OverTheWire(founded.Welcome!).Welcome!;
        Assert.Null(Group.TryJoin(welcome, aliceKeys, alice.Rules, out MlsFault fault));
        Assert.Equal(MlsFault.MissingPsk, fault);
    }

    [Fact]
    public void AReInitToASuiteThatWeDoNotHaveIsNotFollowed()
    {
        ReInitProposal reInit = new(s_newId, (CipherSuiteId)0x7F7F, Extensions.None);
        _bob.Receive(_alice.Commit(new CommitRequest { ReInit = reInit }).Commit);
        using TestMember bob = new("bob", NewSuite);

        Assert.Null(Reinitialize(_bob.Group, bob, out MlsFault fault));
        Assert.Equal(MlsFault.UnsupportedSuite, fault);
    }

    [Fact]
    public void SomeMembersBranchOff()
    {
        using KeyPackageSecrets bobKeys = _bob.NewKeyPackage();
        StagedCommit? branched = Branch(bobKeys, out MlsFault fault);

        Assert.Equal(MlsFault.None, fault);
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Begin(branched!.Next);
        bob.Join(branched.Welcome!, bobKeys, new JoinRequest { Previous = _bob.Group });
        Assert.Equal(2, bob.Group.Members.Count());
        Assert.Equal("still here", _carol.Read(_alice.Send("still here")));
        Assert.Equal(alice.Group.EpochAuthenticator, bob.Group.EpochAuthenticator);
    }

    [Fact, Trait("Rule", "V-BRANCH-03")]
    public void AStrangerIsNoPartOfABranch()
    {
        using TestMember mallory = new("mallory");
        using KeyPackageSecrets keys = mallory.NewKeyPackage();
        Assert.Null(Branch(keys, out MlsFault fault));
        Assert.Equal(MlsFault.Mismatch, fault);
    }

    private void EndByReInit()
    {
        StagedCommit commit = _alice.Commit(
            new CommitRequest { ReInit = new ReInitProposal(s_newId, NewSuite, Extensions.None) }
        );
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(_carol.Receive(commit.Commit));
    }

    private StagedCommit? Branch(KeyPackageSecrets other, out MlsFault fault) =>
        _alice.Group.TryBranch(
            s_newId,
            Extensions.None,
            new SuccessorRequest
            {
                Others = [other.KeyPackage],
                Leaf = _alice.Settings,
                Lifetime = new Lifetime(0, ulong.MaxValue),
            },
            _alice.Signer,
            _alice.Rules,
            out fault
        );

    private static StagedCommit? Reinitialize(
        Group previous,
        TestMember founder,
        out MlsFault fault,
        params KeyPackageSecrets[] others
    ) =>
        previous.TryReinitialize(
            new SuccessorRequest
            {
                Others = [.. others.Select(other => other.KeyPackage)],
                Leaf = founder.Settings,
                Lifetime = new Lifetime(0, ulong.MaxValue),
            },
            founder.Signer,
            founder.Rules,
            out fault
        );
}
