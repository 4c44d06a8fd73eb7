using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// RFC 9420 §7.1: <c>HPKEPublicKey encryption_key; opaque parent_hash&lt;V&gt;; uint32 unmerged_leaves&lt;V&gt;;</c> the leaves
/// in strictly ascending order.
/// </summary>
internal sealed record ParentNode(Opaque EncryptionKey, Opaque ParentHash, ImmutableArray<uint> UnmergedLeaves)
    : IMlsStruct<ParentNode>
{
    static bool IMlsStruct<ParentNode>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out ParentNode? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque encryptionKey)
            || !reader.TryReadVector(out Opaque parentHash)
            || !reader.TryReadUInt32List(out ImmutableArray<uint> unmergedLeaves)
        )
        {
            return false;
        }

        // V-TREE-03
        for (int i = 1; i < unmergedLeaves.Length; i++)
        {
            if (unmergedLeaves[i - 1] >= unmergedLeaves[i])
            {
                return false;
            }
        }

        value = new ParentNode(encryptionKey, parentHash, unmergedLeaves);
        return true;
    }

    void IMlsStruct<ParentNode>.Write(MlsWriter writer)
    {
        writer.WriteVector(EncryptionKey.Span);
        writer.WriteVector(ParentHash.Span);
        writer.WriteUInt32List(UnmergedLeaves);
    }

    public bool Equals(ParentNode? other) =>
        other is not null
        && EncryptionKey == other.EncryptionKey
        && ParentHash == other.ParentHash
        && UnmergedLeaves.AsSpan().SequenceEqual(other.UnmergedLeaves.AsSpan());

    public override int GetHashCode() => HashCode.Combine(EncryptionKey, ParentHash, UnmergedLeaves.Length);
}
