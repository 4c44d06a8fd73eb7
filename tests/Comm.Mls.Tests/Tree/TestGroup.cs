using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Vectors;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

/// <summary>
/// A group as far as its ratchet tree goes: one public tree and all members' private halves. Its commits check what a commit
/// promises: that whoever stays and whoever comes holds the keys of the tree, and nobody else does.
/// </summary>
internal sealed class TestGroup
{
    private static readonly HashSet<uint> s_nobody = [];

    private int _named;

    public TestGroup(CipherSuite suite)
    {
        Suite = suite;
        TestMember creator = Newcomer();
        creator.Own = PrivateTree.OfLeaf(0, creator.LeafKeys);
        Tree = RatchetTree.WithCreator(suite, creator.KeyPackageLeaf);
        Members = [creator];
    }

    public static byte[] GroupId { get; } = "operation"u8.ToArray();

    public CipherSuite Suite { get; }

    public RatchetTree Tree { get; private set; }

    public List<TestMember> Members { get; }

    public TestMember At(uint leaf) => Members.Single(member => member.Leaf == leaf);

    /// <summary>A group that its creator filled with one commit: only the parents above leaf 0 have keys.</summary>
    public static TestGroup Of(CipherSuite suite, int members)
    {
        var group = new TestGroup(suite);
        group.Commit(0, adds: members - 1);
        return group;
    }

    /// <summary>The same, after everybody has committed once: no parent is blank that has two sides.</summary>
    public static TestGroup Settled(CipherSuite suite, int members)
    {
        TestGroup group = Of(suite, members);
        for (uint leaf = 0; leaf < members; leaf++)
        {
            group.Commit(leaf);
        }

        return group;
    }

    /// <summary>Adds without a path, which leaves the new members unmerged.</summary>
    public void AddWithoutPath(int adds)
    {
        (RatchetTree tree, List<TestMember> newcomers) = Add(Tree, adds);
        foreach (TestMember member in Members)
        {
            member.Own = member.Own.Next(tree);
        }

        foreach (TestMember newcomer in newcomers)
        {
            newcomer.Own = Join(tree, newcomer, signer: 0, pathSecret: null);
        }

        Members.AddRange(newcomers);
        Tree = tree;
        AssertKeysAreWhereTheyBelong();
        AssertAnyJoinerAcceptsTheTree();
    }

    public void Commit(uint committer, int adds = 0, uint[]? removes = null, uint[]? updates = null)
    {
        byte[] before = Tree.Encode();
        Opaque hashBefore = Tree.TreeHash;
        RatchetTree old = Tree;

        RatchetTree tree = Propose(removes ?? [], updates ?? []);
        (tree, List<TestMember> newcomers) = Add(tree, adds);
        var added = newcomers.Select(newcomer => newcomer.Own.OwnLeaf).ToHashSet();

        TestMember sender = At(committer);
        using PathUpdate update = TreeKem.Create(tree, sender.Own, tree.Leaf(committer)!, sender.Signer, GroupId, added, Context);
        RatchetTree? applied = tree.TryApply(committer, update.Path, added, GroupId, out TreeFault fault);
        Assert.Equal(TreeFault.None, fault);
        Assert.Equal(update.Tree.TreeHash, applied!.TreeHash);

        foreach (TestMember member in Members.Where(member => member != sender))
        {
            (PrivateTree next, Secret commitSecret) = Assert.NotNull(
                TreeKem.TryDecrypt(applied, member.Own, committer, update.Path, added, Context(applied.TreeHash))
            );
            Assert.True(update.CommitSecret.FixedTimeEquals(commitSecret.Span));
            member.Own.Retire(next);
            member.Own = next;
        }

        foreach (TestMember newcomer in newcomers)
        {
            Assert.Null(TreeKem.TryDecrypt(applied, newcomer.Own, committer, update.Path, added, Context(applied.TreeHash)));
            newcomer.Own = Join(applied, newcomer, committer, update.PathSecretFor(newcomer.Leaf));
        }

        sender.Own.Retire(update.Private);
        sender.Own = update.Private;
        Members.AddRange(newcomers);
        Tree = applied;

        AssertKeysAreWhereTheyBelong();
        AssertAnyJoinerAcceptsTheTree();
        Assert.Equal(before, old.Encode());
        Assert.Equal(hashBefore, old.TreeHash);
    }

