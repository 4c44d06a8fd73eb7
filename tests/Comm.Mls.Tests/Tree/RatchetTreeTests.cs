using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Tests.Vectors;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

public sealed class RatchetTreeTests
{
    // The tree of RFC 9420 §4.1.1, and with labels where only parents are blank, that of §4.1.2.
    private const string WithUnmergedLeaf = "A _ B X[1] _ _ D _ E Y F _ _ _ H";
    private const string WithBlankParents = "A T B _ _ _ _ W E X F Y G";

    [Theory]
    [InlineData(3, "3 2")]
    [InlineData(4, "")]
    [InlineData(12, "")]
    [InlineData(7, "3 2 9 14")]
    [InlineData(15, "")]
    [InlineData(uint.MaxValue, "")]
    public void ResolutionIsTheOneOfTheStandardsExample(uint node, string resolution) =>
        Assert.Equal(resolution, string.Join(' ', SketchedTree.Of(WithUnmergedLeaf).Resolution(node)));

    [Theory]
    [InlineData(0, "1 7")]
    [InlineData(1, "1 7")]
    [InlineData(4, "9 11 7")]
    [InlineData(5, "9 11 7")]
    [InlineData(6, "11 7")]
    public void FilteredDirectPathIsTheOneOfTheStandardsExample(uint leaf, string path) =>
        Assert.Equal(
            path,
            string.Join(' ', FilteredPath.Of(SketchedTree.Of(WithBlankParents), leaf)!.Steps.Select(step => step.Node.Index))
        );

    [Fact]
    public void AddTakesTheLeftmostBlankLeafAndIsUnmergedAbove()
    {
        RatchetTree tree = SketchedTree.Of(WithUnmergedLeaf).Add(SketchedTree.Leaf("C"), out uint leaf)!;

        Assert.Equal(2u, leaf);
        Assert.Equal("A _ B X[1,2] C _ D _ E Y F _ _ _ H", tree.Sketch());
    }

    [Fact]
    public void UnmergedLeavesStayInAscendingOrder() =>
        Assert.Equal("A X[0,1] B", SketchedTree.Of("_ X[1] B").Add(SketchedTree.Leaf("A"), out _)!.Sketch());

    [Fact]
    public void AddToAFullTreeExtendsIt()
    {
        RatchetTree tree = SketchedTree.Of("A X B").Add(SketchedTree.Leaf("C"), out uint leaf)!;

        Assert.Equal(2u, leaf);
        Assert.Equal(4u, tree.LeafCount);
        Assert.Equal("A X B _ C", tree.Sketch());
    }

    [Fact]
    public void UpdateBlanksThePathOnly() =>
        Assert.Equal("A T B _ _ _ _ _ E2 _ F _ G", SketchedTree.Of(WithBlankParents).Update(4, SketchedTree.Leaf("E2")).Sketch());

    [Fact]
    public void RemoveCutsTheTreeDownToItsLastMember()
    {
        RatchetTree tree = SketchedTree.Of("A T B _ _ _ _ W E");

        tree = tree.Remove(4);

        Assert.Equal("A T B", tree.Sketch());
        Assert.Equal(2u, tree.LeafCount);
        Assert.Equal("A", tree.Remove(1).Sketch());
        Assert.Equal(1u, tree.Remove(1).LeafCount);
    }

    [Fact]
    public void RemoveInTheMiddleKeepsTheSize()
    {
        RatchetTree tree = SketchedTree.Of("A T B U C V D").Remove(1);

        Assert.Equal("A _ _ _ C V D", tree.Sketch());
        Assert.Null(tree.Leaf(1));
        Assert.Equal([0u, 2u, 3u], tree.Members.Select(member => member.LeafIndex));
    }

    [Fact]
    public void RemovingNobodyIsTheCallersError()
    {
        Assert.Throws<ArgumentException>(() => SketchedTree.Of(WithUnmergedLeaf).Remove(2));
        Assert.Throws<ArgumentException>(() => SketchedTree.Of(WithUnmergedLeaf).Update(8, SketchedTree.Leaf("I")));
    }

    [Fact]
    public void VersionsShareWhatTheyDoNotChange()
    {
        RatchetTree before = SketchedTree.Of("A T B U C V D Q E R F S G");
        byte[] bytes = before.Encode();
        Opaque hash = before.TreeHash;

        RatchetTree after = before.Update(0, SketchedTree.Leaf("A2"));

        Assert.Equal(bytes, before.Encode());
        Assert.Equal(hash, before.TreeHash);
        Assert.NotEqual(hash, after.TreeHash);
        uint[] changed = [0, 1, 3, 7];
        Assert.All(
            before.Root.InOrder(),
            place => Assert.Equal(!changed.Contains(place.Index), ReferenceEquals(place, after.Root.Find(place.Index)))
        );
    }

    [Fact]
    public void ALeafOutsideTheTreeIsNoMember()
    {
        RatchetTree tree = SketchedTree.Of("A T B");

        Assert.Null(tree.Leaf(2));
        Assert.Null(tree.Leaf(uint.MaxValue));
        Assert.Null(FilteredPath.Of(tree, 2));
    }

    [Fact]
    public void TheLargestTreeTakesNobodyMore()
    {
        Node leaf = Node.Of(SketchedTree.Leaf("A"));
        int places = (int)TreeMath.NodeCount(TreeMath.MaxLeaves);
        ImmutableArray<Node?> nodes = [.. Enumerable.Range(0, places).Select(index => index % 2 == 0 ? leaf : null)];
        Assert.True(RatchetTree.TryCreate(SketchedTree.Suite, nodes, out RatchetTree? full));
        Assert.Equal(TreeMath.MaxLeaves, full.MemberCount);

        Assert.Null(full.Add(SketchedTree.Leaf("B"), out _));
        Assert.NotNull(full.Remove(1).Add(SketchedTree.Leaf("B"), out uint freed));
        Assert.Equal(1u, freed);
        Assert.False(RatchetTree.TryCreate(SketchedTree.Suite, nodes.AddRange(null, leaf), out _));
    }
}
