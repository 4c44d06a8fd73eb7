using System.Collections.Immutable;

namespace Comm.Mls.Tree;

/// <summary>Lists of leaf indices in strictly ascending order, as RFC 9420 §7.1 requires of <c>unmerged_leaves</c>.</summary>
internal static class UnmergedLeaves
{
    public static ImmutableArray<uint> Between(this ImmutableArray<uint> leaves, uint first, uint count)
    {
        int start = PlaceOf(leaves, first);
        return leaves.Slice(start, PlaceOf(leaves, first + count) - start);
    }

    public static bool Lists(this ParentNode parent, uint leaf) => parent.UnmergedLeaves.BinarySearch(leaf) >= 0;

    public static ParentNode WithUnmerged(this ParentNode parent, uint leaf) =>
        parent with
        {
            UnmergedLeaves = parent.UnmergedLeaves.Insert(PlaceOf(parent.UnmergedLeaves, leaf), leaf),
        };

    /// <summary>Every listed leaf is below <paramref name="place"/> and not blank.</summary>
    public static bool AreMembersBelow(Subtree place, ImmutableArray<uint> leaves)
    {
        foreach (uint leaf in leaves)
        {
            if (place.FindLeaf(leaf) is not { Content: not null })
            {
                return false;
            }
        }

        return true;
    }

    private static int PlaceOf(ImmutableArray<uint> leaves, uint leaf)
    {
        int found = leaves.BinarySearch(leaf);
        return found >= 0 ? found : ~found;
    }
}
