using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Tree;
using Comm.Mls.Tests.Vectors;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Update paths that a member, or the server, bent: each is refused for its own reason and changes nothing.</summary>
public sealed class UpdatePathForgeryTests : IDisposable
{
    private const uint Sender = 1;
    private const uint Added = 6;

    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    private static readonly HpkeCiphertext s_nothing = new(default, default);

    private readonly TestGroup _group;
    private readonly RatchetTree _tree;
    private readonly HashSet<uint> _added = [Added];
    private readonly PathUpdate _honest;

    // Seven members, one of them new, and a copath whose resolutions have more than one node.
    public UpdatePathForgeryTests()
    {
        _group = TestGroup.Of(s_suite, 6);
        TestMember newcomer = TestMember.Named(s_suite, "newcomer");
        _tree = _group.Tree.Add(newcomer.KeyPackageLeaf, out uint leaf)!;
        Assert.Equal(Added, leaf);
        TestMember sender = _group.At(Sender);
        _honest = TreeKem.Create(
            _tree,
            sender.Own,
            _tree.Leaf(Sender)!,
            sender.Signer,
            TestGroup.GroupId,
            _added,
            TestGroup.Context
        );
        Assert.Equal([1, 2, 2], _honest.Path.Nodes.Select(node => node.EncryptedPathSecret.Length));
    }

    public void Dispose() => _honest.Dispose();

    [Fact]
    public void TheHonestPathIsTaken() => AssertFault(TreeFault.None, _honest.Path);

    [Fact, Trait("Rule", "V-COMMIT-07")]
    public void APathOfAnotherLengthIsRefused()
    {
        AssertFault(TreeFault.PathLength, _honest.Path with { Nodes = _honest.Path.Nodes[..2] });
        AssertFault(TreeFault.PathLength, _honest.Path with { Nodes = [] });
        AssertFault(TreeFault.PathLength, _honest.Path with { Nodes = _honest.Path.Nodes.Add(_honest.Path.Nodes[0]) });
    }

    [Fact, Trait("Rule", "V-COMMIT-08")]
    public void ACiphertextTooFewOrTooManyIsRefused()
    {
        ImmutableArray<HpkeCiphertext> secrets = _honest.Path.Nodes[2].EncryptedPathSecret;
        AssertFault(TreeFault.PathCiphertexts, WithNode(2, node => node with { EncryptedPathSecret = secrets[..1] }));
        AssertFault(TreeFault.PathCiphertexts, WithNode(2, node => node with { EncryptedPathSecret = [.. secrets, secrets[0]] }));
    }

    [Fact, Trait("Rule", "V-COMMIT-08")]
    public void WhoCountsTheNewMembersInIsRefused()
    {
        RatchetTree? applied = _tree.TryApply(Sender, _honest.Path, new HashSet<uint>(), TestGroup.GroupId, out TreeFault fault);

        Assert.Null(applied);
        Assert.Equal(TreeFault.PathCiphertexts, fault);
    }

    [Fact, Trait("Rule", "V-COMMIT-05")]
    public void KeysThatAreInTheTreeAlreadyAreRefused()
    {
        Opaque used = _tree.Leaf(4)!.EncryptionKey;
        AssertFault(TreeFault.PathKeyNotFresh, WithNode(0, node => node with { EncryptionKey = used }));
        AssertFault(TreeFault.PathKeyNotFresh, WithLeaf(leaf => leaf with { EncryptionKey = used }));
        AssertFault(TreeFault.PathKeyNotFresh, WithNode(2, node => node with { EncryptionKey = RootKey() }));
        AssertFault(TreeFault.PathKeyNotFresh, WithLeaf(leaf => leaf with { EncryptionKey = _tree.Leaf(Sender)!.EncryptionKey }));
    }

    [Fact, Trait("Rule", "V-COMMIT-06")]
    public void AKeyTwiceInThePathIsRefused()
    {
        Opaque leafKey = _honest.Path.LeafNode.EncryptionKey;
        Opaque other = _honest.Path.Nodes[1].EncryptionKey;
        AssertFault(TreeFault.PathKeyNotFresh, WithNode(0, node => node with { EncryptionKey = other }));
        AssertFault(TreeFault.PathKeyNotFresh, WithNode(0, node => node with { EncryptionKey = leafKey }));
    }

