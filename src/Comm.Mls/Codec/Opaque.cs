using System.Security.Cryptography;

namespace Comm.Mls.Codec;

/// <summary>
/// Bytes of the wire with value equality: a bare <see cref="ReadOnlyMemory{T}"/> in a record compares by reference.
/// For public values only; a secret is a <c>Comm.Crypto.Secret</c>.
/// </summary>
public readonly struct Opaque : IEquatable<Opaque>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public Opaque(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public static Opaque Empty => default;

    public int Length => _bytes.Length;

    public bool IsEmpty => _bytes.IsEmpty;

    public ReadOnlySpan<byte> Span => _bytes.Span;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public static Opaque CopyOf(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    public static implicit operator Opaque(byte[] bytes) => new(bytes);

    public static implicit operator ReadOnlySpan<byte>(Opaque value) => value.Span;

    public byte[] ToArray() => _bytes.ToArray();

    public bool Equals(Opaque other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    public override bool Equals(object? obj) => obj is Opaque other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(Opaque left, Opaque right) => left.Equals(right);

    public static bool operator !=(Opaque left, Opaque right) => !left.Equals(right);

    public override string ToString() => Convert.ToHexStringLower(Span);
}
