using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// The integrity of a whole tree that was received from somebody (RFC 9420 §12.4.3.1), cheap checks first. That its hash is the
/// group's is the caller's to compare.
/// </summary>
internal static class TreeValidation
{
    public static TreeFault Check(RatchetTree tree, ReadOnlySpan<byte> groupId)
    {
        TreeFault fault = CheckUniqueKeys(tree);
        if (fault == TreeFault.None)
        {
            fault = CheckParents(tree, CheckUnmergedLeaves);
        }

        if (fault == TreeFault.None)
        {
            fault = CheckParents(tree, (place, parent) => CheckHash(tree.Suite, place, parent));
        }

        return fault == TreeFault.None ? CheckLeaves(tree, groupId) : fault;
    }

    public static TreeFault CheckUniqueKeys(RatchetTree tree)
    {
        HashSet<Opaque> encryptionKeys = [];
        HashSet<Opaque> signatureKeys = [];
        foreach (Subtree place in tree.Root.InOrder())
        {
            // V-TREE-07, V-TREE-08
            if (place.Content is { } content && !encryptionKeys.Add(content.EncryptionKey))
            {
                return TreeFault.DuplicateEncryptionKey;
            }

            // V-TREE-09
            if (place.Content?.Leaf is { } leaf && !signatureKeys.Add(leaf.SignatureKey))
            {
                return TreeFault.DuplicateSignatureKey;
            }
        }

        return TreeFault.None;
    }

    private static TreeFault CheckParents(RatchetTree tree, Func<Subtree, ParentNode, TreeFault> check)
    {
        foreach (Subtree place in tree.Root.InOrder())
        {
            TreeFault fault = place.Content?.Parent is { } parent ? check(place, parent) : TreeFault.None;
            if (fault != TreeFault.None)
            {
                return fault;
            }
        }

        return TreeFault.None;
    }

    private static TreeFault CheckUnmergedLeaves(Subtree place, ParentNode parent) =>
        parent.UnmergedLeaves.All(leaf => IsUnmergedAllTheWay(place, leaf)) ? TreeFault.None : TreeFault.UnmergedLeaves;

    private static TreeFault CheckHash(CipherSuite suite, Subtree place, ParentNode parent) =>
        // V-TREE-11
        !suite.IsValidHpkePublicKey(parent.EncryptionKey) ? TreeFault.InvalidKey
        // V-TREE-06
        : !ParentHashes.IsValid(suite, place, parent) ? TreeFault.ParentHash
        : TreeFault.None;

    private static TreeFault CheckLeaves(RatchetTree tree, ReadOnlySpan<byte> groupId)
    {
        foreach ((uint index, LeafNode leaf) in tree.Members)
        {
            // V-TREE-12
            TreeFault fault = LeafNodeSignature.Verify(tree.Suite, leaf, groupId, index);
            if (fault != TreeFault.None)
            {
                return fault;
            }
        }

        return TreeFault.None;
    }

    // That the leaf is a member below is a matter of the tree's shape already (RatchetTree.TryCreate).
    private static bool IsUnmergedAllTheWay(Subtree parent, uint leaf)
    {
        Subtree place = parent;
        while (!place.IsLeaf)
        {
            // V-TREE-05
            if (place.Content?.Parent is { } between && !between.Lists(leaf))
            {
                return false;
            }

            place = TreeMath.NodeOfLeaf(leaf) < place.Index ? place.Left : place.Right;
        }

        return true;
    }
}
