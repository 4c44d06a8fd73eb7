using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Update paths with keys that are not fresh, not keys, or not the sender's.</summary>
public sealed class UpdatePathKeyForgeryTests : IDisposable
{
    private readonly BentPath _path = new();

    public void Dispose() => _path.Dispose();

    [Fact, Trait("Rule", "V-COMMIT-05")]
    public void KeysThatAreInTheTreeAlreadyAreRefused()
    {
        Opaque used = _path.Tree.Leaf(4)!.EncryptionKey;
        _path.AssertFault(TreeFault.PathKeyNotFresh, _path.WithNode(0, node => node with { EncryptionKey = used }));
        _path.AssertFault(TreeFault.PathKeyNotFresh, _path.WithLeaf(leaf => leaf with { EncryptionKey = used }));
        _path.AssertFault(TreeFault.PathKeyNotFresh, _path.WithNode(2, node => node with { EncryptionKey = _path.RootKey }));
        _path.AssertFault(
            TreeFault.PathKeyNotFresh,
            _path.WithLeaf(leaf => leaf with { EncryptionKey = _path.Tree.Leaf(BentPath.Sender)!.EncryptionKey })
        );
    }

    [Fact, Trait("Rule", "V-COMMIT-06")]
    public void AKeyTwiceInThePathIsRefused()
    {
        Opaque leafKey = _path.Honest.Path.LeafNode.EncryptionKey;
        Opaque other = _path.Honest.Path.Nodes[1].EncryptionKey;
        _path.AssertFault(TreeFault.PathKeyNotFresh, _path.WithNode(0, node => node with { EncryptionKey = other }));
        _path.AssertFault(TreeFault.PathKeyNotFresh, _path.WithNode(0, node => node with { EncryptionKey = leafKey }));
    }

    [Theory, Trait("Rule", "V-COMMIT-10")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AKeyThatIsNoneIsRefused(int length)
    {
        Opaque none = new byte[length];
        _path.AssertFault(TreeFault.InvalidKey, _path.WithNode(1, node => node with { EncryptionKey = none }));
        _path.AssertFault(TreeFault.InvalidKey, _path.WithLeaf(leaf => leaf with { EncryptionKey = none }));
    }

    [Fact, Trait("Rule", "V-LEAF-12")]
    public void TheSignatureKeyOfAnotherMemberIsRefused() =>
        _path.AssertFault(
            TreeFault.DuplicateSignatureKey,
            _path.Honest.Path with
            {
                LeafNode = _path.Honest.Path.LeafNode with { SignatureKey = _path.Tree.Leaf(2)!.SignatureKey },
            }
        );
}
