using System.Collections.Immutable;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>A parent on the way from a leaf to the root, and its child that is not on that way.</summary>
internal readonly record struct PathStep(Subtree Node, Subtree Copath)
{
    /// <summary>
    /// To whom the path secret of the node is encrypted, in this order: the resolution of the copath child without the leaves
    /// that the same commit adds (RFC 9420 §7.6), which get theirs in the Welcome.
    /// </summary>
    public List<Subtree> Recipients(IReadOnlySet<uint> addedLeaves)
    {
        List<Subtree> recipients = Copath.Resolution();
        recipients.RemoveAll(place => place.IsLeaf && addedLeaves.Contains(place.LeafIndex));
        return recipients;
    }
}

/// <summary>
/// The filtered direct path of a leaf (RFC 9420 §4.1.2), from the leaf up: without the parents on whose other side there is
/// nobody. An added leaf counts here, although nothing is encrypted to it.
/// </summary>
internal sealed class FilteredPath
{
    private readonly RatchetTree _tree;

    private FilteredPath(RatchetTree tree, uint leaf, ImmutableArray<PathStep> steps)
    {
        _tree = tree;
        Leaf = leaf;
        Steps = steps;
    }

    public uint Leaf { get; }

    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>Null for a leaf outside the tree.</summary>
    public static FilteredPath? Of(RatchetTree tree, uint leaf)
    {
        if (leaf >= tree.LeafCount)
        {
            return null;
        }

        Stack<PathStep> steps = new();
        Subtree place = tree.Root;
        while (!place.IsLeaf)
        {
            bool goesLeft = TreeMath.NodeOfLeaf(leaf) < place.Index;
            Subtree next = goesLeft ? place.Left : place.Right;
            Subtree copath = goesLeft ? place.Right : place.Left;
            if (!copath.IsEmpty)
            {
                steps.Push(new PathStep(place, copath));
            }

            place = next;
        }

        return new FilteredPath(tree, leaf, [.. steps]);
    }

    /// <summary>The step at the lowest parent common with another member; -1 when there is none.</summary>
    public int StepTowards(uint member)
    {
        for (int step = 0; step < Steps.Length; step++)
        {
            if (TreeMath.IsAbove(Steps[step].Copath.Index, member))
            {
                return step;
            }
        }

        return -1;
    }

    /// <summary>
    /// New keys for the parents, one for each step. Their parent hashes are worked out from the root down (RFC 9420 §7.9); the
    /// original sibling is the copath child as it is, since a parent with a new key has no unmerged leaves.
    /// </summary>
    public KeyedPath With(ImmutableArray<Opaque> keys)
    {
        if (keys.Length != Steps.Length)
        {
            throw new ArgumentException("There is a key for each parent of a filtered direct path.", nameof(keys));
        }

        Dictionary<uint, ParentNode> parents = new(keys.Length);
        Opaque parentHash = Opaque.Empty;
        for (int step = keys.Length - 1; step >= 0; step--)
        {
            (Subtree node, Subtree copath) = Steps[step];
            parents.Add(node.Index, new ParentNode(keys[step], parentHash, []));
            parentHash = TreeHash.OfPath(_tree.Suite, keys[step], parentHash, copath.Hash(_tree.Suite));
        }

        return new KeyedPath(_tree, Leaf, parents, parentHash);
    }
}

/// <summary>A filtered direct path with new keys, ready to be put in the tree together with the leaf it vouches for.</summary>
internal sealed class KeyedPath(RatchetTree tree, uint leaf, Dictionary<uint, ParentNode> parents, Opaque leafParentHash)
{
    /// <summary>What the leaf's <c>parent_hash</c> has to be; empty when there is nobody else in the tree.</summary>
    public Opaque LeafParentHash { get; } = leafParentHash;

    /// <summary>The tree with the path: parents of the direct path that were filtered out are blank (RFC 9420 §7.5).</summary>
    public RatchetTree Place(LeafNode leafNode) => tree.With(leaf, leafNode, place => parents.GetValueOrDefault(place.Index));
}
