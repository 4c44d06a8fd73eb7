using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>What everybody, the server too, can check of an update path before it becomes part of the tree.</summary>
internal static class UpdatePathValidation
{
    public static TreeFault Check(
        RatchetTree tree,
        uint sender,
        UpdatePath path,
        IReadOnlySet<uint> addedLeaves,
        ReadOnlySpan<byte> groupId,
        out RatchetTree? applied
    )
    {
        applied = null;
        FilteredPath? filtered = FilteredPath.Of(tree, sender);
        if (filtered is null || addedLeaves.Contains(sender))
        {
            return TreeFault.Sender;
        }

        TreeFault fault = CheckShape(filtered, path, addedLeaves);
        if (fault == TreeFault.None)
        {
            fault = CheckKeys(tree, sender, path);
        }

        if (fault != TreeFault.None)
        {
            return fault;
        }

        KeyedPath keyed = filtered.With([.. path.Nodes.Select(node => node.EncryptionKey)]);
        // V-COMMIT-09
        if (keyed.LeafParentHash != path.LeafNode.ParentHash)
        {
            return TreeFault.ParentHash;
        }

        fault = LeafNodeSignature.Verify(tree.Suite, path.LeafNode, groupId, sender);
        applied = fault == TreeFault.None ? keyed.Place(path.LeafNode) : null;
        return fault;
    }

    // RFC 9420 §7.6 and §12.4.2, without cryptography.
    private static TreeFault CheckShape(FilteredPath filtered, UpdatePath path, IReadOnlySet<uint> addedLeaves)
    {
        // V-LEAF-11
        if (path.LeafNode.Source != LeafNodeSource.Commit)
        {
            return TreeFault.LeafSource;
        }

        // V-COMMIT-07
        if (path.Nodes.Length != filtered.Steps.Length)
        {
            return TreeFault.PathLength;
        }

        for (int step = 0; step < path.Nodes.Length; step++)
        {
            // V-COMMIT-08
            if (path.Nodes[step].EncryptedPathSecret.Length != filtered.Steps[step].Recipients(addedLeaves).Count)
            {
                return TreeFault.PathCiphertexts;
            }
        }

        return TreeFault.None;
    }

    // RFC 9420 §12.4.2: no key of the path, the leaf's included, is in the tree yet: neither at a node it replaces nor anywhere
    // else. The signature key may stay the sender's, but not become another member's (§7.3).
    private static TreeFault CheckKeys(RatchetTree tree, uint sender, UpdatePath path)
    {
        HashSet<Opaque> fresh = [path.LeafNode.EncryptionKey];
        foreach (UpdatePathNode node in path.Nodes)
        {
            // V-COMMIT-10
            if (!tree.Suite.IsValidHpkePublicKey(node.EncryptionKey))
            {
                return TreeFault.InvalidKey;
            }

            // V-COMMIT-06
            if (!fresh.Add(node.EncryptionKey))
            {
                return TreeFault.PathKeyNotFresh;
            }
        }

        TreeKeys keys = tree.Keys;
        foreach (Opaque key in fresh)
        {
            // V-COMMIT-05, V-LEAF-13
            if (keys.Encryption.CountOf(key) > 0)
            {
                return TreeFault.PathKeyNotFresh;
            }
        }

        Opaque signatureKey = path.LeafNode.SignatureKey;
        int own = tree.Leaf(sender)?.SignatureKey == signatureKey ? 1 : 0;
        // V-LEAF-12
        return keys.Signature.CountOf(signatureKey) > own ? TreeFault.DuplicateSignatureKey : TreeFault.None;
    }
}
