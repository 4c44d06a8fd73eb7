using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>RFC 9420 §7.6: <c>opaque kem_output&lt;V&gt;; opaque ciphertext&lt;V&gt;;</c></summary>
internal sealed record HpkeCiphertext(Opaque KemOutput, Opaque Ciphertext) : IMlsStruct<HpkeCiphertext>
{
    static bool IMlsStruct<HpkeCiphertext>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out HpkeCiphertext? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque kemOutput) || !reader.TryReadVector(out Opaque ciphertext))
        {
            return false;
        }

        value = new HpkeCiphertext(kemOutput, ciphertext);
        return true;
    }

    void IMlsStruct<HpkeCiphertext>.Write(MlsWriter writer)
    {
        writer.WriteVector(KemOutput.Span);
        writer.WriteVector(Ciphertext.Span);
    }
}

/// <summary>RFC 9420 §7.6: <c>HPKEPublicKey encryption_key; HPKECiphertext encrypted_path_secret&lt;V&gt;;</c></summary>
internal sealed record UpdatePathNode(Opaque EncryptionKey, ImmutableArray<HpkeCiphertext> EncryptedPathSecret)
    : IMlsStruct<UpdatePathNode>
{
    static bool IMlsStruct<UpdatePathNode>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out UpdatePathNode? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque encryptionKey) || !reader.TryReadList(out ImmutableArray<HpkeCiphertext> secrets))
        {
            return false;
        }

        value = new UpdatePathNode(encryptionKey, secrets);
        return true;
    }

    void IMlsStruct<UpdatePathNode>.Write(MlsWriter writer)
    {
        writer.WriteVector(EncryptionKey.Span);
        writer.WriteList(EncryptedPathSecret);
    }
}

/// <summary>RFC 9420 §7.6: <c>LeafNode leaf_node; UpdatePathNode nodes&lt;V&gt;;</c> from the leaf's parent up to the root.</summary>
internal sealed record UpdatePath(LeafNode LeafNode, ImmutableArray<UpdatePathNode> Nodes) : IMlsStruct<UpdatePath>
{
    static bool IMlsStruct<UpdatePath>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out UpdatePath? value)
    {
        value = null;
        if (!reader.TryRead(out LeafNode? leafNode) || !reader.TryReadList(out ImmutableArray<UpdatePathNode> nodes))
        {
            return false;
        }

        value = new UpdatePath(leafNode, nodes);
        return true;
    }

    void IMlsStruct<UpdatePath>.Write(MlsWriter writer)
    {
        writer.Write(LeafNode);
        writer.WriteList(Nodes);
    }
}
