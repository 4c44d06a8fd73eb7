using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// One place of the tree with everything below it. Never changes: a new version of a tree makes new places on the path from the
/// changed leaf to the root and shares all others, with the hashes they have worked out already.
/// </summary>
internal sealed class Subtree
{
    // A quarter of a millisecond of hashing.
    private const uint FewestLeavesToSplit = 256;

    // Worked out when first asked for. Two threads that race write the same bytes.
    private byte[]? _hash;
    private CommonAbilities? _abilities;

    // The original-sibling hash that was asked for last. One parent after the other asks for the same.
    private HashWithoutLeaves? _hashWithout;

    private Subtree(uint index, Node? content, Subtree? left, Subtree? right)
    {
        Index = index;
        Content = content;
        Left = left;
        Right = right;
        MemberCount = left is null || right is null ? (content is null ? 0u : 1u) : left.MemberCount + right.MemberCount;
        IsEmpty = content is null && (left is null || right is null || (left.IsEmpty && right.IsEmpty));
    }

    public uint Index { get; }

    /// <summary>Null for a blank place.</summary>
    public Node? Content { get; }

    public Subtree? Left { get; }

    public Subtree? Right { get; }

    /// <summary>Leaves below, or this one, that are not blank.</summary>
    public uint MemberCount { get; }

    /// <summary>Nothing here or below: an empty resolution (RFC 9420 §4.1.1).</summary>
    public bool IsEmpty { get; }

    /// <summary>What all members here and below can do; null where nobody is.</summary>
    public CommonAbilities? Abilities =>
        MemberCount == 0
            ? null
            : _abilities ??= IsLeaf
                ? CommonAbilities.Of(Content?.Leaf ?? throw new InvalidOperationException("A member has a leaf."))
                : CommonAbilities.Of(Left.Abilities, Right.Abilities);

    [MemberNotNullWhen(false, nameof(Left), nameof(Right))]
    public bool IsLeaf => Left is null || Right is null;

    public uint LeafIndex => TreeMath.FirstLeaf(Index);

    public bool HasBlankLeaf => MemberCount < TreeMath.LeavesBelow(Index);

    /// <summary>The places of a list from one index down; beyond the list's end all is blank.</summary>
    public static Subtree Of(uint index, ImmutableArray<Node?> nodes)
    {
        Node? content = index < (uint)nodes.Length ? nodes[(int)index] : null;
        return TreeMath.IsLeaf(index)
            ? new Subtree(index, content, null, null)
            : new Subtree(index, content, Of(TreeMath.Left(index), nodes), Of(TreeMath.Right(index), nodes));
    }

    public static Subtree Blank(uint index) => Of(index, []);

    /// <summary>A blank root above this one, with a blank tree of the same size to the right (RFC 9420 §7.7).</summary>
    public Subtree Extended()
    {
        uint root = (2 * Index) + 1;
        return new Subtree(root, null, this, Blank(TreeMath.Right(root)));
    }

    /// <summary>Another leaf, or a blank one, and in the places above it what <paramref name="parent"/> says.</summary>
    public Subtree Rewrite(uint leafIndex, LeafNode? leaf, Func<Subtree, ParentNode?> parent)
    {
        if (IsLeaf)
        {
            return new Subtree(Index, leaf is null ? null : Node.Of(leaf), null, null);
        }

        bool goesLeft = TreeMath.NodeOfLeaf(leafIndex) < Index;
        ParentNode? content = parent(this);
        return new Subtree(
            Index,
            content is null ? null : Node.Of(content),
            goesLeft ? Left.Rewrite(leafIndex, leaf, parent) : Left,
            goesLeft ? Right : Right.Rewrite(leafIndex, leaf, parent)
        );
    }

    /// <summary>The place with this index, or null when it is not here or below.</summary>
    public Subtree? Find(uint index)
    {
        Subtree? place = this;
        while (place is not null && place.Index != index)
        {
            place = index < place.Index ? place.Left : place.Right;
        }

        return place;
    }

