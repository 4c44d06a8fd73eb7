using Comm.Crypto;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Tree;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Path secrets that were bent: nothing public shows it, and whoever they were sealed to finds out.</summary>
public sealed class PathSecretForgeryTests : IDisposable
{
    private readonly BentPath _path = new();

    public void Dispose() => _path.Dispose();

    [Theory, Trait("Rule", "V-COMMIT-11")]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(2, 5)]
    public void ACiphertextThatDoesNotOpenIsRefused(int at, uint receiver)
    {
        UpdatePath flipped = _path.WithNode(
            at,
            node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret.Select(BentPath.Flip)] }
        );
        UpdatePath empty = _path.WithNode(
            at,
            node =>
                node with
                {
                    EncryptedPathSecret = [.. node.EncryptedPathSecret.Select(_ => new HpkeCiphertext(default, default))],
                }
        );

        Assert.NotNull(_path.Receive(_path.Honest.Tree, receiver, BentPath.Sender, _path.Honest.Path));
        Assert.Null(_path.Receive(_path.Honest.Tree, receiver, BentPath.Sender, flipped));
        Assert.Null(_path.Receive(_path.Honest.Tree, receiver, BentPath.Sender, empty));
        Assert.Null(
            _path.Receive(_path.Honest.Tree, receiver, BentPath.Sender, _path.Honest.Path, "another context"u8.ToArray())
        );
    }

    [Theory, Trait("Rule", "V-COMMIT-11")]
    [InlineData(4)]
    [InlineData(5)]
    public void CiphertextsInAnotherOrderAreRefused(uint receiver) =>
        Assert.Null(
            _path.Receive(
                _path.Honest.Tree,
                receiver,
                BentPath.Sender,
                _path.WithNode(2, node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret.Reverse()] })
            )
        );

    [Fact]
    public void FewerCiphertextsThanTheTreeAsksForDoNotThrow()
    {
        Assert.Null(
            _path.Receive(
                _path.Honest.Tree,
                0,
                BentPath.Sender,
                _path.WithNode(0, node => node with { EncryptedPathSecret = [] })
            )
        );
        Assert.Null(_path.Receive(_path.Honest.Tree, 0, BentPath.Sender, _path.Honest.Path with { Nodes = [] }));
    }

    [Theory, Trait("Rule", "V-COMMIT-13")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void APathSecretOfAnotherLengthIsRefused(int length)
    {
        byte[] context = TestGroup.Context(_path.Honest.Tree.TreeHash);
        HpkeCiphertext forged = BentPath.Suite.EncryptWithLabel(
            _path.Tree.Leaf(0)!.EncryptionKey,
            "UpdatePathNode",
            context,
            new byte[length]
        );
        UpdatePath path = _path.WithNode(0, node => node with { EncryptedPathSecret = [forged] });

        Assert.Null(_path.Receive(_path.Honest.Tree, 0, BentPath.Sender, path));
        using var pathSecret = new Secret(length);
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 5, _path.Group.At(5).LeafKeys.PrivateKey, BentPath.Sender, pathSecret));
    }

    [Fact, Trait("Rule", "V-COMMIT-12")]
    public void APathSecretThatLeadsToOtherKeysIsRefused()
    {
        // A member signs a path whose root key is nobody's: all public checks pass, and the others find out.
        using HpkeKeyPair attackers = BentPath.Suite.GenerateKeyPair();
        UpdatePath unsigned = _path.WithNode(2, node => node with { EncryptionKey = attackers.PublicKey });
        KeyedPath keyed = FilteredPath
            .Of(_path.Tree, BentPath.Sender)!
            .With([.. unsigned.Nodes.Select(node => node.EncryptionKey)]);
        UpdatePath path = unsigned with { LeafNode = _path.Sign(unsigned.LeafNode with { ParentHash = keyed.LeafParentHash }) };

        RatchetTree? applied = _path.Tree.TryApply(
            BentPath.Sender,
            path,
            _path.NewLeaves,
            TestGroup.GroupId,
            out TreeFault fault
        );

        Assert.Equal(TreeFault.None, fault);
        Assert.NotNull(applied);
        Assert.Null(_path.Receive(applied, 0, BentPath.Sender, path, TestGroup.Context(_path.Honest.Tree.TreeHash)));
        Assert.Null(_path.Receive(applied, 4, BentPath.Sender, path, TestGroup.Context(_path.Honest.Tree.TreeHash)));
    }

    [Fact, Trait("Rule", "V-WELCOME-12")]
    public void AWelcomeWithForeignSecretsIsRefused()
    {
        using Secret foreign = Secret.Random(32);
        using Secret notTheLeafs = Secret.Random(32);
        Secret leafKey = _path.Group.At(5).LeafKeys.PrivateKey;

        Assert.NotNull(TreeKem.TryImplant(_path.Honest.Tree, 5, leafKey, BentPath.Sender, _path.Honest.PathSecretFor(5)));
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 5, leafKey, BentPath.Sender, foreign));
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 5, leafKey, BentPath.Sender, _path.Honest.PathSecretFor(0)));
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 5, leafKey, 5, _path.Honest.PathSecretFor(0)));
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 5, leafKey, uint.MaxValue, _path.Honest.PathSecretFor(0)));
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 5, notTheLeafs, BentPath.Sender, _path.Honest.PathSecretFor(5)));
        Assert.Null(TreeKem.TryImplant(_path.Honest.Tree, 7, leafKey, BentPath.Sender, _path.Honest.PathSecretFor(5)));
    }
}
