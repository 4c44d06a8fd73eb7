using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Comm.Mls.Codec;

/// <summary>
/// Walks the bytes of RFC 9420's presentation language (TLS presentation language with the variable-length vectors of
/// §2.1.2). Never throws: what is not there is <c>false</c>. Values are slices of the source, not copies.
/// </summary>
/// <param name="source">Must not change while anything that was read is in use.</param>
public ref struct MlsReader(ReadOnlyMemory<byte> source)
{
    private readonly ReadOnlyMemory<byte> _source = source;
    private int _position;

    /// <summary>Nothing is left to read.</summary>
    public readonly bool IsAtEnd => _position == _source.Length;

    internal readonly int Remaining => _source.Length - _position;

    internal readonly int Position => _position;

    /// <summary><c>uint8</c>; false when fewer bytes are left.</summary>
    public bool TryReadUInt8(out byte value)
    {
        value = 0;
        if (Remaining < 1)
        {
            return false;
        }

        value = _source.Span[_position++];
        return true;
    }

    /// <summary><c>uint16</c>, big-endian; false when fewer bytes are left.</summary>
    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        if (Remaining < sizeof(ushort))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt16BigEndian(_source.Span[_position..]);
        _position += sizeof(ushort);
        return true;
    }

    /// <summary><c>uint32</c>, big-endian; false when fewer bytes are left.</summary>
    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (Remaining < sizeof(uint))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(_source.Span[_position..]);
        _position += sizeof(uint);
        return true;
    }

    /// <summary><c>uint64</c>, big-endian; false when fewer bytes are left.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        value = 0;
        if (Remaining < sizeof(ulong))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt64BigEndian(_source.Span[_position..]);
        _position += sizeof(ulong);
        return true;
    }

    /// <summary><c>opaque value[length]</c>: exactly <paramref name="length"/> bytes.</summary>
    public bool TryReadFixed(int length, out Opaque value)
    {
        value = default;
        if (length < 0 || Remaining < length)
        {
            return false;
        }

        value = new Opaque(_source.Slice(_position, length));
        _position += length;
        return true;
    }

    /// <summary>The length header of a vector (RFC 9420 §2.1.2): 1, 2 or 4 bytes, minimal, below 2^30.</summary>
    internal bool TryReadLength(out int length)
    {
        length = 0;
        if (!TryReadUInt8(out byte first))
        {
            return false;
        }

        int prefix = first >> 6;
        // V-CODEC-03
        if (prefix == 3)
        {
            return false;
        }

        int value = first & 0x3f;
        for (int more = (1 << prefix) - 1; more > 0; more--)
        {
            if (!TryReadUInt8(out byte next))
            {
                return false;
            }

            value = (value << 8) | next;
        }

        // V-CODEC-02: A value that fits the shorter form must use it.
        if ((prefix == 1 && value < 1 << 6) || (prefix == 2 && value < 1 << 14))
        {
            return false;
        }

        length = value;
        return true;
    }

    /// <summary><c>opaque value&lt;V&gt;</c>. The length is checked against what is there before anything is taken.</summary>
    public bool TryReadVector(out Opaque value)
    {
        value = default;
        // V-CODEC-05
        return TryReadLength(out int length) && TryReadFixed(length, out value);
    }

    /// <summary><c>T values&lt;V&gt;</c>: as many values as fill the vector exactly.</summary>
    public bool TryReadList<T>(out ImmutableArray<T> values)
        where T : class, IMlsStruct<T>
    {
        values = [];
        if (!TryReadVector(out Opaque vector))
        {
            return false;
        }

        var inner = new MlsReader(vector.Memory);
        var list = ImmutableArray.CreateBuilder<T>();
        while (!inner.IsAtEnd)
        {
            if (!T.TryRead(ref inner, out T? value))
            {
                return false;
            }

            list.Add(value);
        }

        values = list.ToImmutable();
        return true;
    }

    /// <summary><c>optional&lt;T&gt; values&lt;V&gt;</c>.</summary>
    internal bool TryReadOptionalList<T>(out ImmutableArray<T?> values)
        where T : class, IMlsStruct<T>
    {
        values = [];
        if (!TryReadVector(out Opaque vector))
        {
            return false;
        }

        var inner = new MlsReader(vector.Memory);
        var list = ImmutableArray.CreateBuilder<T?>();
        while (!inner.IsAtEnd)
        {
            if (!inner.TryReadOptional(out T? value))
            {
                return false;
            }

            list.Add(value);
        }

        values = list.ToImmutable();
        return true;
    }

    /// <summary><c>optional&lt;T&gt;</c> (RFC 9420 §2.1.1): true with null for an absent value; the presence byte is 0 or 1.</summary>
    internal bool TryReadOptional<T>(out T? value)
        where T : class, IMlsStruct<T>
    {
        value = null;
        // V-CODEC-01
        if (!TryReadUInt8(out byte present) || present > 1)
        {
            return false;
        }

        return present == 0 || T.TryRead(ref this, out value);
    }

    /// <summary><c>uint16 values&lt;V&gt;</c>: the code lists of capabilities.</summary>
    internal bool TryReadUInt16List(out ImmutableArray<ushort> values)
    {
        values = [];
        if (!TryReadVector(out Opaque vector) || vector.Length % sizeof(ushort) != 0)
        {
            return false;
        }

        var list = ImmutableArray.CreateBuilder<ushort>(vector.Length / sizeof(ushort));
        for (int at = 0; at < vector.Length; at += sizeof(ushort))
        {
            list.Add(BinaryPrimitives.ReadUInt16BigEndian(vector.Span[at..]));
        }

        values = list.MoveToImmutable();
        return true;
    }

    /// <summary><c>uint32 values&lt;V&gt;</c>: leaf indices.</summary>
    internal bool TryReadUInt32List(out ImmutableArray<uint> values)
    {
        values = [];
        if (!TryReadVector(out Opaque vector) || vector.Length % sizeof(uint) != 0)
        {
            return false;
        }

        var list = ImmutableArray.CreateBuilder<uint>(vector.Length / sizeof(uint));
        for (int at = 0; at < vector.Length; at += sizeof(uint))
        {
            list.Add(BinaryPrimitives.ReadUInt32BigEndian(vector.Span[at..]));
        }

        values = list.MoveToImmutable();
        return true;
    }

    /// <summary>One value by its own reader; here so that struct readers chain with <c>&amp;&amp;</c>.</summary>
    public bool TryRead<T>([NotNullWhen(true)] out T? value)
        where T : class, IMlsStruct<T> => T.TryRead(ref this, out value);

    /// <summary>What was read between <paramref name="start"/> and here, as it came.</summary>
    internal readonly Opaque Since(int start) => new(_source[start.._position]);
}
