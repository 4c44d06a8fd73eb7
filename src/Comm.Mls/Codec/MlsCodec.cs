using System.Diagnostics.CodeAnalysis;

namespace Comm.Mls.Codec;

/// <summary>Whole values to bytes and back.</summary>
public static class MlsCodec
{
    public static byte[] Encode<T>(T value)
        where T : class, IMlsStruct<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        using var writer = new MlsWriter();
        value.Write(writer);
        return writer.ToArray();
    }

    /// <summary>The same value in bytes of its own: what was read keeps slices of its source, which may have to be zeroed.</summary>
    internal static T Copy<T>(T value)
        where T : class, IMlsStruct<T> =>
        TryDecode(Encode(value), out T? copy)
            ? copy
            : throw new InvalidOperationException("What was written does not read back.");

    /// <summary>
    /// Decodes exactly one value: bytes left over are a refusal. The bytes are copied once, so that the value stays what it is
    /// when the caller reuses its buffer.
    /// </summary>
    public static bool TryDecode<T>(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out T? value)
        where T : class, IMlsStruct<T>
    {
        var reader = new MlsReader(bytes.ToArray());
        // V-CODEC-04, V-CODEC-08
        if (T.TryRead(ref reader, out value) && reader.IsAtEnd)
        {
            return true;
        }

        value = null;
        return false;
    }
}
