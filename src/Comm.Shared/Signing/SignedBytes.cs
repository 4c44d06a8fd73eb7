using Comm.Mls.Codec;

namespace Comm.Shared.Signing;

/// <summary>What a signature of ours is over: a label, so that nothing that was signed passes for something else, and the fields before it.</summary>
internal static class SignedBytes
{
    public static byte[] Of(ReadOnlySpan<byte> label, Action<MlsWriter> writeFields)
    {
        using var writer = new MlsWriter();
        writer.WriteVector(label);
        writeFields(writer);
        return writer.ToArray();
    }
}
