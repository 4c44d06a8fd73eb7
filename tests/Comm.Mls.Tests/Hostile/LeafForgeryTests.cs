using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Leaves whose keys, signature or source are not what they have to be (RFC 9420 §7.3), at each of the three ways by which a leaf
/// comes in.
/// </summary>
public sealed class LeafForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertTaken(Forge.Add(_group.Dave));
        _group.AssertTaken(Forge.Update());
        _group.AssertTaken(Forge.Commit());
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-LEAF-02")]
    public void ALeafThatItsKeyHasNotSignedIsRefused()
    {
        KeyPackage package = Forge.KeyPackageOf(
            _group.Dave,
            package: bent => bent with { LeafNode = bent.LeafNode with { Signature = new byte[64] } }
        );
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new AddProposal(package)));
        LeafNode update = Forge.UpdatedLeaf() with { Signature = new byte[64] };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(update)));
        UpdatePath path = Forge.PathAfter();
        path = path with { LeafNode = path.LeafNode with { Signature = new byte[64] } };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Commit([], path));
    }

    [Fact, Trait("Rule", "V-LEAF-08")]
    public void AKeyPackagesLeafFromElsewhereIsRefused()
    {
        _group.AssertRefused(
            MlsFault.InvalidKeyPackage,
            Forge.Add(_group.Dave, leaf => leaf with { Source = LeafNodeSource.Update, Lifetime = null })
        );
        _group.AssertRefused(
            MlsFault.InvalidKeyPackage,
            Forge.Add(_group.Dave, leaf => leaf with { Source = LeafNodeSource.Commit, Lifetime = null })
        );
    }

    [Fact, Trait("Rule", "V-LEAF-09")]
    public void AnUpdatesLeafFromElsewhereIsRefused()
    {
        _group.AssertRefused(MlsFault.InvalidLeaf, Forge.Update(leaf => leaf with { Source = LeafNodeSource.Commit }));
        _group.AssertRefused(
            MlsFault.InvalidLeaf,
            Forge.Update(leaf => leaf with { Source = LeafNodeSource.KeyPackage, Lifetime = new Lifetime(0, ulong.MaxValue) })
        );
    }

    [Fact, Trait("Rule", "V-LEAF-10")]
    public void AnUpdateWithTheOldKeyIsRefused() =>
        _group.AssertRefused(
            MlsFault.InvalidLeaf,
            Forge.Update(leaf => leaf with { EncryptionKey = Forge.OwnLeaf.EncryptionKey })
        );

    [Fact, Trait("Rule", "V-LEAF-11")]
    public void APathsLeafFromElsewhereIsRefused()
    {
        _group.AssertRefused(MlsFault.InvalidPath, Forge.Path(leaf => leaf with { Source = LeafNodeSource.Update }));
        _group.AssertRefused(
            MlsFault.InvalidPath,
            Forge.Path(leaf => leaf with { Source = LeafNodeSource.KeyPackage, Lifetime = new Lifetime(0, ulong.MaxValue) })
        );
    }

    [Fact, Trait("Rule", "V-LEAF-12")]
    public void TheSignatureKeyOfAnotherMemberIsRefused()
    {
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new AddProposal(Forge.KeyPackageOf(_group.Bob))));

        // In a path the key alone is enough to be refused: nobody but Bob could sign it.
        UpdatePath path = Forge.PathAfter();
        path = path with { LeafNode = path.LeafNode with { SignatureKey = _group.Bob.Group.Tree.Leaf(1)!.SignatureKey } };
        _group.AssertRefused(MlsFault.InvalidPath, Forge.Commit([], path));
    }

    [Fact, Trait("Rule", "V-LEAF-13")]
    public void TheEncryptionKeyOfAnotherNodeIsRefused()
    {
        foreach ((_, LeafNode member) in _group.Bob.Group.Tree.Members.Skip(1))
        {
            _group.AssertRefused(
                MlsFault.DuplicateKey,
                Forge.Add(_group.Dave, leaf => leaf with { EncryptionKey = member.EncryptionKey })
            );
            _group.AssertRefused(MlsFault.InvalidPath, Forge.Path(leaf => leaf with { EncryptionKey = member.EncryptionKey }));
        }

        // An Update is held against all other leaves when it is committed.
        Opaque bobs = _group.Bob.Group.Tree.Leaf(1)!.EncryptionKey;
        StagedProposal twin = Forge.ProposeUpdate(_group.Carol, leaf => leaf with { EncryptionKey = bobs });
        _group.Deliver(twin, _group.Carol);
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.CommitUpdate(twin));
    }

    [Theory, Trait("Rule", "V-LEAF-15")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AnEncryptionKeyThatIsNoneIsRefused(int zeros)
    {
        _group.AssertRefused(MlsFault.InvalidLeaf, Forge.Add(_group.Dave, leaf => leaf with { EncryptionKey = new byte[zeros] }));
        _group.AssertRefused(MlsFault.InvalidLeaf, Forge.Update(leaf => leaf with { EncryptionKey = new byte[zeros] }));
        _group.AssertRefused(MlsFault.InvalidPath, Forge.Path(leaf => leaf with { EncryptionKey = new byte[zeros] }));
    }

    [Theory, Trait("Rule", "V-LEAF-16")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(65)]
    public void ASignatureKeyThatIsNoneIsRefused(int zeros)
    {
        KeyPackage package = Forge.KeyPackageOf(
            _group.Dave,
            package: bent => bent with { LeafNode = bent.LeafNode with { SignatureKey = new byte[zeros] } }
        );
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new AddProposal(package)));
        LeafNode update = Forge.UpdatedLeaf() with { SignatureKey = new byte[zeros] };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(update)));
    }

    [Fact, Trait("Rule", "V-LEAF-17")]
    public void ALeafSignedForAnotherGroupOrPlaceIsRefused()
    {
        LeafNode honest = Forge.UpdatedLeaf();
        LeafNode[] elsewhere =
        [
            Forge.SignLeaf(honest, "another room"u8),
            Forge.SignLeaf(honest, leafIndex: 1),
            Forge.SignLeaf(honest, leafIndex: uint.MaxValue),
        ];
        foreach (LeafNode leaf in elsewhere)
        {
            _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(leaf)));
        }

        UpdatePath path = Forge.PathAfter();
        _group.AssertRefused(
            MlsFault.BadSignature,
            Forge.Commit([], path with { LeafNode = Forge.SignLeaf(path.LeafNode, "another room"u8) })
        );
        _group.AssertRefused(
            MlsFault.BadSignature,
            Forge.Commit([], path with { LeafNode = Forge.SignLeaf(path.LeafNode, leafIndex: 2) })
        );
    }
}
