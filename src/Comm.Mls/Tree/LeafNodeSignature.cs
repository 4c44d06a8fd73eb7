using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// The signature of a leaf (RFC 9420 §7.2): of a leaf made in a group, over the group and the leaf's place in it too.
/// </summary>
internal static class LeafNodeSignature
{
    // RFC 9420 §17.6.
    private const string Label = "LeafNodeTBS";

    /// <summary>The leaf with the signer's key and signature; group and place are ignored for a key package's leaf.</summary>
    public static LeafNode Sign(CipherSuite suite, ISigner signer, LeafNode leaf, ReadOnlySpan<byte> groupId, uint leafIndex)
    {
        LeafNode unsigned = leaf with { SignatureKey = Opaque.CopyOf(signer.PublicKey.Span) };
        return unsigned with { Signature = suite.SignWithLabel(signer, Label, unsigned.ToBeSigned(groupId, leafIndex)) };
    }

    /// <summary>
    /// That both keys are the suite's and that the leaf is signed with its own. The signature key is not looked at by itself: one
    /// that is unsound verifies nothing, and to ask would cost as much again. The rest of RFC 9420 §7.3 needs the
    /// group's context and the clock, and is the caller's.
    /// </summary>
    public static TreeFault Verify(CipherSuite suite, LeafNode leaf, ReadOnlySpan<byte> groupId, uint leafIndex)
    {
        bool isFromKeyPackage = leaf.Source == LeafNodeSource.KeyPackage;
        ReadOnlySpan<byte> group = isFromKeyPackage ? [] : groupId;
        uint place = isFromKeyPackage ? 0 : leafIndex;
        if (VerifiedSignatures.Contains(leaf, suite, group, place))
        {
            return TreeFault.None;
        }

        // V-LEAF-15
        if (!suite.IsValidHpkePublicKey(leaf.EncryptionKey))
        {
            return TreeFault.InvalidKey;
        }

        using MlsWriter toBeSigned = new();
        leaf.WriteToBeSigned(toBeSigned, groupId, leafIndex);
        // V-LEAF-16
        if (!suite.VerifyWithLabel(leaf.SignatureKey, Label, toBeSigned.WrittenSpan, leaf.Signature))
        {
            return TreeFault.LeafSignature;
        }

        VerifiedSignatures.Add(leaf, suite, group, place);
        return TreeFault.None;
    }
}
