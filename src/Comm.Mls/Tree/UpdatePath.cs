using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>RFC 9420 §7.6: <c>opaque kem_output&lt;V&gt;; opaque ciphertext&lt;V&gt;;</c></summary>
public sealed record HpkeCiphertext(Opaque KemOutput, Opaque Ciphertext) : IMlsStruct<HpkeCiphertext>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out HpkeCiphertext? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque kemOutput) || !reader.TryReadVector(out Opaque ciphertext))
        {
            return false;
        }

        value = new HpkeCiphertext(kemOutput, ciphertext);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(KemOutput.Span);
        writer.WriteVector(Ciphertext.Span);
    }
}

/// <summary>RFC 9420 §7.6: <c>HPKEPublicKey encryption_key; HPKECiphertext encrypted_path_secret&lt;V&gt;;</c></summary>
public sealed record UpdatePathNode(Opaque EncryptionKey, ImmutableArray<HpkeCiphertext> EncryptedPathSecret)
    : IMlsStruct<UpdatePathNode>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out UpdatePathNode? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque encryptionKey) || !reader.TryReadList(out ImmutableArray<HpkeCiphertext> secrets))
        {
            return false;
        }

        value = new UpdatePathNode(encryptionKey, secrets);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(EncryptionKey.Span);
        writer.WriteList(EncryptedPathSecret);
    }
}

/// <summary>RFC 9420 §7.6: <c>LeafNode leaf_node; UpdatePathNode nodes&lt;V&gt;;</c> from the leaf's parent up to the root.</summary>
public sealed record UpdatePath(LeafNode LeafNode, ImmutableArray<UpdatePathNode> Nodes) : IMlsStruct<UpdatePath>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out UpdatePath? value)
    {
        value = null;
        if (!reader.TryRead(out LeafNode? leafNode) || !reader.TryReadList(out ImmutableArray<UpdatePathNode> nodes))
        {
            return false;
        }

        value = new UpdatePath(leafNode, nodes);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        LeafNode.Write(writer);
        writer.WriteList(Nodes);
    }
}
