using Comm.Mls.Codec;

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
        if (fault != TreeFault.None)
        {
            return fault;
        }

        foreach (Subtree place in tree.Root.InOrder())
        {
            if (place.Content?.Parent is { } parent)
            {
                fault = CheckParent(tree, place, parent);
                if (fault != TreeFault.None)
                {
                    return fault;
                }
            }
        }

        foreach ((uint index, LeafNode leaf) in tree.Members)
        {
            fault = LeafNodeSignature.Verify(tree.Suite, leaf, groupId, index);
            if (fault != TreeFault.None)
            {
                return fault;
            }
        }

        return TreeFault.None;
    }

    private static TreeFault CheckUniqueKeys(RatchetTree tree)
    {
        HashSet<Opaque> encryptionKeys = [];
        HashSet<Opaque> signatureKeys = [];
        foreach (Subtree place in tree.Root.InOrder())
        {
            if (place.Content is { } content && !encryptionKeys.Add(content.EncryptionKey))
            {
                return TreeFault.DuplicateEncryptionKey;
            }

            if (place.Content?.Leaf is { } leaf && !signatureKeys.Add(leaf.SignatureKey))
            {
                return TreeFault.DuplicateSignatureKey;
            }
        }

        return TreeFault.None;
    }

    private static TreeFault CheckParent(RatchetTree tree, Subtree place, ParentNode parent)
    {
        if (!tree.Suite.IsValidHpkePublicKey(parent.EncryptionKey))
        {
            return TreeFault.InvalidKey;
        }

        foreach (uint leaf in parent.UnmergedLeaves)
        {
            if (!IsUnmergedAllTheWay(place, leaf))
            {
                return TreeFault.UnmergedLeaves;
            }
        }

        return ParentHashes.IsValid(tree.Suite, place, parent) ? TreeFault.None : TreeFault.ParentHash;
    }

    // That the leaf is a member below is a matter of the tree's shape already (RatchetTree.TryCreate).
    private static bool IsUnmergedAllTheWay(Subtree parent, uint leaf)
    {
        Subtree place = parent;
        while (!place.IsLeaf)
        {
            if (place.Content?.Parent is { } between && !between.Lists(leaf))
            {
                return false;
            }

            place = TreeMath.NodeOfLeaf(leaf) < place.Index ? place.Left : place.Right;
        }

        return true;
    }
}
