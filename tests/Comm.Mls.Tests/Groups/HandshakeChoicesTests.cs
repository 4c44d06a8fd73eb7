using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Groups;

/// <summary>What RFC 9420 leaves to whoever sends: encrypted handshakes, no path, the tree elsewhere, another leaf, GREASE.</summary>
public sealed class HandshakeChoicesTests : IDisposable
{
    private readonly TestMember _alice = new("alice");
    private readonly TestMember _bob = new("bob");
    private readonly TestMember _carol = new("carol");

    public HandshakeChoicesTests()
    {
        _alice.Create();
        GroupLifeTests.Admit(_alice, [_bob], []);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
    }

    [Fact]
    public void HandshakesGoInOneOfTwoFormats()
    {
        CommitRequest request = new() { WireFormat = WireFormat.Welcome };
        RemoveProposal remove = new(1);
        Assert.Throws<ArgumentException>(() => _alice.Group.Commit(request, _alice.Signer, _alice.Rules));
        Assert.Throws<ArgumentException>(() => _alice.Group.Propose(remove, _alice.Signer, _alice.Rules, WireFormat.GroupInfo));
    }

    [Fact]
    public void NobodySignsAGroupInfoWithAnothersKey() =>
        Assert.Throws<ArgumentException>(() => _alice.Group.ExportGroupInfo(_bob.Signer, GroupInfoParts.None));

    [Fact]
    public void AnEncryptedCommitUsesUpItsKey()
    {
        StagedCommit lost = _alice.Group.Commit(
            new CommitRequest { WireFormat = WireFormat.PrivateMessage },
            _alice.Signer,
            _alice.Rules
        );
        lost.Next.Discard(lost.Current!);
        _alice.GoTo(lost.Current!);
        StagedCommit taken = _alice.Group.Commit(
            new CommitRequest { WireFormat = WireFormat.PrivateMessage },
            _alice.Signer,
            _alice.Rules
        );
        _alice.GoTo(taken.Current!);
        _alice.GoTo(taken.Next);

        Assert.NotNull(taken.Commit.PrivateMessage);
        Assert.IsType<ReceivedCommit>(_bob.Receive(taken.Commit));
        Assert.Equal("next", _bob.Read(_alice.Send("next")));
    }

    [Fact]
    public void AnEncryptedProposalIsCommittedByReference()
    {
        StagedProposal update = _bob.Group.ProposeUpdate(_bob.Signer, _bob.Rules, wireFormat: WireFormat.PrivateMessage);
        _bob.GoTo(update.Next);
        Assert.IsType<ReceivedProposal>(_alice.Receive(update.Message));
        StagedCommit commit = _alice.Commit(
            new CommitRequest { ByReference = [update.Reference], WireFormat = WireFormat.PrivateMessage }
        );

        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
        Assert.Equal("updated", _alice.Read(_bob.Send("updated")));
    }

    [Fact]
    public void APathIsLeftOutOnlyWhereItMayBe()
    {
        using KeyPackageSecrets own = _carol.NewKeyPackage();
        StagedCommit commit = _alice.Commit(new CommitRequest { Add = [own.KeyPackage], OmitPath = true });
        Assert.Null(commit.Commit.PublicMessage!.Content.Commit!.Path);
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
        _carol.Join(commit.Welcome!, own);
        Assert.Equal("in", _bob.Read(_carol.Send("in")));

        StagedCommit removal = _alice.Commit(new CommitRequest { Remove = [_carol.Group.OwnLeafIndex], OmitPath = true });
        Assert.NotNull(removal.Commit.PublicMessage!.Content.Commit!.Path);
    }

