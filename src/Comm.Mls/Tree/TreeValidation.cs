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
        byte[] group = groupId.ToArray();
        List<Subtree> parents = [.. tree.Root.InOrder().Where(place => place.Content?.Parent is not null)];
        TreeFault fault = CheckUniqueKeys(tree);
        if (fault == TreeFault.None)
        {
            fault = FirstOf([.. parents.Select(CheckUnmergedLeaves)]);
        }

        if (fault == TreeFault.None)
        {
            fault = FirstOf(Batch.Run(parents, place => CheckHash(tree.Suite, place)));
        }

        // V-TREE-12
        return fault == TreeFault.None
            ? FirstOf(
                Batch.Run([.. tree.Members], member => LeafNodeSignature.Verify(tree.Suite, member.Leaf, group, member.LeafIndex))
            )
            : fault;
    }

    public static TreeFault CheckUniqueKeys(RatchetTree tree) =>
        // V-TREE-07, V-TREE-08
        tree.Keys.Encryption.HasDuplicate
            ? TreeFault.DuplicateEncryptionKey
        // V-TREE-09
        : tree.Keys.Signature.HasDuplicate ? TreeFault.DuplicateSignatureKey
        : TreeFault.None;

    // From the left, on however many cores they were found.
    private static TreeFault FirstOf(TreeFault[] faults) => Array.Find(faults, fault => fault != TreeFault.None);

    private static TreeFault CheckUnmergedLeaves(Subtree place) =>
        ParentAt(place).UnmergedLeaves.All(leaf => IsUnmergedAllTheWay(place, leaf)) ? TreeFault.None : TreeFault.UnmergedLeaves;

    private static TreeFault CheckHash(CipherSuite suite, Subtree place) =>
        // V-TREE-11
        !suite.IsValidHpkePublicKey(ParentAt(place).EncryptionKey) ? TreeFault.InvalidKey
        // V-TREE-06
        : !ParentHashes.IsValid(suite, place, ParentAt(place)) ? TreeFault.ParentHash
        : TreeFault.None;

    private static ParentNode ParentAt(Subtree place) =>
        place.Content?.Parent ?? throw new InvalidOperationException("Only parents that are not blank are checked.");

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
