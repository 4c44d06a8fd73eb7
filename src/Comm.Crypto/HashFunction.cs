using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>SHA-2 (FIPS 180-4) and HMAC (RFC 2104) over it, by .NET.</summary>
public sealed class HashFunction
{
    private HashFunction(HashAlgorithmName name, int size)
    {
        Name = name;
        Size = size;
    }

    public static HashFunction Sha256 { get; } = new(HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    public static HashFunction Sha384 { get; } = new(HashAlgorithmName.SHA384, SHA384.HashSizeInBytes);

    public static HashFunction Sha512 { get; } = new(HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);

    /// <summary>Of a hash, and of a tag, in bytes.</summary>
    public int Size { get; }

    internal HashAlgorithmName Name { get; }

    public byte[] Hash(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(Name, data);

    /// <summary>Into a destination of <see cref="Size"/> bytes.</summary>
    public void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        CheckDestination(destination);
        _ = CryptographicOperations.HashData(Name, data, destination);
    }

    public byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(Name, key, data);

    /// <summary>Into a destination of <see cref="Size"/> bytes.</summary>
    public void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        CheckDestination(destination);
        _ = CryptographicOperations.HmacData(Name, key, data, destination);
    }

    /// <summary>Compares in constant time; false for a tag of another length.</summary>
    public bool VerifyHmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[Size];
        Hmac(key, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    private void CheckDestination(ReadOnlySpan<byte> destination)
    {
        if (destination.Length != Size)
        {
            throw new ArgumentException($"The destination has {Size} bytes.", nameof(destination));
        }
    }
}
