namespace Comm.Crypto;

/// <summary>
/// Elements of the field of 2^255 - 19 as RFC 7748 and RFC 8032 write them: 32 bytes, little-endian, of which the top bit is not
/// the number's. Here are the verdicts on odd encodings, so that no build of the library below gives others. Public values only:
/// the time depends on them.
/// </summary>
internal static class Curve25519Field
{
    internal const int Size = 32;

    // 2^255 - 19
    private static readonly byte[] s_prime = Convert.FromHexString(
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    );

    /// <summary>The encoding without its top bit.</summary>
    internal static void Mask(ReadOnlySpan<byte> encoded, Span<byte> number)
    {
        encoded.CopyTo(number);
        number[^1] &= 0x7f;
    }

    /// <summary>Whether a masked encoding is the one of its number, below the prime.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> number) => IsBelow(number, s_prime);

    /// <summary>Takes the prime off a masked encoding that is not canonical: 0 to 18 remain.</summary>
    internal static void Reduce(Span<byte> number)
    {
        if (!IsCanonical(number))
        {
            byte rest = (byte)(number[0] - s_prime[0]);
            number.Clear();
            number[0] = rest;
        }
    }

    /// <summary>Of two little-endian numbers of equal length.</summary>
    internal static bool IsBelow(ReadOnlySpan<byte> number, ReadOnlySpan<byte> bound)
    {
        for (int i = bound.Length - 1; i >= 0; i--)
        {
            if (number[i] != bound[i])
            {
                return number[i] < bound[i];
            }
        }

        return false;
    }

    internal static bool IsOneOf(ReadOnlySpan<byte> number, byte[][] numbers)
    {
        foreach (byte[] candidate in numbers)
        {
            if (number.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}
