using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>RFC 9420 §8.2.</summary>
internal static class TranscriptHash
{
    /// <summary><c>Hash(interim_before || wire_format || content || signature&lt;V&gt;)</c></summary>
    public static Opaque Confirmed(CipherSuite suite, ReadOnlySpan<byte> interimBefore, AuthenticatedContent commit)
    {
        using MlsWriter writer = new();
        writer.WriteFixed(interimBefore);
        writer.WriteUInt16((ushort)commit.WireFormat);
        commit.Content.Write(writer);
        writer.WriteVector(commit.Auth.Signature.Span);
        return suite.Hash(writer.WrittenSpan);
    }

    /// <summary><c>Hash(confirmed || confirmation_tag&lt;V&gt;)</c></summary>
    public static Opaque Interim(CipherSuite suite, ReadOnlySpan<byte> confirmed, ReadOnlySpan<byte> confirmationTag)
    {
        using MlsWriter writer = new();
        writer.WriteFixed(confirmed);
        writer.WriteVector(confirmationTag);
        return suite.Hash(writer.WrittenSpan);
    }
}
