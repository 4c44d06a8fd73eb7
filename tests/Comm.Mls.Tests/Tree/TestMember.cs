using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

/// <summary>One member of a <see cref="TestGroup"/>: a signature key and its own half of the tree.</summary>
internal sealed class TestMember
{
    private TestMember(CipherSuite suite, string name)
    {
        Suite = suite;
        Signer = SoftwareSigner.Generate(suite.Id);
        LeafKeys = suite.GenerateKeyPair();
        var unsigned = new LeafNode(
            LeafKeys.PublicKey,
            default,
            Credential.Basic(System.Text.Encoding.UTF8.GetBytes(name)),
            Capabilities.Of(suite.Id),
            LeafNodeSource.KeyPackage,
            new Lifetime(0, ulong.MaxValue),
            default,
            Extensions.None,
            default
        );
        KeyPackageLeaf = LeafNodeSignature.Sign(suite, Signer, unsigned, [], 0);
    }

    public SoftwareSigner Signer { get; }

    /// <summary>Of the key package; the tree has the current ones.</summary>
    public HpkeKeyPair LeafKeys { get; }

    public LeafNode KeyPackageLeaf { get; }

    public PrivateTree Own { get; set; } = null!;

    public uint Leaf => Own.OwnLeaf;

    private CipherSuite Suite { get; }

    public static TestMember Named(CipherSuite suite, string name) => new(suite, name);

    /// <summary>A leaf with a new key, as in an Update proposal.</summary>
    public (LeafNode Leaf, HpkeKeyPair Keys) MakeUpdate(RatchetTree tree, ReadOnlySpan<byte> groupId)
    {
        HpkeKeyPair keys = Suite.GenerateKeyPair();
        LeafNode unsigned = tree.Leaf(Leaf)! with
        {
            EncryptionKey = keys.PublicKey,
            Source = LeafNodeSource.Update,
            Lifetime = null,
            ParentHash = Opaque.Empty,
        };
        return (LeafNodeSignature.Sign(Suite, Signer, unsigned, groupId, Leaf), keys);
    }

    public byte[] SavedKeys()
    {
        using var writer = new MlsWriter();
        Own.Save(writer);
        return writer.ToArray();
    }
}
