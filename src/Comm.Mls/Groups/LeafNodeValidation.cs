using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>RFC 9420 §7.3, the part that looks at one leaf. What looks at all of them is <see cref="MembershipValidation"/>.</summary>
internal static class LeafNodeValidation
{
    /// <summary>
    /// A leaf that enters the group at <paramref name="leafIndex"/>. The group id and index are not used for a key package's.
    /// </summary>
    public static MlsFault Check(
        CipherSuite suite,
        LeafNode leaf,
        LeafNodeSource source,
        ReadOnlySpan<byte> groupId,
        uint leafIndex,
        IMembershipRules rules
    )
    {
        // V-LEAF-08, V-LEAF-09
        if (leaf.Source != source || !IsSound(leaf, suite.Id))
        {
            return MlsFault.InvalidLeaf;
        }

        // V-LEAF-02
        TreeFault signature = LeafNodeSignature.Verify(suite, leaf, groupId, leafIndex);
        if (signature != TreeFault.None)
        {
            return signature == TreeFault.LeafSignature ? MlsFault.BadSignature : MlsFault.InvalidLeaf;
        }

        // V-LEAF-01
        return rules.AcceptsLeaf(leaf) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    /// <summary>A leaf that takes the place of <paramref name="current"/>, by an Update or a commit's path.</summary>
    public static MlsFault CheckSuccessor(
        CipherSuite suite,
        LeafNode current,
        LeafNode successor,
        LeafNodeSource source,
        ReadOnlySpan<byte> groupId,
        uint leafIndex,
        IMembershipRules rules
    )
    {
        // V-LEAF-10 (§7.3): "encryption_key represents a different public key than the encryption_key in the leaf node being replaced".
        if (current.EncryptionKey == successor.EncryptionKey)
        {
            return MlsFault.InvalidLeaf;
        }

        MlsFault fault = Check(suite, successor, source, groupId, leafIndex, rules);
        if (fault != MlsFault.None)
        {
            return fault;
        }

        // V-SUCC-01
        return rules.AcceptsSuccessor(current, successor) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    /// <summary>
    /// The leaf in a commit's path, before the path is merged: source and signature are <see cref="RatchetTree.TryApply"/>'s, which
    /// looks at leaf and path together. <paramref name="current"/> is the committer's leaf of before, or the one that an external
    /// commit removes; null when it removes none.
    /// </summary>
    public static MlsFault CheckPathLeaf(CipherSuite suite, LeafNode? current, LeafNode successor, IMembershipRules rules)
    {
        // V-COMMIT-04, V-EXT-11
        if (!IsSound(successor, suite.Id) || current?.EncryptionKey == successor.EncryptionKey)
        {
            return MlsFault.InvalidLeaf;
        }

        // V-LEAF-01, V-SUCC-02, V-SUCC-03
        return rules.AcceptsLeaf(successor) && (current is null || rules.AcceptsSuccessor(current, successor))
            ? MlsFault.None
            : MlsFault.RefusedByRules;
    }

    /// <summary>What a leaf says of itself, apart from its keys and signature.</summary>
    public static bool IsSound(LeafNode leaf, CipherSuiteId suite)
    {
        if (
            // V-LEAF-14
            !leaf.Capabilities.Supports(ProtocolVersion.Mls10)
            || !leaf.Capabilities.Supports(suite)
            // V-LEAF-04
            || !leaf.Capabilities.Supports(leaf.Credential.Type)
        )
        {
            return false;
        }

        foreach (Extension extension in leaf.Extensions)
        {
            // V-LEAF-07, V-LEAF-21
            if (!leaf.Capabilities.Supports(extension.Type))
            {
                return false;
            }
        }

        return true;
    }
}
