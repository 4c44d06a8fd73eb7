using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>The three hash inputs of a ratchet tree.</summary>
internal static class TreeHash
{
    /// <summary>RFC 9420 §7.8, LeafNodeHashInput: <c>uint32 leaf_index; optional&lt;LeafNode&gt; leaf_node;</c></summary>
    public static byte[] OfLeaf(CipherSuite suite, uint leafIndex, LeafNode? leaf)
    {
        using MlsWriter writer = new();
        writer.WriteUInt8(Node.LeafType);
        writer.WriteUInt32(leafIndex);
        writer.WriteOptional(leaf);
        return suite.Hash(writer.WrittenSpan);
    }

    /// <summary>
    /// RFC 9420 §7.8, ParentNodeHashInput: <c>optional&lt;ParentNode&gt; parent_node; opaque left_hash&lt;V&gt;; opaque
    /// right_hash&lt;V&gt;;</c>
    /// </summary>
    public static byte[] OfParent(CipherSuite suite, ParentNode? parent, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        using MlsWriter writer = new();
        writer.WriteUInt8(Node.ParentType);
        writer.WriteOptional(parent);
        writer.WriteVector(left);
        writer.WriteVector(right);
        return suite.Hash(writer.WrittenSpan);
    }

    /// <summary>
    /// RFC 9420 §7.9, ParentHashInput: <c>HPKEPublicKey encryption_key; opaque parent_hash&lt;V&gt;; opaque
    /// original_sibling_tree_hash&lt;V&gt;;</c>
    /// </summary>
    public static byte[] OfPath(CipherSuite suite, Opaque encryptionKey, Opaque parentHash, ReadOnlySpan<byte> originalSibling)
    {
        using MlsWriter writer = new();
        writer.WriteVector(encryptionKey.Span);
        writer.WriteVector(parentHash.Span);
        writer.WriteVector(originalSibling);
        return suite.Hash(writer.WrittenSpan);
    }
}
