using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// A member who says what the library's own <see cref="Group"/> would not say: signed with its real key, tagged and sealed with the
/// epoch's real secrets, which it reads out of its own saved state. Good for the epoch in which it was made. What it makes without
/// being asked to bend anything is taken by everybody (ForgeTests), so that a refusal is for what was bent.
/// </summary>
internal sealed partial class Forge : IDisposable
{
    private readonly TestMember _insider;
    private readonly PublicGroup _public;
    private readonly EpochSecrets _epoch;
    private readonly PrivateTree _private;
    private readonly SecretTree _messages;

    public Forge(TestMember insider)
    {
        _insider = insider;
        MlsReader reader = new(insider.Group.EpochBytes());
        _public = PublicGroup.TryRead(ref reader)!;
        Assert.True(EpochSecrets.TryLoad(ref reader, _public.Suite, out EpochSecrets? epoch));
        Assert.True(PrivateTree.TryLoad(ref reader, out PrivateTree? own));
        reader = new MlsReader(insider.Group.MessageBytes());
        Assert.True(reader.TryReadUInt64(out _));
        Assert.True(SecretTree.TryLoad(ref reader, _public.Suite, out SecretTree? messages));
        (_epoch, _private, _messages) = (epoch, own, messages);
    }

    public CipherSuite Suite => _public.Suite;

    public GroupContext Context => _public.Context;

    public RatchetTree Tree => _public.Tree;

    public uint OwnLeafIndex => _private.OwnLeaf;

    public LeafNode OwnLeaf => _public.Tree.Leaf(OwnLeafIndex)!;

    public void Dispose()
    {
        _epoch.Dispose();
        _private.Dispose();
        _messages.Dispose();
    }

    public static Opaque NewKey()
    {
        using HpkeKeyPair keys = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519).GenerateKeyPair();
        return keys.PublicKey;
    }

    /// <summary>The insider's leaf as an Update would have it, with a fresh key.</summary>
    public LeafNode UpdatedLeaf(Func<LeafNode, LeafNode>? bend = null)
    {
        LeafNode leaf = OwnLeaf with
        {
            EncryptionKey = NewKey(),
            Source = LeafNodeSource.Update,
            Lifetime = null,
            ParentHash = Opaque.Empty,
        };
        return SignLeaf(bend is null ? leaf : bend(leaf));
    }

    /// <summary>A leaf signed by the insider: for its own group and place, if nothing else is said.</summary>
    public LeafNode SignLeaf(LeafNode leaf, ReadOnlySpan<byte> groupId = default, uint? leafIndex = null) =>
        LeafNodeSignature.Sign(
            Suite,
            _insider.Signer,
            leaf,
            groupId.IsEmpty ? Context.GroupId.Span : groupId,
            leafIndex ?? OwnLeafIndex
        );

    /// <summary>A key package of <paramref name="owner"/>'s with a bent leaf and a bent package, both signed again.</summary>
    public static KeyPackage KeyPackageOf(
        TestMember owner,
        Func<LeafNode, LeafNode>? leaf = null,
        Func<KeyPackage, KeyPackage>? package = null
    )
    {
        using KeyPackageSecrets made = owner.NewKeyPackage();
        CipherSuite suite = CipherSuite.Get(owner.Suite);
        LeafNode bentLeaf = leaf is null
            ? made.KeyPackage.LeafNode
            : LeafNodeSignature.Sign(suite, owner.Signer, leaf(made.KeyPackage.LeafNode), [], 0);
        KeyPackage bent = made.KeyPackage with { LeafNode = bentLeaf };
        bent = package is null ? bent : package(bent);
        return bent with { Signature = suite.SignWithLabel(owner.Signer, "KeyPackageTBS", bent.ToBeSigned()) };
    }

    /// <summary>An X.509 credential, which the library reads and does not make.</summary>
    public static Credential X509()
    {
        Assert.True(MlsCodec.TryDecode([0, 2, 2, 1, 0x30], out Credential? credential));
        return credential;
    }

    public GroupInfo Sign(GroupInfo info) =>
        info with
        {
            Signature = Suite.SignWithLabel(_insider.Signer, "GroupInfoTBS", info.ToBeSigned()),
        };

    /// <summary>A GroupInfo with another tree in it, and that tree's hash: consistent, but for what is wrong with the tree.</summary>
    public GroupInfo WithTree(GroupInfo info, Func<ImmutableArray<Node?>, ImmutableArray<Node?>> bend)
    {
        Assert.True(info.Extensions.TryFind(ExtensionType.RatchetTree, out Opaque bytes));
        MlsReader reader = new(bytes.Memory);
        Assert.True(RatchetTree.TryRead(Suite, ref reader, out RatchetTree? tree));
        ImmutableArray<Node?> nodes = bend(tree.ToNodes());
        using MlsWriter writer = new();
        writer.WriteOptionalList(nodes);
        info = info with { Extensions = info.Extensions.With(new Extension(ExtensionType.RatchetTree, writer.ToArray())) };
        return RatchetTree.TryCreate(Suite, nodes, out RatchetTree? bent)
            ? info with
            {
                GroupContext = info.GroupContext with { TreeHash = bent.TreeHash },
            }
            : info;
    }

    /// <summary>
    /// Another GroupInfo of the insider's in the same Welcome; <paramref name="joiner"/> lends the keys to open it.
    /// </summary>
    public Welcome WelcomeWith(
        Welcome honest,
        KeyPackageSecrets joiner,
        Func<GroupInfo, GroupInfo> bend,
        Func<GroupSecrets, GroupSecrets>? bendSecrets = null,
        KeyPackage? sealedTo = null
    )
    {
        using GroupSecrets secrets = WelcomeCipher.TryOpenSecrets(Suite, honest, joiner.Reference, joiner.InitKeys)!;
        using Secret noPsk = PskSecret.None(Suite);
        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(Suite, secrets.JoinerSecret, noPsk);
        GroupInfo info = bend(WelcomeCipher.TryOpenGroupInfo(Suite, welcomeSecret, honest.EncryptedGroupInfo)!);
        Opaque sealedInfo = WelcomeCipher.SealGroupInfo(Suite, welcomeSecret, Sign(info));
        GroupSecrets bent = bendSecrets is null ? secrets : bendSecrets(secrets);
        return new Welcome(
            honest.CipherSuite,
            [WelcomeCipher.SealSecrets(Suite, sealedTo ?? joiner.KeyPackage, bent, sealedInfo)],
            sealedInfo
        );
    }
}
