using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Comm.Mls.Codec;

/// <summary>
/// Builds the bytes of RFC 9420's presentation language. Its buffer is borrowed; it is zeroed when it grows and when the writer is
/// disposed of, since group secrets pass through it too.
/// </summary>
public sealed class MlsWriter : IDisposable
{
    /// <summary>Largest vector a four-byte header can carry (RFC 9420 §2.1.2).</summary>
    internal const int MaxVectorLength = (1 << 30) - 1;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256);

    internal int Length { get; private set; }

    /// <summary>What was written, without a copy: good until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, Length);

    /// <summary>What was written, as a copy that the caller zeroes if it is secret.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <summary><c>uint8</c>.</summary>
    public void WriteUInt8(byte value) => Take(1)[0] = value;

    /// <summary><c>uint16</c>, big-endian.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);

    /// <summary><c>uint32</c>, big-endian.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);

    /// <summary><c>uint64</c>, big-endian.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);

    /// <summary><c>opaque value[n]</c>: the bytes as they are, without a length.</summary>
    public void WriteFixed(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>The text as ASCII, without a length: of labels.</summary>
    internal void WriteAscii(string text) => Encoding.ASCII.GetBytes(text, Take(text.Length));

    /// <summary>So many zero bytes: padding.</summary>
    internal void WriteZeros(int count) => Take(count).Clear();

    /// <summary><c>opaque value&lt;V&gt;</c> (RFC 9420 §2.1.2): the length in one, two or four bytes, and the bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">2^30 bytes or more.</exception>
    public void WriteVector(ReadOnlySpan<byte> bytes)
    {
        WriteLength(bytes.Length);
        WriteFixed(bytes);
    }

    /// <summary>The minimal length header of a vector.</summary>
    internal void WriteLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxVectorLength);
        switch (length)
        {
            case < 1 << 6:
                WriteUInt8((byte)length);
                break;
            case < 1 << 14:
                WriteUInt16((ushort)(length | 0x4000));
                break;
            default:
                WriteUInt32((uint)length | 0x8000_0000);
                break;
        }
    }

    /// <summary>One value by its own writer.</summary>
    public void Write<T>(T value)
        where T : class, IMlsStruct<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        value.Write(this);
    }

    /// <summary><c>T values&lt;V&gt;</c>: the values one after the other, with their length in bytes before them.</summary>
    public void WriteList<T>(IReadOnlyList<T> values)
        where T : class, IMlsStruct<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        int start = BeginVector();
        for (int i = 0; i < values.Count; i++)
        {
            values[i].Write(this);
        }

        EndVector(start);
    }

    internal void WriteOptionalList<T>(IReadOnlyList<T?> values)
        where T : class, IMlsStruct<T>
    {
        int start = BeginVector();
        for (int i = 0; i < values.Count; i++)
        {
            WriteOptional(values[i]);
        }

        EndVector(start);
    }

    /// <summary><c>optional&lt;T&gt;</c> (RFC 9420 §2.1.1): a byte that is 0 for null, or 1 and the value.</summary>
    internal void WriteOptional<T>(T? value)
        where T : class, IMlsStruct<T>
    {
        WriteUInt8(value is null ? (byte)0 : (byte)1);
        value?.Write(this);
    }

    internal void WriteUInt16List(IReadOnlyList<ushort> values)
    {
        WriteLength(values.Count * sizeof(ushort));
        for (int i = 0; i < values.Count; i++)
        {
            WriteUInt16(values[i]);
        }
    }

    internal void WriteUInt32List(IReadOnlyList<uint> values)
    {
        WriteLength(values.Count * sizeof(uint));
        for (int i = 0; i < values.Count; i++)
        {
            WriteUInt32(values[i]);
        }
    }

    /// <summary>Starts a vector whose length is not known yet; give the result to <see cref="EndVector"/>.</summary>
    internal int BeginVector() => Length;

    internal void EndVector(int start)
    {
        int length = Length - start;
        int header =
            length < 1 << 6 ? 1
            : length < 1 << 14 ? 2
            : 4;
        Take(header);
        _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + header));
        int end = Length;
        Length = start;
        WriteLength(length);
        Length = end;
    }

    /// <summary>Zeroes the buffer and gives it back.</summary>
    public void Dispose()
    {
        GiveBack(_buffer, Length);
        _buffer = [];
        Length = 0;
    }

    private Span<byte> Take(int count)
    {
        int needed = checked(Length + count);
        if (needed > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(_buffer.Length * 2L, Array.MaxLength)));
            WrittenSpan.CopyTo(larger);
            GiveBack(_buffer, Length);
            _buffer = larger;
        }

        Span<byte> taken = _buffer.AsSpan(Length, count);
        Length = needed;
        return taken;
    }

    // Beyond what was written the buffer is as it was borrowed: Length never shrinks but for the header of a vector.
    private static void GiveBack(byte[] buffer, int written)
    {
        if (buffer.Length > 0)
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, written));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
