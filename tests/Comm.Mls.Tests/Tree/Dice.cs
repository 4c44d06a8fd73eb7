using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Comm.Mls.Tests.Tree;

/// <summary>A repeatable sequence: SHA-256 over seed and counter.</summary>
internal sealed class Dice(int seed)
{
    private int _thrown;

    public int Below(int sides)
    {
        Span<byte> input = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(input, seed);
        BinaryPrimitives.WriteInt32BigEndian(input[sizeof(int)..], _thrown++);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input)) % (uint)sides);
    }

    public uint[] Shuffled(uint[] values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }

        return values;
    }
}
