using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// The public keys of one version of a tree: what RFC 9420 §7.3 and §12.4.2 ask of all nodes at once is answered by looking
/// at those that changed since a version whose keys were counted.
/// </summary>
/// <param name="Root">The version that was counted.</param>
/// <param name="Encryption">Of leaves and parents.</param>
/// <param name="Signature">Of leaves.</param>
internal sealed record TreeKeys(Subtree Root, KeyCounts Encryption, KeyCounts Signature)
{
    public static TreeKeys Of(Subtree root)
    {
        TreeChanges all = TreeChanges.Between(null, root);
        return new TreeKeys(root, KeyCounts.Of([.. EncryptionKeys(all.Come)]), KeyCounts.Of([.. SignatureKeys(all.Come)]));
    }

    public TreeKeys Of(RatchetTree later)
    {
        if (ReferenceEquals(later.Root, Root))
        {
            return this;
        }

        TreeChanges changes = TreeChanges.Between(Root, later.Root);
        return new TreeKeys(
            later.Root,
            Encryption.Next(EncryptionKeys(changes.Gone), EncryptionKeys(changes.Come)),
            Signature.Next(SignatureKeys(changes.Gone), SignatureKeys(changes.Come))
        );
    }

    private static IEnumerable<Opaque> EncryptionKeys(IEnumerable<Node> nodes) => nodes.Select(node => node.EncryptionKey);

    private static IEnumerable<Opaque> SignatureKeys(IEnumerable<Node> nodes) =>
        nodes.Select(node => node.Leaf).OfType<LeafNode>().Select(leaf => leaf.SignatureKey);
}
