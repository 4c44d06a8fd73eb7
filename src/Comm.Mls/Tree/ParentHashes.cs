using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// The parent hashes of a received tree (RFC 9420 §7.9.2), from the top down: exactly one node below a parent vouches for it. A
/// vouching parent is vouched for in its turn, so that every chain ends in a leaf, which its member has signed.
/// </summary>
internal static class ParentHashes
{
    public static bool IsValid(CipherSuite suite, Subtree place, ParentNode parent)
    {
        if (place.IsLeaf)
        {
            throw new ArgumentException("A leaf is no parent.", nameof(place));
        }

        return IsVouchedFor(suite, parent, place.Left, place.Right) != IsVouchedFor(suite, parent, place.Right, place.Left);
    }

    // "child" and "sibling" are C and S of §7.9.2. D has to be in the resolution of C, and the rest of that resolution has to be
    // the parent's unmerged leaves below C; so D is the one node there that is not such a leaf.
    private static bool IsVouchedFor(CipherSuite suite, ParentNode parent, Subtree child, Subtree sibling)
    {
        ImmutableArray<uint> unmerged = parent.UnmergedLeaves.Between(
            TreeMath.FirstLeaf(child.Index),
            TreeMath.LeavesBelow(child.Index)
        );
        List<Subtree> resolution = child.Resolution();
        if (resolution.Count != unmerged.Length + 1)
        {
            return false;
        }

        resolution.RemoveAll(place => place.IsLeaf && unmerged.BinarySearch(place.LeafIndex) >= 0);
        if (resolution is not [{ Content: { } vouching }])
        {
            return false;
        }

        Opaque original = sibling.HashWithout(suite, parent.UnmergedLeaves);
        Opaque expected = TreeHash.OfPath(suite, parent.EncryptionKey, parent.ParentHash, original);
        return vouching switch
        {
            { Leaf: { Source: LeafNodeSource.Commit } leaf } => leaf.ParentHash == expected,
            { Parent: { } below } => below.ParentHash == expected,
            _ => false,
        };
    }
}
