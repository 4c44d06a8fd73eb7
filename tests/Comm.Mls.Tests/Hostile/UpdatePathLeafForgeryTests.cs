using Comm.Mls.Suites;
using Comm.Mls.Tests.Tree;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Update paths whose leaf does not vouch for the path, or is vouched for by nobody.</summary>
public sealed class UpdatePathLeafForgeryTests : IDisposable
{
    private readonly BentPath _path = new();

    public void Dispose() => _path.Dispose();

    [Fact, Trait("Rule", "V-LEAF-11")]
    public void ALeafThatIsNotOfACommitIsRefused()
    {
        _path.AssertFault(TreeFault.LeafSource, _path.WithLeaf(leaf => leaf with { Source = LeafNodeSource.Update }));
        _path.AssertFault(
            TreeFault.LeafSource,
            _path.Honest.Path with
            {
                LeafNode = TestMember.Named(BentPath.Suite, "other").KeyPackageLeaf,
            }
        );
    }

    [Fact, Trait("Rule", "V-COMMIT-09")]
    public void AParentHashOfAnotherTreeIsRefused()
    {
        _path.AssertFault(TreeFault.ParentHash, _path.WithLeaf(leaf => leaf with { ParentHash = new byte[32] }));
        _path.AssertFault(TreeFault.ParentHash, _path.WithLeaf(leaf => leaf with { ParentHash = default }));
        using HpkeKeyPair attackers = BentPath.Suite.GenerateKeyPair();
        _path.AssertFault(TreeFault.ParentHash, _path.WithNode(2, node => node with { EncryptionKey = attackers.PublicKey }));
    }

    [Fact, Trait("Rule", "V-LEAF-02")]
    public void ALeafThatItsKeyHasNotSignedIsRefused()
    {
        LeafNode leaf = _path.Honest.Path.LeafNode;
        _path.AssertFault(TreeFault.LeafSignature, _path.Honest.Path with { LeafNode = leaf with { Signature = new byte[64] } });
        _path.AssertFault(TreeFault.LeafSignature, _path.Honest.Path with { LeafNode = leaf with { Signature = default } });
        _path.AssertFault(
            TreeFault.LeafSignature,
            _path.Honest.Path with
            {
                LeafNode = leaf with { Credential = Credential.Basic("Somebody else"u8.ToArray()) },
            }
        );
        Assert.Null(
            _path.Tree.TryApply(BentPath.Sender, _path.Honest.Path, _path.NewLeaves, "other group"u8, out TreeFault fault)
        );
        Assert.Equal(TreeFault.LeafSignature, fault);
    }
}
