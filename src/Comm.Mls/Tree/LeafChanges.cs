namespace Comm.Mls.Tree;

/// <summary>What differs between the leaves of two versions of a tree. Costs what was changed, not what there is.</summary>
internal static class LeafChanges
{
    /// <summary>Leaf index and what was there before (null: nobody), for every leaf that is another one after.</summary>
    public static IEnumerable<(uint LeafIndex, LeafNode? Before)> Between(RatchetTree before, RatchetTree after)
    {
        uint leaves = Math.Max(before.LeafCount, after.LeafCount);
        return Between(TreeMath.Root(leaves), before.Root, after.Root);
    }

    private static IEnumerable<(uint LeafIndex, LeafNode? Before)> Between(uint index, Subtree before, Subtree after)
    {
        // A larger tree has the smaller one as its left half, at the same indices.
        Subtree? old = before.Find(index);
        Subtree? current = after.Find(index);
        if (ReferenceEquals(old, current) && old is not null)
        {
            return [];
        }

        if (TreeMath.IsLeaf(index))
        {
            return old?.Content?.Leaf == current?.Content?.Leaf ? [] : [(TreeMath.FirstLeaf(index), old?.Content?.Leaf)];
        }

        return
        [
            .. Between(TreeMath.Left(index), old ?? before, current ?? after),
            .. Between(TreeMath.Right(index), old ?? before, current ?? after),
        ];
    }
}