    [Fact]
    public void TheTreeCanReachANewcomerBesideTheWelcome()
    {
        using KeyPackageSecrets own = _carol.NewKeyPackage();
        StagedCommit commit = _alice.Commit(new CommitRequest { Add = [own.KeyPackage], TreeInWelcome = false });
        Welcome welcome = TestMember.OverTheWire(commit.Welcome!).Welcome!;

        Assert.Null(Group.TryJoin(welcome, own, _carol.Rules, out MlsFault fault));
        Assert.Equal(MlsFault.Malformed, fault);
        JoinRequest another = new() { RatchetTree = _bob.Group.Public.ExportRatchetTree() };
        Assert.Null(Group.TryJoin(welcome, own, _carol.Rules, out fault, another));
        Assert.Equal(MlsFault.InvalidTree, fault);
        _carol.Join(commit.Welcome!, own, new JoinRequest { RatchetTree = _alice.Group.Public.ExportRatchetTree() });
    }

    [Fact]
    public void ACommitOrAnUpdateBringsANewLeaf()
    {
        Extension application = new(ExtensionType.ApplicationId, "renewed"u8.ToArray());
        LeafSettings renewed = _alice.Settings with { Extensions = Extensions.Of(application) };
        StagedCommit commit = _alice.Commit(new CommitRequest { Leaf = renewed });
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
        Assert.Equal(renewed.Extensions, _bob.Group.Tree.Leaf(0)!.Extensions);

        StagedProposal update = _bob.Group.ProposeUpdate(
            _bob.Signer,
            _bob.Rules,
            renewed with
            {
                Credential = _bob.Settings.Credential,
            }
        );
        _bob.GoTo(update.Next);
        _alice.Receive(update.Message);
        Assert.IsType<ReceivedCommit>(_bob.Receive(_alice.Commit(new CommitRequest { ByReference = [update.Reference] }).Commit));
        Assert.Equal(renewed.Extensions, _alice.Group.Tree.Leaf(1)!.Extensions);
    }

    [Fact]
    public void ALeafThatNobodyWouldTakeIsNotCommitted()
    {
        LeafSettings another = _alice.Settings with { Credential = Credential.Basic("somebody else"u8.ToArray()) };
        Assert.Null(
            _alice.Group.TryCommit(new CommitRequest { Leaf = another }, _alice.Signer, _alice.Rules, out MlsFault fault)
        );
        Assert.Equal(MlsFault.RefusedByRules, fault);
    }

    [Fact]
    public void ValuesThatNobodyKnowsAreCarriedAlong()
    {
        const ExtensionType Unknown = (ExtensionType)0x3A3A;
        Extension grease = new(Unknown, "anything"u8.ToArray());
        using TestMember dave = new("dave")
        {
            Settings = _carol.Settings with
            {
                Credential = Credential.Basic("dave"u8.ToArray()),
                Capabilities = Capabilities
                    .Of(_carol.Suite, Unknown, (ExtensionType)0x4A4A, ExtensionType.LastResort)
                    .WithGrease(),
                Extensions = Extensions.Of(grease),
            },
        };
        using KeyPackageSecrets own = KeyPackageSecrets.Create(
            dave.Suite,
            dave.Settings,
            new Lifetime(0, ulong.MaxValue),
            dave.Signer,
            Extensions.Of(KeyPackage.LastResort, new Extension((ExtensionType)0x4A4A, new byte[7]))
        );
        Assert.True(own.KeyPackage.IsLastResort);
        StagedCommit commit = _alice.Commit(
            new CommitRequest { Add = [own.KeyPackage], WelcomeExtensions = Extensions.Of(grease) }
        );

        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
        dave.Join(commit.Welcome!, own);
        Assert.Equal("greased", _bob.Read(dave.Send("greased")));
    }

    [Fact]
    public void AnExtensionThatSomebodyLacksIsNotPutInTheContext()
    {
        Extensions extensions = Extensions.Of(new Extension((ExtensionType)0x5A5A, Opaque.Empty));
        Assert.Null(
            _alice.Group.TryCommit(
                new CommitRequest { ContextExtensions = extensions },
                _alice.Signer,
                _alice.Rules,
                out MlsFault fault
            )
        );
        Assert.Equal(MlsFault.MissingCapability, fault);
    }
}
