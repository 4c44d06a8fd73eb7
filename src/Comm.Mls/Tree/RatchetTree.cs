using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// The public half of a group's ratchet tree (RFC 9420 §4 and §7). Never changes: every operation gives a new version, which
/// shares with the old one all places off the path that the operation touches, and their hashes.
/// </summary>
public sealed class RatchetTree
{
    // Of every version holds: leaves are at even places and parents at odd ones, and every unmerged leaf is a member below the parent
    // that lists it. The right half has a member, except in a tree of one leaf and while WithRoom waits for its leaf. What needs keys and
    // signatures to decide is for Validate and TryApply.

    // Of this version or of one before; counted when first asked for. Two threads that race write the same.
    private TreeKeys? _keys;

    private RatchetTree(CipherSuite suite, Subtree root, TreeKeys? keys = null)
    {
        Suite = suite;
        Root = root;
        _keys = keys;
    }

    /// <summary>Leaves, the blank ones too: a power of two.</summary>
    internal uint LeafCount => TreeMath.LeavesBelow(Root.Index);

    /// <summary>How many members there are, at most 65,536.</summary>
    public uint MemberCount => Root.MemberCount;

    /// <summary>All members, in the order of their leaf indices.</summary>
    public IEnumerable<Member> Members =>
        from place in Root.InOrder()
        let leaf = place.Content?.Leaf
        where leaf is not null
        select new Member(place.LeafIndex, leaf);

    internal CipherSuite Suite { get; }

    internal Subtree Root { get; }

    internal Opaque TreeHash => Root.Hash(Suite);

    /// <summary>All public keys of this version.</summary>
    internal TreeKeys Keys => _keys = _keys?.Of(this) ?? TreeKeys.Of(Root);

    /// <summary>What all members can do; null while there is nobody.</summary>
    internal CommonAbilities? Abilities => Root.Abilities;

    /// <summary>The member's leaf; null where nobody is, and outside the tree.</summary>
    public LeafNode? Leaf(uint leafIndex) => Root.FindLeaf(leafIndex)?.Content?.Leaf;

    /// <summary>The tree of a new group (RFC 9420 §11).</summary>
    internal static RatchetTree WithCreator(CipherSuite suite, LeafNode leaf) => new(suite, Subtree.Of(0, [Node.Of(leaf)]));

    /// <summary>
    /// A tree from the list of the ratchet_tree extension (RFC 9420 §12.4.3.3), which may come from anybody: false when it has
    /// not the shape that is promised above, or more than <see cref="TreeMath.MaxLeaves"/> leaves.
    /// </summary>
    internal static bool TryCreate(CipherSuite suite, ImmutableArray<Node?> nodes, [NotNullWhen(true)] out RatchetTree? tree)
    {
        tree = null;

        // V-TREE-01: The last node is not blank (§12.4.3.3); and it is a leaf, since a parent would have nobody to its right.
        if (nodes.IsDefaultOrEmpty || nodes[^1]?.Leaf is null || (uint)nodes.Length > TreeMath.NodeCount(TreeMath.MaxLeaves))
        {
            return false;
        }

        for (int index = 0; index < nodes.Length; index++)
        {
            // V-TREE-02
            if (nodes[index] is { } node && TreeMath.IsLeaf((uint)index) != node.Leaf is not null)
            {
                return false;
            }
        }

        uint leafCount = TreeMath.LeafCountFor(((uint)nodes.Length / 2) + 1);
        Subtree root = Subtree.Of(TreeMath.Root(leafCount), nodes);
        foreach (Subtree place in root.InOrder())
        {
            // V-TREE-04
            if (place.Content?.Parent is { } parent && !UnmergedLeaves.AreMembersBelow(place, parent.UnmergedLeaves))
            {
                return false;
            }
        }

        tree = new RatchetTree(suite, root);
        return true;
    }

    /// <summary><c>optional&lt;Node&gt; ratchet_tree&lt;V&gt;</c>, read no further than a tree may be long.</summary>
    internal static bool TryRead(CipherSuite suite, ref MlsReader reader, [NotNullWhen(true)] out RatchetTree? tree)
    {
        tree = null;
        if (!reader.TryReadVector(out Opaque vector))
        {
            return false;
        }

        MlsReader inner = new(vector.Memory);
        ImmutableArray<Node?>.Builder nodes = ImmutableArray.CreateBuilder<Node?>();
        while (!inner.IsAtEnd)
        {
            // V-TREE-14
            if ((uint)nodes.Count == TreeMath.NodeCount(TreeMath.MaxLeaves) || !inner.TryReadOptional(out Node? node))
            {
                return false;
            }

            nodes.Add(node);
        }

        return TryCreate(suite, nodes.ToImmutable(), out tree);
    }

