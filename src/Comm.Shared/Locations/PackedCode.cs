using System.Text;

namespace Comm.Shared.Locations;

/// <summary>Codes of up to eight ASCII characters as numbers that sort as the codes do; an absent one is zero.</summary>
internal static class PackedCode
{
    public const int MostShort = 4;
    private const int Most = 8;

    public static bool Fits(string code) => code.Length <= Most && Ascii.IsValid(code);

    public static ulong Pack(string? code)
    {
        if (code is not null && !Fits(code))
        {
            throw new ArgumentException($"A code has at most {Most} ASCII characters.", nameof(code));
        }

        ulong packed = 0;
        for (int at = 0; at < Most; at++)
        {
            packed = (packed << 8) | (code is not null && at < code.Length ? code[at] : (ulong)0);
        }

        return packed;
    }

    public static uint PackShort(string? code) =>
        code is { Length: > MostShort }
            ? throw new ArgumentException($"A short code has at most {MostShort} characters.", nameof(code))
            : (uint)(Pack(code) >> 32);

    public static string? Unpack(uint packed) => Unpack((ulong)packed << 32);

    public static string? Unpack(ulong packed)
    {
        Span<char> code = stackalloc char[Most];
        int length = 0;
        for (int shift = 56; shift >= 0 && (byte)(packed >> shift) is var letter and not 0; shift -= 8)
        {
            code[length++] = (char)letter;
        }

        return length == 0 ? null : new string(code[..length]);
    }
}
