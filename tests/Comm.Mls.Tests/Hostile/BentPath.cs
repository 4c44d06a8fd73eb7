using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Tree;
using Comm.Mls.Tests.Vectors;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// The update path of an honest sender, for a member, or the server, to bend: each bend is refused for its own reason and changes
/// nothing. Seven members, one of them new, and a copath whose resolutions have more than one node.
/// </summary>
internal sealed class BentPath : IDisposable
{
    public const uint Sender = 1;
    public const uint Added = 6;

    public BentPath()
    {
        Group = TestGroup.Of(Suite, 6);
        TestMember newcomer = TestMember.Named(Suite, "newcomer");
        Tree = Group.Tree.Add(newcomer.KeyPackageLeaf, out uint leaf)!;
        Assert.Equal(Added, leaf);
        TestMember sender = Group.At(Sender);
        Honest = TreeKem.Create(
            Tree,
            sender.Own,
            Tree.Leaf(Sender)!,
            sender.Signer,
            TestGroup.GroupId,
            NewLeaves,
            TestGroup.Context
        );
        Assert.Equal([1, 2, 2], Honest.Path.Nodes.Select(node => node.EncryptedPathSecret.Length));
    }

    public static CipherSuite Suite { get; } = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    public TestGroup Group { get; }

    /// <summary>After the commit's proposals, before its path.</summary>
    public RatchetTree Tree { get; }

    public HashSet<uint> NewLeaves { get; } = [Added];

    public PathUpdate Honest { get; }

    public Opaque RootKey => Tree.Root.Content!.EncryptionKey;

    public UpdatePath WithNode(int at, Func<UpdatePathNode, UpdatePathNode> bend) =>
        Honest.Path with
        {
            Nodes = Honest.Path.Nodes.SetItem(at, bend(Honest.Path.Nodes[at])),
        };

    /// <summary>A member can sign whatever leaf it likes.</summary>
    public UpdatePath WithLeaf(Func<LeafNode, LeafNode> bend) => Honest.Path with { LeafNode = Sign(bend(Honest.Path.LeafNode)) };

    public LeafNode Sign(LeafNode leaf) =>
        LeafNodeSignature.Sign(Suite, Group.At(Sender).Signer, leaf, TestGroup.GroupId, Sender);

    public static HpkeCiphertext Flip(HpkeCiphertext ciphertext)
    {
        byte[] bytes = ciphertext.Ciphertext.ToArray();
        bytes[^1] ^= 1;
        return ciphertext with { Ciphertext = bytes };
    }

    public void AssertFault(TreeFault expected, UpdatePath path)
    {
        byte[] before = Tree.Encode();
        Opaque hashBefore = Tree.TreeHash;

        RatchetTree? applied = Tree.TryApply(Sender, path, NewLeaves, TestGroup.GroupId, out TreeFault fault);

        Assert.Equal(expected, fault);
        Assert.Equal(expected == TreeFault.None, applied is not null);
        Assert.Equal(before, Tree.Encode());
        Assert.Equal(hashBefore, Tree.TreeHash);
    }

    public (PrivateTree Private, Secret CommitSecret)? Receive(
        RatchetTree applied,
        uint member,
        uint sender,
        UpdatePath path,
        byte[]? context = null
    )
    {
        TestMember receiver = Group.At(member);
        byte[] before = receiver.SavedKeys();
        (PrivateTree Private, Secret CommitSecret)? received = TreeKem.TryDecrypt(
            applied,
            receiver.Own,
            sender,
            path,
            NewLeaves,
            context ?? TestGroup.Context(applied.TreeHash)
        );
        Assert.Equal(before, receiver.SavedKeys());
        return received;
    }

    public void Dispose() => Honest.Dispose();
}
