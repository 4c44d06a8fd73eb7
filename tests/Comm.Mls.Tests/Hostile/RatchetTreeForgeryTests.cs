using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Tree;
using Comm.Mls.Tests.Vectors;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Trees that somebody bent: refused when read, or by the checks of a joiner; never an exception.</summary>
public sealed class RatchetTreeForgeryTests
{
    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    [Theory]
    [Trait("Rule", "V-TREE-01")]
    [Trait("Rule", "V-TREE-04")]
    [InlineData("_")] // nobody
    [InlineData("A _")] // the last place is blank
    [InlineData("A X")] // the last place is a parent, with nobody to its right
    [InlineData("A X[0,1] B _ C Y[1] D")] // the unmerged leaf of Y is not below Y
    [InlineData("A X[1] _ _ C")] // the unmerged leaf of X is blank
    [InlineData("A X[4294967295] B")] // the unmerged leaf of X is nowhere
    public void AMisshapenTreeIsNotCreated(string sketch)
    {
        Assert.False(RatchetTree.TryCreate(s_suite, SketchedTree.Nodes(sketch), out RatchetTree? tree));
        Assert.Null(tree);
    }

    [Fact, Trait("Rule", "V-TREE-02")]
    public void LeavesAndParentsKeepToTheirPlaces()
    {
        ImmutableArray<Node?> nodes = SketchedTree.Nodes("A X B");

        Assert.False(RatchetTree.TryCreate(s_suite, [], out _));
        Assert.False(RatchetTree.TryCreate(s_suite, nodes.SetItem(1, nodes[0]), out _));
        Assert.False(RatchetTree.TryCreate(s_suite, nodes.SetItem(0, nodes[1]), out _));
    }

    [Fact, Trait("Rule", "V-TREE-14")]
    public void AListLongerThanATreeMayBeIsNotReadToItsEnd()
    {
        using var writer = new MlsWriter();
        writer.WriteVector(new byte[(2 * TreeMath.MaxLeaves) + 1_000]);
        var reader = new MlsReader(writer.ToArray());

        Assert.False(RatchetTree.TryRead(s_suite, ref reader, out _));
    }

    [Fact]
    public void ATruncatedTreeIsRefusedAtEveryByte()
    {
        byte[] bytes = TestGroup.Settled(s_suite, 3).Tree.Encode();
        for (int length = 0; length < bytes.Length; length++)
        {
            var reader = new MlsReader(bytes.AsMemory(0, length));
            Assert.False(RatchetTree.TryRead(s_suite, ref reader, out _));
        }
    }

    [Fact]
    public void AFlippedBitAnywhereInTheTreeIsFoundOut()
    {
        TestGroup group = TestGroup.Settled(s_suite, 3);
        group.AddWithoutPath(1);
        byte[] bytes = group.Tree.Encode();
        for (int position = 0; position < bytes.Length; position++)
        {
            byte[] forged = [.. bytes];
            forged[position] ^= (byte)(1 << (position % 8));
            var reader = new MlsReader(forged);
            bool accepted =
                RatchetTree.TryRead(s_suite, ref reader, out RatchetTree? tree)
                && reader.IsAtEnd
                && tree.Validate(TestGroup.GroupId) == TreeFault.None;
            Assert.False(accepted, $"byte {position}");
        }
    }

    [Fact, Trait("Rule", "V-TREE-12")]
    public void LeavesOfAnotherGroupAreNotTaken() =>
        Assert.Equal(TreeFault.LeafSignature, TestGroup.Settled(s_suite, 3).Tree.Validate("other"u8));

    [Fact, Trait("Rule", "V-TREE-06")]
    public void LeavesThatChangedPlacesAreNotTaken()
    {
        TestGroup group = TestGroup.Settled(s_suite, 4);
        ImmutableArray<Node?> nodes = group.Tree.ToNodes();

        Assert.Equal(TreeFault.ParentHash, Validate(nodes.SetItem(4, nodes[6]).SetItem(6, nodes[4])));
    }

    [Fact]
    [Trait("Rule", "V-TREE-07")]
    [Trait("Rule", "V-TREE-09")]
    public void AKeyAtTwoPlacesIsFoundOut()
    {
        TestGroup group = TestGroup.Settled(s_suite, 4);
        ImmutableArray<Node?> nodes = group.Tree.ToNodes();
        Node copied = Node.Of(nodes[1]!.Parent! with { EncryptionKey = nodes[0]!.EncryptionKey });
        LeafNode twin = nodes[2]!.Leaf! with { SignatureKey = nodes[0]!.Leaf!.SignatureKey };

        Assert.Equal(TreeFault.None, group.Tree.CheckUniqueKeys());
        Assert.Equal(TreeFault.DuplicateEncryptionKey, Validate(nodes.SetItem(1, copied)));
        Assert.Equal(TreeFault.DuplicateSignatureKey, Validate(nodes.SetItem(2, Node.Of(twin))));
    }

    [Fact]
    [Trait("Rule", "V-TREE-06")]
    [Trait("Rule", "V-TREE-11")]
    public void AParentThatNobodySignedForIsFoundOut()
    {
        TestGroup group = TestGroup.Settled(s_suite, 4);
        ImmutableArray<Node?> nodes = group.Tree.ToNodes();
        using HpkeKeyPair attackers = s_suite.GenerateKeyPair();
        ParentNode root = nodes[3]!.Parent!;

        Assert.Equal(
            TreeFault.ParentHash,
            Validate(nodes.SetItem(3, Node.Of(root with { EncryptionKey = attackers.PublicKey })))
        );
        Assert.Equal(TreeFault.InvalidKey, Validate(nodes.SetItem(3, Node.Of(root with { EncryptionKey = new byte[32] }))));
    }

    [Fact, Trait("Rule", "V-TREE-05")]
    public void AnUnmergedLeafIsUnmergedAllTheWayDown()
    {
        // The newcomer at leaf 3 is unmerged at 3 and 7.
        TestGroup group = TestGroup.Settled(s_suite, 6);
        group.Commit(2, removes: [3]);
        group.Commit(0);
        group.AddWithoutPath(1);
        ImmutableArray<Node?> nodes = group.Tree.ToNodes();
        Assert.Equal([3u], nodes[3]!.Parent!.UnmergedLeaves.AsEnumerable());
        Assert.Equal([3u], nodes[7]!.Parent!.UnmergedLeaves.AsEnumerable());

        ImmutableArray<Node?> mergedBelow = nodes.SetItem(3, WithUnmerged(nodes[3]));
        Assert.Equal(TreeFault.UnmergedLeaves, Validate(mergedBelow));
        Assert.Equal(TreeFault.ParentHash, Validate(mergedBelow.SetItem(7, WithUnmerged(nodes[7]))));

        ImmutableArray<Node?> oneMore = nodes.SetItem(7, WithUnmerged(nodes[7], 3, 5));
        Assert.Equal(TreeFault.UnmergedLeaves, Validate(oneMore));
        Assert.Equal(TreeFault.ParentHash, Validate(oneMore.SetItem(9, WithUnmerged(nodes[9], 5))));
    }

    private static Node WithUnmerged(Node? node, params ImmutableArray<uint> leaves) =>
        Node.Of(node!.Parent! with { UnmergedLeaves = leaves });

    private static TreeFault Validate(ImmutableArray<Node?> nodes)
    {
        Assert.True(RatchetTree.TryCreate(s_suite, nodes, out RatchetTree? tree));
        return tree.Validate(TestGroup.GroupId);
    }
}
