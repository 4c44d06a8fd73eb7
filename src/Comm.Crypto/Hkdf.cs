using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>RFC 5869, by .NET.</summary>
public sealed class Hkdf
{
    private readonly HashFunction _hash;

    private Hkdf(HashFunction hash) => _hash = hash;

    public static Hkdf Sha256 { get; } = new(HashFunction.Sha256);

    public static Hkdf Sha384 { get; } = new(HashFunction.Sha384);

    public static Hkdf Sha512 { get; } = new(HashFunction.Sha512);

    /// <summary>Of a pseudorandom key, in bytes.</summary>
    public int Size => _hash.Size;

    /// <summary>RFC 5869 §2.3: 255 times the hash.</summary>
    public int MaxLength => 255 * Size;

    /// <summary>The pseudorandom key has <see cref="Size"/> bytes.</summary>
    public void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> inputKeyingMaterial, Span<byte> pseudorandomKey)
    {
        if (pseudorandomKey.Length != Size)
        {
            throw new ArgumentException($"A pseudorandom key has {Size} bytes.", nameof(pseudorandomKey));
        }

        _ = HKDF.Extract(_hash.Name, inputKeyingMaterial, salt, pseudorandomKey);
    }

    public Secret Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> inputKeyingMaterial)
    {
        var pseudorandomKey = new Secret(Size);
        Extract(salt, inputKeyingMaterial, pseudorandomKey.Mutable);
        return pseudorandomKey;
    }

    /// <summary>From a pseudorandom key of at least <see cref="Size"/> bytes (RFC 5869 §2.3).</summary>
    public void Expand(ReadOnlySpan<byte> pseudorandomKey, ReadOnlySpan<byte> info, Span<byte> output)
    {
        if (pseudorandomKey.Length < Size)
        {
            throw new ArgumentException($"A pseudorandom key has {Size} bytes or more.", nameof(pseudorandomKey));
        }

        if (output.Length > MaxLength)
        {
            throw new ArgumentException($"One expansion gives {MaxLength} bytes at most.", nameof(output));
        }

        if (!output.IsEmpty)
        {
            HKDF.Expand(_hash.Name, pseudorandomKey, output, info);
        }
    }

    public Secret Expand(ReadOnlySpan<byte> pseudorandomKey, ReadOnlySpan<byte> info, int length)
    {
        var output = new Secret(length);
        Expand(pseudorandomKey, info, output.Mutable);
        return output;
    }
}