    [Theory, Trait("Rule", "V-COMMIT-10")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AKeyThatIsNoneIsRefused(int length)
    {
        Opaque none = new byte[length];
        AssertFault(TreeFault.InvalidKey, WithNode(1, node => node with { EncryptionKey = none }));
        AssertFault(TreeFault.InvalidKey, WithLeaf(leaf => leaf with { EncryptionKey = none }));
    }

    [Fact, Trait("Rule", "V-LEAF-12")]
    public void TheSignatureKeyOfAnotherMemberIsRefused() =>
        AssertFault(
            TreeFault.DuplicateSignatureKey,
            _honest.Path with
            {
                LeafNode = _honest.Path.LeafNode with { SignatureKey = _tree.Leaf(2)!.SignatureKey },
            }
        );

    [Fact, Trait("Rule", "V-LEAF-11")]
    public void ALeafThatIsNotOfACommitIsRefused()
    {
        AssertFault(TreeFault.LeafSource, WithLeaf(leaf => leaf with { Source = LeafNodeSource.Update }));
        AssertFault(TreeFault.LeafSource, _honest.Path with { LeafNode = TestMember.Named(s_suite, "other").KeyPackageLeaf });
    }

    [Fact, Trait("Rule", "V-COMMIT-09")]
    public void AParentHashOfAnotherTreeIsRefused()
    {
        AssertFault(TreeFault.ParentHash, WithLeaf(leaf => leaf with { ParentHash = new byte[32] }));
        AssertFault(TreeFault.ParentHash, WithLeaf(leaf => leaf with { ParentHash = default }));
        using HpkeKeyPair attackers = s_suite.GenerateKeyPair();
        AssertFault(TreeFault.ParentHash, WithNode(2, node => node with { EncryptionKey = attackers.PublicKey }));
    }

    [Fact, Trait("Rule", "V-LEAF-02")]
    public void ALeafThatItsKeyHasNotSignedIsRefused()
    {
        LeafNode leaf = _honest.Path.LeafNode;
        AssertFault(TreeFault.LeafSignature, _honest.Path with { LeafNode = leaf with { Signature = new byte[64] } });
        AssertFault(TreeFault.LeafSignature, _honest.Path with { LeafNode = leaf with { Signature = default } });
        AssertFault(
            TreeFault.LeafSignature,
            _honest.Path with
            {
                LeafNode = leaf with { Credential = Credential.Basic("Somebody else"u8.ToArray()) },
            }
        );
        Assert.Null(_tree.TryApply(Sender, _honest.Path, _added, "other group"u8, out TreeFault fault));
        Assert.Equal(TreeFault.LeafSignature, fault);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(uint.MaxValue)]
    [InlineData(Added)]
    public void ASenderWithoutAPlaceIsRefused(uint sender)
    {
        Assert.Null(_tree.TryApply(sender, _honest.Path, _added, TestGroup.GroupId, out TreeFault fault));
        Assert.Equal(TreeFault.Sender, fault);
        Assert.Null(Receive(_honest.Tree, 0, sender, _honest.Path));
    }

    [Fact]
    public void APathSentUnderAnotherMembersNameIsRefused()
    {
        Assert.Null(_tree.TryApply(4, _honest.Path, _added, TestGroup.GroupId, out TreeFault fault));
        Assert.NotEqual(TreeFault.None, fault);
    }

    [Theory, Trait("Rule", "V-COMMIT-11")]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(2, 5)]
    public void ACiphertextThatDoesNotOpenIsRefused(int at, uint receiver)
    {
        UpdatePath flipped = WithNode(at, node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret.Select(Flip)] });
        UpdatePath empty = WithNode(
            at,
            node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret.Select(_ => s_nothing)] }
        );

        Assert.NotNull(Receive(_honest.Tree, receiver, Sender, _honest.Path));
        Assert.Null(Receive(_honest.Tree, receiver, Sender, flipped));
        Assert.Null(Receive(_honest.Tree, receiver, Sender, empty));
        Assert.Null(Receive(_honest.Tree, receiver, Sender, _honest.Path, "another context"u8.ToArray()));
    }

    [Theory, Trait("Rule", "V-COMMIT-11")]
    [InlineData(4)]
    [InlineData(5)]
    public void CiphertextsInAnotherOrderAreRefused(uint receiver) =>
        Assert.Null(
            Receive(
                _honest.Tree,
                receiver,
                Sender,
                WithNode(2, node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret.Reverse()] })
            )
        );

    [Fact]
    public void FewerCiphertextsThanTheTreeAsksForDoNotThrow()
    {
        Assert.Null(Receive(_honest.Tree, 0, Sender, WithNode(0, node => node with { EncryptedPathSecret = [] })));
        Assert.Null(Receive(_honest.Tree, 0, Sender, _honest.Path with { Nodes = [] }));
    }

    [Theory, Trait("Rule", "V-COMMIT-13")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void APathSecretOfAnotherLengthIsRefused(int length)
    {
        byte[] context = TestGroup.Context(_honest.Tree.TreeHash);
        HpkeCiphertext forged = s_suite.EncryptWithLabel(
            _tree.Leaf(0)!.EncryptionKey,
            "UpdatePathNode",
            context,
            new byte[length]
        );
        UpdatePath path = WithNode(0, node => node with { EncryptedPathSecret = [forged] });

        Assert.Null(Receive(_honest.Tree, 0, Sender, path));
        using var pathSecret = new Secret(length);
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 5, _group.At(5).LeafKeys.PrivateKey, Sender, pathSecret));
    }

    [Fact, Trait("Rule", "V-COMMIT-12")]
    public void APathSecretThatLeadsToOtherKeysIsRefused()
    {
        // A member signs a path whose root key is nobody's: all public checks pass, and the others find out.
        using HpkeKeyPair attackers = s_suite.GenerateKeyPair();
        UpdatePath unsigned = WithNode(2, node => node with { EncryptionKey = attackers.PublicKey });
        KeyedPath keyed = FilteredPath.Of(_tree, Sender)!.With([.. unsigned.Nodes.Select(node => node.EncryptionKey)]);
        UpdatePath path = unsigned with { LeafNode = Sign(unsigned.LeafNode with { ParentHash = keyed.LeafParentHash }) };

        RatchetTree? applied = _tree.TryApply(Sender, path, _added, TestGroup.GroupId, out TreeFault fault);

        Assert.Equal(TreeFault.None, fault);
        Assert.NotNull(applied);
        Assert.Null(Receive(applied, 0, Sender, path, TestGroup.Context(_honest.Tree.TreeHash)));
        Assert.Null(Receive(applied, 4, Sender, path, TestGroup.Context(_honest.Tree.TreeHash)));
    }

    [Fact, Trait("Rule", "V-WELCOME-12")]
    public void AWelcomeWithForeignSecretsIsRefused()
    {
        using Secret foreign = Secret.Random(32);
        using Secret notTheLeafs = Secret.Random(32);
        Secret leafKey = _group.At(5).LeafKeys.PrivateKey;

        Assert.NotNull(TreeKem.TryImplant(_honest.Tree, 5, leafKey, Sender, _honest.PathSecretFor(5)));
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 5, leafKey, Sender, foreign));
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 5, leafKey, Sender, _honest.PathSecretFor(0)));
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 5, leafKey, 5, _honest.PathSecretFor(0)));
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 5, leafKey, uint.MaxValue, _honest.PathSecretFor(0)));
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 5, notTheLeafs, Sender, _honest.PathSecretFor(5)));
        Assert.Null(TreeKem.TryImplant(_honest.Tree, 7, leafKey, Sender, _honest.PathSecretFor(5)));
    }

    private Opaque RootKey() => _tree.Root.Content!.EncryptionKey;

    private UpdatePath WithNode(int at, Func<UpdatePathNode, UpdatePathNode> bend) =>
        _honest.Path with
        {
            Nodes = _honest.Path.Nodes.SetItem(at, bend(_honest.Path.Nodes[at])),
        };

    // A member can sign whatever leaf it likes.
    private UpdatePath WithLeaf(Func<LeafNode, LeafNode> bend) =>
        _honest.Path with
        {
            LeafNode = Sign(bend(_honest.Path.LeafNode)),
        };

    private LeafNode Sign(LeafNode leaf) =>
        LeafNodeSignature.Sign(s_suite, _group.At(Sender).Signer, leaf, TestGroup.GroupId, Sender);

    private static HpkeCiphertext Flip(HpkeCiphertext ciphertext)
    {
        byte[] bytes = ciphertext.Ciphertext.ToArray();
        bytes[^1] ^= 1;
        return ciphertext with { Ciphertext = bytes };
    }

    private void AssertFault(TreeFault expected, UpdatePath path)
    {
        byte[] before = _tree.Encode();
        Opaque hashBefore = _tree.TreeHash;

        RatchetTree? applied = _tree.TryApply(Sender, path, _added, TestGroup.GroupId, out TreeFault fault);

        Assert.Equal(expected, fault);
        Assert.Equal(expected == TreeFault.None, applied is not null);
        Assert.Equal(before, _tree.Encode());
        Assert.Equal(hashBefore, _tree.TreeHash);
    }

    private (PrivateTree Private, Secret CommitSecret)? Receive(
        RatchetTree applied,
        uint member,
        uint sender,
        UpdatePath path,
        byte[]? context = null
    )
    {
        TestMember receiver = _group.At(member);
        byte[] before = receiver.SavedKeys();
        (PrivateTree Private, Secret CommitSecret)? received = TreeKem.TryDecrypt(
            applied,
            receiver.Own,
            sender,
            path,
            _added,
            context ?? TestGroup.Context(applied.TreeHash)
        );
        Assert.Equal(before, receiver.SavedKeys());
        return received;
    }
}
