using Comm.Crypto;
using Comm.Mls.Codec;

namespace Comm.Mls.Suites;

/// <summary>LabeledExtract and LabeledExpand (RFC 9180 §4), which bind each derivation to its place and its suite.</summary>
internal sealed class LabeledHkdf(Hkdf hkdf, byte[] suiteId)
{
    internal int Size => hkdf.Size;

    internal Secret Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm)
    {
        using var input = new MlsWriter();
        input.WriteFixed("HPKE-v1"u8);
        input.WriteFixed(suiteId);
        input.WriteFixed(label);
        input.WriteFixed(ikm);
        return hkdf.Extract(salt, input.WrittenSpan);
    }

    internal Secret Expand(Secret prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length)
    {
        using var input = new MlsWriter();
        input.WriteUInt16((ushort)length);
        input.WriteFixed("HPKE-v1"u8);
        input.WriteFixed(suiteId);
        input.WriteFixed(label);
        input.WriteFixed(info);
        return hkdf.Expand(prk.Span, input.WrittenSpan, length);
    }
}
