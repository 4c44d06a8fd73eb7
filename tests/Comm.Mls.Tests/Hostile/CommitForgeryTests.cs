using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Commits that a member signs and should not have: refused by members and by the server for the same reason.</summary>
public sealed class CommitForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-COMMIT-01")]
    public void TheLibraryMakesNoCommitThatItWouldRefuse()
    {
        CommitRequest[] requests =
        [
            new() { Remove = [0] },
            new() { Remove = [3] },
            new() { Remove = [2, 2] },
            new() { Add = [Forge.KeyPackageOf(_group.Bob)] },
            new() { ByReference = [new byte[32]] },
            new() { ContextExtensions = Extensions.Of(new Extension((ExtensionType)0xF0F0, Opaque.Empty)) },
        ];
        foreach (CommitRequest request in requests)
        {
            byte[] before = _group.Mallory.Group.EpochBytes();
            Assert.Throws<ArgumentException>(() =>
                _group.Mallory.Group.Commit(request, _group.Mallory.Signer, OpenRules.Instance)
            );
            Assert.Equal(before, _group.Mallory.Group.EpochBytes());
        }
    }

    [Fact, Trait("Rule", "V-COMMIT-02")]
    public void ACommitWithoutThePathItNeedsIsRefused()
    {
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([], null));
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([ProposalOrRef.Of(new RemoveProposal(2))], null));
        GroupContextExtensionsProposal change = new(Extensions.None);
        AddProposal add = new(Forge.KeyPackageOf(_group.Dave));
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([ProposalOrRef.Of(change)], null));
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([ProposalOrRef.Of(add), ProposalOrRef.Of(change)], null));

        StagedProposal update = _group.Carol.Group.ProposeUpdate(_group.Carol.Signer, OpenRules.Instance);
        _group.Deliver(update, _group.Carol);
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([ProposalOrRef.To(update.Reference)], null));
    }

    [Fact, Trait("Rule", "V-COMMIT-03")]
    public void AnAddAloneNeedsNoPath()
    {
        ImmutableArray<ProposalOrRef> add = [ProposalOrRef.Of(new AddProposal(Forge.KeyPackageOf(_group.Dave)))];
        using (Forge.MakePath([add[0].Proposal!], out AppliedProposals applied))
        {
            AuthenticatedContent signed = Forge.Sign(Forge.Draft(new Commit(add, null)));
            using Secret zero = new(Forge.Suite.HashSize);
            _group.AssertTaken(MlsMessage.Of(Forge.Tag(Forge.Confirm(signed, applied.Tree, applied.Extensions, zero))));

            // Without a path, the commit secret is zero and nothing else.
            using Secret other = Secret.Random(Forge.Suite.HashSize);
            _group.AssertRefusedByMembersOnly(
                MlsFault.BadConfirmationTag,
                MlsMessage.Of(Forge.Tag(Forge.Confirm(signed, applied.Tree, applied.Extensions, other)))
            );
        }
    }

    [Fact, Trait("Rule", "V-COMMIT-04")]
    public void APathThatKeepsTheLeafsKeyIsRefused() =>
        _group.AssertRefused(
            MlsFault.InvalidLeaf,
            Forge.Commit([], Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { EncryptionKey = Forge.OwnLeaf.EncryptionKey }))
        );

    [Fact, Trait("Rule", "V-COMMIT-05")]
    public void APathWithAKeyThatIsInTheTreeIsRefused()
    {
        Opaque bobs = _group.Bob.Group.Tree.Leaf(1)!.EncryptionKey;
        Opaque root = _group.Bob.Group.Tree.Root.Content!.EncryptionKey;
        AssertPathRefused(Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { EncryptionKey = bobs }));
        AssertPathRefused(WithNode(0, node => node with { EncryptionKey = bobs }));
        AssertPathRefused(WithNode(1, node => node with { EncryptionKey = root }));
    }

    [Fact, Trait("Rule", "V-COMMIT-06")]
    public void APathWithOneKeyTwiceIsRefused()
    {
        UpdatePath path = Forge.PathAfter();
        AssertPathRefused(WithNode(path, 0, node => node with { EncryptionKey = path.Nodes[1].EncryptionKey }));
        AssertPathRefused(WithNode(path, 1, node => node with { EncryptionKey = path.LeafNode.EncryptionKey }));
    }

    [Fact, Trait("Rule", "V-COMMIT-07")]
    public void APathOfAnotherLengthIsRefused()
    {
        UpdatePath path = Forge.PathAfter();
        AssertPathRefused(path with { Nodes = [] });
        AssertPathRefused(path with { Nodes = path.Nodes[..1] });
        AssertPathRefused(path with { Nodes = path.Nodes.Add(path.Nodes[0] with { EncryptionKey = Forge.NewKey() }) });
    }

    [Fact, Trait("Rule", "V-COMMIT-08")]
    public void ACiphertextTooFewOrTooManyIsRefused()
    {
        AssertPathRefused(WithNode(0, node => node with { EncryptedPathSecret = [] }));
        AssertPathRefused(
            WithNode(1, node => node with { EncryptedPathSecret = node.EncryptedPathSecret.Add(node.EncryptedPathSecret[0]) })
        );

        // One for the newcomer too: it gets its path secret with the Welcome.
        AddProposal add = new(Forge.KeyPackageOf(_group.Dave));
        UpdatePath counted = Forge.PathAfter(add);
        counted = WithNode(
            counted,
            1,
            node => node with { EncryptedPathSecret = node.EncryptedPathSecret.Add(node.EncryptedPathSecret[0]) }
        );
        _group.AssertRefused(MlsFault.InvalidPath, Forge.Commit([ProposalOrRef.Of(add)], counted));
        _group.AssertTaken(Forge.Commit(add));
    }

    [Fact, Trait("Rule", "V-COMMIT-09")]
    public void AParentHashOfAnotherTreeIsRefused()
    {
        AssertPathRefused(Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { ParentHash = new byte[32] }));
        AssertPathRefused(Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { ParentHash = Opaque.Empty }));
        AssertPathRefused(WithNode(1, node => node with { EncryptionKey = Forge.NewKey() }));

        // The path of a commit that removes Carol, in one that does not.
        UpdatePath shorter = Forge.PathAfter(new RemoveProposal(2));
        AssertPathRefused(shorter);
    }

    [Theory, Trait("Rule", "V-COMMIT-10")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void APathKeyThatIsNoneIsRefused(int zeros) =>
        AssertPathRefused(WithNode(1, node => node with { EncryptionKey = new byte[zeros] }));

    [Fact, Trait("Rule", "V-COMMIT-11")]
    public void PathSecretsThatDoNotOpenAreFoundByMembers()
    {
        UpdatePath honest = Forge.PathAfter();
        HpkeCiphertext[] garbled = [new(Forge.NewKey(), new byte[48]), new(new byte[32], new byte[48]), new(default, default)];
        foreach (HpkeCiphertext ciphertext in garbled)
        {
            _group.AssertRefusedByMembersOnly(MlsFault.CannotDecrypt, Forge.Commit([], Sealed(honest, _ => ciphertext)));
        }
    }

    [Fact, Trait("Rule", "V-COMMIT-12")]
    public void PathSecretsThatLeadToOtherKeysAreFoundByMembers()
    {
        using PathUpdate honest = Forge.MakePath([], out _);
        byte[] other = new byte[32];
        _group.AssertRefusedByMembersOnly(MlsFault.CannotDecrypt, Forge.Commit([], SealedTo(honest, other)));
    }

    [Theory, Trait("Rule", "V-COMMIT-13")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void APathSecretOfAnotherLengthIsFoundByMembers(int length)
    {
        using PathUpdate honest = Forge.MakePath([], out _);
        _group.AssertRefusedByMembersOnly(MlsFault.CannotDecrypt, Forge.Commit([], SealedTo(honest, new byte[length])));
    }

    [Fact, Trait("Rule", "V-COMMIT-14")]
    public void PathSecretsSealedToAnotherContextAreFoundByMembers()
    {
        using PathUpdate path = Forge.MakePath([], out _, MlsCodec.Encode(Forge.Context));
        _group.AssertRefusedByMembersOnly(MlsFault.CannotDecrypt, Forge.Commit([], path.Path));
    }

    [Fact, Trait("Rule", "V-COMMIT-15")]
    public void AConfirmationTagIsFoundWrongByMembers()
    {
        _group.AssertRefusedByMembersOnly(MlsFault.BadConfirmationTag, Forge.Commit([], Forge.PathAfter(), new byte[32]));

        // The path is honest, and the tag one of a group with another past, or of another commit secret.
        using PathUpdate path = Forge.MakePath([], out AppliedProposals applied);
        using Secret other = Secret.Random(32);
        AuthenticatedContent signed = Forge.Sign(Forge.Draft(new Commit([], path.Path)));
        AuthenticatedContent[] commits =
        [
            Forge.Confirm(signed, path.Tree, applied.Extensions, path.CommitSecret, initSecret: other),
            Forge.Confirm(signed, path.Tree, applied.Extensions, other),
            Forge.Confirm(signed, Forge.Tree, applied.Extensions, path.CommitSecret),
        ];
        foreach (AuthenticatedContent commit in commits)
        {
            _group.AssertRefusedByMembersOnly(MlsFault.BadConfirmationTag, MlsMessage.Of(Forge.Tag(commit)));
        }

        _group.AssertTaken(MlsMessage.Of(Forge.Tag(Forge.Confirm(signed, path.Tree, applied.Extensions, path.CommitSecret))));
    }

    [Fact, Trait("Rule", "V-COMMIT-16")]
    public void WhoIsRemovedIsToldAndHasNoNextState()
    {
        ReceivedCommit received = Assert.IsType<ReceivedCommit>(
            _group.Bob.Group.Process(Forge.Commit(new RemoveProposal(1)), OpenRules.Instance)
        );
        Assert.Null(received.Next);
        Assert.Equal(1u, Assert.Single(received.Removed).LeafIndex);
    }

    [Fact, Trait("Rule", "V-COMMIT-17")]
    public void ACommitIsTakenOnce()
    {
        StagedCommit commit = _group.Carol.Commit(new CommitRequest());
        PublicMessage message = TestMember.OverTheWire(commit.Commit).PublicMessage!;
        PublicGroup next = _group.Server.TryApply(message, OpenRules.Instance, out _)!.Next;
        MlsMessage second = Forge.Commit();
        Assert.IsType<ReceivedCommit>(_group.Bob.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(_group.Mallory.Receive(commit.Commit));
        _group.ServerGoesTo(next);

        _group.AssertRefused(MlsFault.StaleEpoch, commit.Commit);
        _group.AssertRefused(MlsFault.StaleEpoch, second);
    }

    private UpdatePath WithNode(int at, Func<UpdatePathNode, UpdatePathNode> bend) => WithNode(Forge.PathAfter(), at, bend);

    private static UpdatePath WithNode(UpdatePath path, int at, Func<UpdatePathNode, UpdatePathNode> bend) =>
        path with
        {
            Nodes = path.Nodes.SetItem(at, bend(path.Nodes[at])),
        };

    private static UpdatePath Sealed(UpdatePath path, Func<HpkeCiphertext, HpkeCiphertext> bend) =>
        path with
        {
            Nodes =
            [
                .. path.Nodes.Select(node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret.Select(bend)] }),
            ],
        };

    /// <summary>Another path secret for Bob, sealed to him as the honest one was.</summary>
    private UpdatePath SealedTo(PathUpdate honest, byte[] pathSecret)
    {
        HpkeCiphertext forged = Forge.SealPathSecret(honest, _group.Bob.Group.Tree.Leaf(1)!.EncryptionKey, pathSecret);
        return WithNode(honest.Path, 0, node => node with { EncryptedPathSecret = [forged] });
    }

    private void AssertPathRefused(UpdatePath path) => _group.AssertRefused(MlsFault.InvalidPath, Forge.Commit([], path));
}
