using System.Buffers.Binary;
using Comm.Mls.Codec;

namespace Comm.Mls.Fuzz;

/// <summary>Bytes that are nearly right: one to four small damages to honest ones.</summary>
internal sealed class Mutator(SeededRandom random)
{
    private const int MaxLength = 64 * 1024;

    private static readonly byte[] s_bytes = [0x00, 0x01, 0x02, 0x03, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xff];
    private static readonly ulong[] s_numbers =
    [
        0,
        1,
        2,
        0x3f,
        0x40,
        0x3fff,
        0x4000,
        0xffff,
        0x3fff_ffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_ffff,
        0x7fff_ffff_ffff_ffff,
        0xffff_ffff_ffff_ffff,
    ];

    /// <param name="others">What parts are taken from.</param>
    public byte[] Mutate(byte[] honest, IReadOnlyList<byte[]> others)
    {
        byte[] bytes = [.. honest];
        for (int steps = 1 + random.Below(4); steps > 0; steps--)
        {
            byte[] next = Step(bytes, random.Pick(others));
            bytes = next.Length <= MaxLength ? next : bytes;
        }

        return bytes;
    }

    private byte[] Step(byte[] bytes, byte[] other)
    {
        int at = random.Below(bytes.Length);
        int length = random.Below(Math.Min(bytes.Length - at, 1 << random.Below(10)) + 1);
        int otherAt = random.Below(other.Length);
        int otherLength = random.Below(Math.Min(other.Length - otherAt, 1 << random.Below(10)) + 1);
        ReadOnlySpan<byte> part = other.AsSpan(otherAt, otherLength);
        return random.Below(10) switch
        {
            0 or 1 => WithByte(bytes, at, b => (byte)(b ^ (1 << random.Below(8)))),
            2 => WithByte(bytes, at, _ => random.OneIn(2) ? random.Pick(s_bytes) : random.NextByte()),
            3 => WithByte(bytes, at, b => (byte)(b + random.Below(9) - 4)),
            4 => bytes[..at],
            5 => [.. bytes[..at], .. bytes[(at + length)..]],
            6 => [.. bytes[..(at + length)], .. bytes[at..]],
            7 => [.. bytes[..at], .. part, .. bytes[(random.OneIn(2) ? at : at + length)..]],
            8 => WithNumber(bytes, at),
            _ => WithLength(bytes, at),
        };
    }

    private static byte[] WithByte(byte[] bytes, int at, Func<byte, byte> change)
    {
        if (bytes.Length > 0)
        {
            bytes[at] = change(bytes[at]);
        }

        return bytes;
    }

    private byte[] WithNumber(byte[] bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, random.Pick(s_numbers));
        int size = Math.Min(1 << random.Below(4), bytes.Length - at);
        number[^size..].CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    /// <summary>
    /// Takes what is at this place for a vector's header (RFC 9420 §2.1.2), and puts another one there: of a length that is near,
    /// or far beyond, or in a form that is too long. Half the time the vector is made to fit.
    /// </summary>
    private byte[] WithLength(byte[] bytes, int at)
    {
        MlsReader reader = new(bytes.AsMemory(at));
        if (!reader.TryReadLength(out int length))
        {
            return WithNumber(bytes, at);
        }

        int body = at + reader.Position;
        int old = Math.Min(length, bytes.Length - body);
        int changed = Math.Clamp(
            random.OneIn(3) ? (int)(random.Pick(s_numbers) & MlsWriter.MaxVectorLength) : length + random.Below(9) - 4,
            0,
            MlsWriter.MaxVectorLength
        );
        byte[] header = Header(changed);
        bool fits = random.OneIn(2) && changed <= MaxLength;
        byte[] content = fits ? [.. bytes.AsSpan(body, Math.Min(old, changed)), .. new byte[Math.Max(0, changed - old)]] : [];
        return [.. bytes[..at], .. header, .. content, .. bytes[(fits ? body + old : body)..]];
    }

    private byte[] Header(int length)
    {
        if (random.OneIn(4))
        {
            // Four bytes whatever the length is.
            byte[] four = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(four, (uint)length | 0x8000_0000);
            return four;
        }

        using MlsWriter writer = new();
        writer.WriteLength(length);
        return writer.ToArray();
    }
}
