using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Comm.Client.Spreadsheets;

/// <summary>
/// Characters that XML cannot carry stand in a spreadsheet as <c>_x000D_</c> (ECMA-376 part 1, 22.9.2.19), and a text that looks like
/// that has its underscore written so.
/// </summary>
internal static partial class XlsxText
{
    public static string Encode(string text)
    {
        if (!text.Any(NeedsCode) && !text.Contains("_x", StringComparison.Ordinal))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            bool pair = char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            _ =
                pair ? encoded.Append(c).Append(text[++at])
                : char.IsSurrogate(c) ? encoded.Append('\uFFFD')
                : NeedsCode(c) || Code().IsMatch(text.AsSpan(at, Math.Min(7, text.Length - at)))
                    ? encoded.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_")
                : encoded.Append(c);
        }

        return encoded.ToString();
    }

    /// <summary>Null for what is no text: half a character.</summary>
    public static string? Decode(string text)
    {
        string decoded = text.Contains("_x", StringComparison.Ordinal)
            ? Code()
                .Replace(
                    text,
                    code =>
                        (
                            (char)ushort.Parse(code.ValueSpan[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                        ).ToString()
                )
            : text;
        for (int at = 0; at < decoded.Length; at++)
        {
            if (char.IsSurrogate(decoded[at]) && (at + 1 == decoded.Length || !char.IsSurrogatePair(decoded[at], decoded[++at])))
            {
                return null;
            }
        }

        return decoded;
    }

    private static bool NeedsCode(char c) =>
        (c < ' ' && c is not ('\t' or '\n')) || c is '\uFFFE' or '\uFFFF' || char.IsSurrogate(c);

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
