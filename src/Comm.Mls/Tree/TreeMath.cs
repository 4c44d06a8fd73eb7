using System.Numerics;

namespace Comm.Mls.Tree;

/// <summary>
/// Appendix C of RFC 9420: the places of a perfect binary tree as the indices of its in-order traversal. Leaf <c>n</c> is node
/// <c>2n</c>; a node's level is the number of its trailing one bits.
/// </summary>
internal static class TreeMath
{
    /// <summary>
    /// Most leaves a tree of ours may have. RFC 9420 sets no bound; this one keeps what somebody can make us build of blank places
    /// to some megabytes, and leaves ample room above the thousand members of the largest operation.
    /// </summary>
    public const uint MaxLeaves = 1 << 16;

    public static uint NodeOfLeaf(uint leaf) => 2 * leaf;

    public static bool IsLeaf(uint node) => (node & 1) == 0;

    public static int Level(uint node) => BitOperations.TrailingZeroCount(~node);

    /// <summary>Nodes of a tree with <paramref name="leafCount"/> leaves, a power of two.</summary>
    public static uint NodeCount(uint leafCount) => (2 * RequirePowerOfTwo(leafCount)) - 1;

    public static uint Root(uint leafCount) => RequirePowerOfTwo(leafCount) - 1;

    /// <summary>The smallest power of two that has room for so many leaves.</summary>
    public static uint LeafCountFor(uint leaves) => BitOperations.RoundUpToPowerOf2(leaves);

    public static uint Left(uint node) => node ^ (1u << (RequireParent(node) - 1));

    public static uint Right(uint node) => node ^ (3u << (RequireParent(node) - 1));

    public static uint Parent(uint node, uint leafCount)
    {
        if (node == Root(leafCount) || node >= NodeCount(leafCount))
        {
            throw new ArgumentOutOfRangeException(nameof(node), node, "The root, and what is outside the tree, has no parent.");
        }

        int level = Level(node);
        return (node | (1u << level)) & ~(2u << level);
    }

    public static uint Sibling(uint node, uint leafCount)
    {
        uint parent = Parent(node, leafCount);
        return node < parent ? Right(parent) : Left(parent);
    }

    /// <summary>The leaf index of the leftmost leaf below <paramref name="node"/>, or of the leaf itself.</summary>
    public static uint FirstLeaf(uint node) => (node - ((1u << Level(node)) - 1)) / 2;

    /// <summary>How many leaves are below <paramref name="node"/>; a leaf counts itself.</summary>
    public static uint LeavesBelow(uint node) => 1u << Level(node);

    public static bool IsAbove(uint node, uint leaf) => leaf >= FirstLeaf(node) && leaf - FirstLeaf(node) < LeavesBelow(node);

    private static uint RequirePowerOfTwo(uint leafCount) =>
        BitOperations.IsPow2(leafCount)
            ? leafCount
            : throw new ArgumentOutOfRangeException(nameof(leafCount), leafCount, "A tree has a power of two of leaves.");

    private static int RequireParent(uint node) =>
        IsLeaf(node) ? throw new ArgumentOutOfRangeException(nameof(node), node, "A leaf has no children.") : Level(node);
}