    public Subtree? FindLeaf(uint leafIndex) => leafIndex < TreeMath.MaxLeaves ? Find(TreeMath.NodeOfLeaf(leafIndex)) : null;

    /// <summary>Leaf index of the leftmost blank leaf; ask <see cref="HasBlankLeaf"/> first.</summary>
    public uint LeftmostBlankLeaf() =>
        IsLeaf ? LeafIndex
        : Left.HasBlankLeaf ? Left.LeftmostBlankLeaf()
        : Right.LeftmostBlankLeaf();

    /// <summary>Every place here and below, from left to right: the order of node indices.</summary>
    public IEnumerable<Subtree> InOrder()
    {
        // Not recursive, since nested iterators would pass every place through every level.
        Stack<Subtree> above = new();
        for (Subtree? place = this; place is not null || above.Count > 0; place = place.Right)
        {
            for (; place is not null; place = place.Left)
            {
                above.Push(place);
            }

            place = above.Pop();
            yield return place;
        }
    }

    /// <summary>The non-blank places that together cover everyone below, in the order RFC 9420 §4.1.1 gives.</summary>
    public List<Subtree> Resolution()
    {
        List<Subtree> resolution = [];
        AppendResolution(resolution);
        return resolution;
    }

    /// <summary>RFC 9420 §7.8. A large tree of which nothing is known yet, one that was received, is hashed on several cores.</summary>
    public Opaque Hash(CipherSuite suite)
    {
        if (_hash is not null)
        {
            return _hash;
        }

        if (!IsLeaf && Left._hash is null && Right._hash is null && TreeMath.LeavesBelow(Index) >= FewestLeavesToSplit)
        {
            Batch.Both(() => Left.Hash(suite), () => Right.Hash(suite));
        }

        return _hash = IsLeaf
            ? TreeHash.OfLeaf(suite, LeafIndex, Content?.Leaf)
            : TreeHash.OfParent(suite, Content?.Parent, Left.Hash(suite), Right.Hash(suite));
    }

    /// <summary>
    /// The tree hash with the given leaves (in ascending order) blanked and taken out of every list of unmerged leaves: the
    /// original_sibling_tree_hash of RFC 9420 §7.9. What holds none of them keeps its hash.
    /// </summary>
    public Opaque HashWithout(CipherSuite suite, ImmutableArray<uint> leaves)
    {
        ImmutableArray<uint> below = leaves.Between(TreeMath.FirstLeaf(Index), TreeMath.LeavesBelow(Index));
        if (below.IsEmpty)
        {
            return Hash(suite);
        }

        if (IsLeaf)
        {
            return TreeHash.OfLeaf(suite, LeafIndex, null);
        }

        if (_hashWithout is { } known && known.Leaves.AsSpan().SequenceEqual(below.AsSpan()))
        {
            return known.Hash;
        }

        ParentNode? parent = Content?.Parent;
        if (parent is not null)
        {
            parent = parent with { UnmergedLeaves = parent.UnmergedLeaves.RemoveAll(leaf => below.BinarySearch(leaf) >= 0) };
        }

        byte[] hash = TreeHash.OfParent(suite, parent, Left.HashWithout(suite, below), Right.HashWithout(suite, below));
        _hashWithout = new HashWithoutLeaves(below, hash);
        return hash;
    }

    private void AppendResolution(List<Subtree> resolution)
    {
        if (Content is not null)
        {
            resolution.Add(this);
            foreach (uint leaf in Content.Parent?.UnmergedLeaves ?? [])
            {
                resolution.Add(FindLeaf(leaf) ?? throw new InvalidOperationException("Unmerged leaves are below their parent."));
            }
        }
        else if (!IsLeaf && !IsEmpty)
        {
            Left.AppendResolution(resolution);
            Right.AppendResolution(resolution);
        }
    }

    private sealed record HashWithoutLeaves(ImmutableArray<uint> Leaves, byte[] Hash);
}
