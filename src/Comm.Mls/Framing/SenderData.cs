using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>RFC 9420 §6.3.2: <c>uint32 leaf_index; uint32 generation; opaque reuse_guard[4];</c></summary>
internal sealed record SenderData(uint LeafIndex, uint Generation, Opaque ReuseGuard) : IMlsStruct<SenderData>
{
    internal const int ReuseGuardSize = 4;

    static bool IMlsStruct<SenderData>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out SenderData? value)
    {
        value = null;
        if (
            !reader.TryReadUInt32(out uint leafIndex)
            || !reader.TryReadUInt32(out uint generation)
            || !reader.TryReadFixed(ReuseGuardSize, out Opaque reuseGuard)
        )
        {
            return false;
        }

        value = new SenderData(leafIndex, generation, reuseGuard);
        return true;
    }

    void IMlsStruct<SenderData>.Write(MlsWriter writer)
    {
        writer.WriteUInt32(LeafIndex);
        writer.WriteUInt32(Generation);
        writer.WriteFixed(ReuseGuard);
    }
}
