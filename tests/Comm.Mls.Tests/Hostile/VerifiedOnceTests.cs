using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;
using TreeMember = Comm.Mls.Tests.Tree.TestMember;

namespace Comm.Mls.Tests.Hostile;

/// <summary>That a signature was good once vouches for nothing but that very object, in that very group and place.</summary>
public sealed class VerifiedOnceTests
{
    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);
    private static readonly byte[] s_group = "group"u8.ToArray();

    [Fact]
    public void AForgedLeafAfterAGoodOneIsRefused()
    {
        LeafNode good = TreeMember.Named(s_suite, "alice").KeyPackageLeaf;
        Assert.Equal(TreeFault.None, Verify(good, s_group, 0));
        Assert.Equal(TreeFault.None, Verify(good, s_group, 0));

        LeafNode[] forged =
        [
            good with
            {
                Signature = Bent(good.Signature),
            },
            good with
            {
                Credential = Credential.Basic("mallory"u8.ToArray()),
            },
            good with
            {
                Lifetime = new Lifetime(0, 1),
            },
            good with
            {
                EncryptionKey = s_suite.GenerateKeyPair().PublicKey,
            },
            good with
            {
                SignatureKey = SoftwareSigner.Generate(s_suite.Id).PublicKey.ToArray(),
            },
        ];
        foreach (LeafNode leaf in forged)
        {
            // The second time too: a refusal is not remembered as anything else.
            Assert.Equal(TreeFault.LeafSignature, Verify(leaf, s_group, 0));
            Assert.Equal(TreeFault.LeafSignature, Verify(leaf, s_group, 0));
        }

        Assert.Equal(TreeFault.None, Verify(good, s_group, 0));
    }

    [Fact]
    public void ALeafOfOneGroupAndPlaceIsNotGoodForAnother()
    {
        TreeMember alice = TreeMember.Named(s_suite, "alice");
        LeafNode update = alice.KeyPackageLeaf with { Source = LeafNodeSource.Update, Lifetime = null };
        update = LeafNodeSignature.Sign(s_suite, alice.Signer, update, s_group, 3);

        Assert.Equal(TreeFault.None, Verify(update, s_group, 3));
        Assert.Equal(TreeFault.LeafSignature, Verify(update, s_group, 2));
        Assert.Equal(TreeFault.LeafSignature, Verify(update, "other"u8.ToArray(), 3));
        Assert.Equal(TreeFault.None, Verify(update, s_group, 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(39)]
    public void OneForgedLeafAmongMoreThanOneCoreVerifiesIsFound(int forged)
    {
        TreeMember[] members = [.. Enumerable.Range(0, 40).Select(number => TreeMember.Named(s_suite, $"{number}"))];
        LeafNode[] leaves = [.. members.Select(member => member.KeyPackageLeaf)];
        Assert.Equal(TreeFault.None, TreeOf(leaves).Validate(s_group));

        leaves[forged] = leaves[forged] with { Signature = Bent(leaves[forged].Signature) };
        Assert.Equal(TreeFault.LeafSignature, TreeOf(leaves).Validate(s_group));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(39)]
    public void OneForgedKeyPackageAmongManyIsRefused(int forged)
    {
        using TestMember alice = new("alice");
        alice.Create();
        ImmutableArray<KeyPackage> packages = [.. Enumerable.Range(0, 40).Select(number => KeyPackageOf($"{number}"))];
        Group before = alice.Group;
        alice.Group.Commit(new CommitRequest { Add = packages }, alice.Signer, OpenRules.Instance).Next.Discard(before);

        KeyPackage good = packages[forged];
        KeyPackage bentSignature = good with { Signature = Bent(good.Signature) };
        KeyPackage bentLeaf = good with { LeafNode = good.LeafNode with { Signature = Bent(good.LeafNode.Signature) } };
        foreach (KeyPackage bent in new[] { bentSignature, bentLeaf })
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(() =>
                alice.Group.Commit(new CommitRequest { Add = packages.SetItem(forged, bent) }, alice.Signer, OpenRules.Instance)
            );
            Assert.Contains(nameof(MlsFault.BadSignature), refused.Message);
            Assert.Equal(MlsFault.BadSignature, KeyPackageValidation.Check(s_suite, bent, OpenRules.Instance));
            Assert.Equal(MlsFault.BadSignature, KeyPackageValidation.Check(s_suite, bent, OpenRules.Instance));
        }

        Assert.Equal(MlsFault.None, KeyPackageValidation.Check(s_suite, good, OpenRules.Instance));
    }

    private static TreeFault Verify(LeafNode leaf, byte[] group, uint index) =>
        LeafNodeSignature.Verify(s_suite, leaf, group, index);

    private static RatchetTree TreeOf(LeafNode[] leaves) =>
        leaves[1..].Aggregate(RatchetTree.WithCreator(s_suite, leaves[0]), (tree, leaf) => tree.Add(leaf, out _)!);

    private static KeyPackage KeyPackageOf(string name)
    {
        using TestMember member = new(name);
        using KeyPackageSecrets made = member.NewKeyPackage();
        return made.KeyPackage;
    }

    private static Opaque Bent(Opaque bytes)
    {
        byte[] bent = bytes.ToArray();
        bent[^1] ^= 1;
        return bent;
    }
}
