using System.Diagnostics.CodeAnalysis;

namespace Comm.Mls.Codec;

/// <summary>Whole values to bytes and back.</summary>
public static class MlsCodec
{
    /// <summary>The bytes of one value, in the one form that RFC 9420 §2.1 gives it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A vector of 2^30 bytes or more.</exception>
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
    /// <returns>False, and nothing more, for bytes that are not such a value. Never throws, whatever the bytes are.</returns>
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