    internal void Write(MlsWriter writer) => writer.WriteOptionalList(ToNodes());

    /// <summary>The list of the ratchet_tree extension: nothing after the last node that is not blank.</summary>
    internal ImmutableArray<Node?> ToNodes()
    {
        ImmutableArray<Node?> nodes = [.. Root.InOrder().Select(place => place.Content)];
        int length = nodes.Length;
        while (length > 0 && nodes[length - 1] is null)
        {
            length--;
        }

        return nodes[..length];
    }

    /// <summary>Node indices of a node's resolution (RFC 9420 §4.1.1); empty for a node outside the tree.</summary>
    internal ImmutableArray<uint> Resolution(uint nodeIndex) =>
        [.. Root.Find(nodeIndex)?.Resolution().Select(place => place.Index) ?? []];

    /// <summary>
    /// RFC 9420 §12.1.1: the leaf comes to the leftmost blank place and is unmerged at every parent above it that is not blank.
    /// Null when the tree is as large as a tree may be.
    /// </summary>
    internal RatchetTree? Add(LeafNode leaf, out uint leafIndex)
    {
        RatchetTree? roomy = WithRoom(out uint index);
        leafIndex = index;
        return roomy?.With(index, leaf, place => place.Content?.Parent?.WithUnmerged(index));
    }

    /// <summary>
    /// This tree, or the one extended to the right, with a blank leaf: where an Add puts the new member, and where the sender of
    /// an external commit takes its place (RFC 9420 §12.4.2). Null when the tree is as large as a tree may be.
    /// </summary>
    internal RatchetTree? WithRoom(out uint leafIndex)
    {
        leafIndex = 0;
        if (!Root.HasBlankLeaf && LeafCount == TreeMath.MaxLeaves)
        {
            return null;
        }

        RatchetTree roomy = Root.HasBlankLeaf ? this : new RatchetTree(Suite, Root.Extended(), _keys);
        leafIndex = roomy.Root.LeftmostBlankLeaf();
        return roomy;
    }

    /// <summary>RFC 9420 §12.1.2: the leaf is replaced and everything above it blanked.</summary>
    /// <exception cref="ArgumentException">There is no member at the leaf.</exception>
    internal RatchetTree Update(uint leafIndex, LeafNode leaf)
    {
        RequireMember(leafIndex);
        return With(leafIndex, leaf, _ => null);
    }

    /// <summary>RFC 9420 §12.1.3: the leaf and everything above it is blanked, and an empty right half cut off.</summary>
    /// <exception cref="ArgumentException">There is no member at the leaf.</exception>
    internal RatchetTree Remove(uint leafIndex)
    {
        RequireMember(leafIndex);
        Subtree root = Root.Rewrite(leafIndex, null, _ => null);
        while (root.Right is { MemberCount: 0 })
        {
            root = root.Left ?? throw new InvalidOperationException("A place has two children or none.");
        }

        return new RatchetTree(Suite, root, _keys);
    }

    /// <summary>
    /// No encryption key at two nodes, parents included, and no signature key at two leaves (RFC 9420 §7.3, §12.4.3.1): to be
    /// asked after a commit's proposals, or a joiner will refuse the tree that its members took.
    /// </summary>
    internal TreeFault CheckUniqueKeys() => TreeValidation.CheckUniqueKeys(this);

    /// <summary>Everything a new member has to know about a tree before it relies on it (RFC 9420 §12.4.3.1), but its hash.</summary>
    internal TreeFault Validate(ReadOnlySpan<byte> groupId) => TreeValidation.Check(this, groupId);

    /// <summary>
    /// The tree with a received update path merged in (RFC 9420 §7.5, §12.4.2), or null and why not. This is the tree after the
    /// commit's proposals; <paramref name="addedLeaves"/> are those that its Add proposals filled. The sender is a member, or
    /// the blank leaf that <see cref="WithRoom"/> gave to the sender of an external commit.
    /// </summary>
    internal RatchetTree? TryApply(
        uint sender,
        UpdatePath path,
        IReadOnlySet<uint> addedLeaves,
        ReadOnlySpan<byte> groupId,
        out TreeFault fault
    )
    {
        fault = UpdatePathValidation.Check(this, sender, path, addedLeaves, groupId, out RatchetTree? applied);
        return applied;
    }

    internal RatchetTree With(uint leafIndex, LeafNode leaf, Func<Subtree, ParentNode?> parent) =>
        new(Suite, Root.Rewrite(leafIndex, leaf, parent), _keys);

    private void RequireMember(uint leafIndex)
    {
        if (Leaf(leafIndex) is null)
        {
            throw new ArgumentException("There is no member at this leaf.", nameof(leafIndex));
        }
    }
}
