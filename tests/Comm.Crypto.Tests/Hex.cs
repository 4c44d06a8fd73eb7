namespace Comm.Crypto.Tests;

internal static class Hex
{
    public static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    public static Secret Secret(string hex) => Crypto.Secret.CopyOf(Bytes(hex));

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>The same bytes but for one bit.</summary>
    public static byte[] Flipped(byte[] bytes, int index)
    {
        byte[] flipped = [.. bytes];
        flipped[index] ^= 1;
        return flipped;
    }
}
