namespace Comm.Crypto.Tests;

/// <summary>ECDSA signatures in DER, made by hand, so that wrong ones can be made as well.</summary>
internal static class Der
{
    public static byte[] Signature(string r, string s) => Sequence([.. Integer(r), .. Integer(s)]);

    public static byte[] Sequence(byte[] content) => [0x30, .. Length(content.Length), .. content];

    /// <summary>Of a number that is not negative: no zero before it but the sign byte that it may need.</summary>
    public static byte[] Integer(string number)
    {
        byte[] magnitude = Magnitude(number);
        return (magnitude[0] & 0x80) == 0 ? Unsigned(magnitude) : Unsigned([0, .. magnitude]);
    }

    /// <summary>Any bytes as an integer.</summary>
    public static byte[] Unsigned(byte[] bytes) => [0x02, .. Length(bytes.Length), .. bytes];

    /// <summary>The number's bytes from the first that is not zero; of zero, its one byte.</summary>
    public static byte[] Magnitude(string number)
    {
        byte[] bytes = Hex.Bytes(number);
        int first = Array.FindIndex(bytes, part => part != 0);
        return first < 0 ? [0] : bytes[first..];
    }

    public static byte[] Length(int length) => length < 0x80 ? [(byte)length] : [0x81, (byte)length];

    /// <summary>The same length with one byte more than it needs.</summary>
    public static byte[] TooLongLength(int length) => length < 0x80 ? [0x81, (byte)length] : [0x82, 0, (byte)length];
}
