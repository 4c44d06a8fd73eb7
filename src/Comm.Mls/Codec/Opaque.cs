using System.Security.Cryptography;

namespace Comm.Mls.Codec;

/// <summary>
/// Bytes of the wire with value equality: a bare <see cref="ReadOnlyMemory{T}"/> in a record compares by reference.
/// For public values only; a secret is a <c>Comm.Crypto.Secret</c>.
/// </summary>
public readonly struct Opaque : IEquatable<Opaque>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>These very bytes, not a copy: they must not change while this is in use.</summary>
    public Opaque(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>No bytes; also the default.</summary>
    public static Opaque Empty => default;

    /// <summary>In bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>A copy of its own.</summary>
    public static Opaque CopyOf(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>As the constructor: not a copy.</summary>
    public static implicit operator Opaque(byte[] bytes) => new(bytes);

    /// <summary>The bytes.</summary>
    public static implicit operator ReadOnlySpan<byte>(Opaque value) => value.Span;

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>The same bytes; takes the same time wherever they differ.</summary>
    public bool Equals(Opaque other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Opaque other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The same bytes.</summary>
    public static bool operator ==(Opaque left, Opaque right) => left.Equals(right);

    /// <summary>Other bytes.</summary>
    public static bool operator !=(Opaque left, Opaque right) => !left.Equals(right);

    /// <summary>In hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);
}