    /// <summary>Somebody comes in by an external commit, and may throw out its own former appearance.</summary>
    public void JoinExternally(uint? replaced = null)
    {
        RatchetTree tree = Propose(replaced is { } former ? [former] : [], []);
        RatchetTree roomy = tree.WithRoom(out uint leaf)!;
        TestMember joiner = Newcomer();
        using PathUpdate update = TreeKem.Create(
            roomy,
            PrivateTree.Empty(leaf),
            joiner.KeyPackageLeaf,
            joiner.Signer,
            GroupId,
            s_nobody,
            Context
        );
        RatchetTree? applied = roomy.TryApply(leaf, update.Path, s_nobody, GroupId, out TreeFault fault);
        Assert.Equal(TreeFault.None, fault);

        foreach (TestMember member in Members)
        {
            (PrivateTree next, Secret commitSecret) = Assert.NotNull(
                TreeKem.TryDecrypt(applied!, member.Own, leaf, update.Path, s_nobody, Context(applied!.TreeHash))
            );
            Assert.True(update.CommitSecret.FixedTimeEquals(commitSecret.Span));
            member.Own = next;
        }

        joiner.Own = update.Private;
        Members.Add(joiner);
        Tree = applied!;
        AssertKeysAreWhereTheyBelong();
        AssertAnyJoinerAcceptsTheTree();
    }

    public static byte[] Context(Opaque treeHash) => [.. "context of "u8, .. treeHash.Span];

    private TestMember Newcomer() => TestMember.Named(Suite, $"Officer {_named++}");

    private RatchetTree Propose(uint[] removes, uint[] updates)
    {
        RatchetTree tree = Tree;
        foreach (uint leaf in updates)
        {
            TestMember member = At(leaf);
            (LeafNode updated, HpkeKeyPair keys) = member.MakeUpdate(tree, GroupId);
            tree = tree.Update(leaf, updated);
            member.Own = member.Own.Next(tree, new NodeKeys(TreeMath.NodeOfLeaf(leaf), keys));
        }

        foreach (uint leaf in removes)
        {
            Members.Remove(At(leaf));
            tree = tree.Remove(leaf);
        }

        return tree;
    }

    private (RatchetTree Tree, List<TestMember> Newcomers) Add(RatchetTree tree, int adds)
    {
        List<TestMember> newcomers = [];
        for (int i = 0; i < adds; i++)
        {
            TestMember newcomer = Newcomer();
            tree = tree.Add(newcomer.KeyPackageLeaf, out uint leaf)!;
            newcomer.Own = PrivateTree.OfLeaf(leaf, newcomer.LeafKeys);
            newcomers.Add(newcomer);
        }

        return (tree, newcomers);
    }

    private static PrivateTree Join(RatchetTree tree, TestMember newcomer, uint signer, Secret? pathSecret)
    {
        PrivateTree? joined = TreeKem.TryImplant(tree, newcomer.Leaf, newcomer.LeafKeys.PrivateKey, signer, pathSecret);
        Assert.NotNull(joined);
        return joined;
    }

    // The tree invariant of RFC 9420 §4.2, and that nobody lacks a key that a path would be encrypted to.
    private void AssertKeysAreWhereTheyBelong()
    {
        foreach (TestMember member in Members)
        {
            foreach (Subtree place in Tree.Root.InOrder())
            {
                bool belongs =
                    place.Content is { } content
                    && TreeMath.IsAbove(place.Index, member.Leaf)
                    && content.Parent?.Lists(member.Leaf) != true;
                HpkeKeyPair? held = member.Own.KeysOf(place);
                Assert.Equal(belongs, held is not null);
                if (held is not null)
                {
                    Assert.Equal(held.PublicKey.ToArray(), Suite.Hpke.Kem.Group.GetPublicKey(held.PrivateKey));
                }
            }
        }
    }

    // Through the bytes, so that no hash of an older version can be left in the tree.
    private void AssertAnyJoinerAcceptsTheTree()
    {
        var reader = new MlsReader(Tree.Encode());
        Assert.True(RatchetTree.TryRead(Suite, ref reader, out RatchetTree? read));
        Assert.Equal(Tree.TreeHash, read.TreeHash);
        Assert.Equal(TreeFault.None, read.Validate(GroupId));
        Assert.Equal((uint)Members.Count, read.MemberCount);
    }
}
