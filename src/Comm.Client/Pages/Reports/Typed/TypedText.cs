using System.Globalization;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>What officers type, before anything is read from it.</summary>
internal static class TypedText
{
    /// <summary>For numbers, days and hours: the digits of any script as our own, one kind of blank, no marks that nobody sees.</summary>
    public static string Plain(string typed) => string.Concat(typed.Trim().Where(IsSeen).Select(Plain));

    /// <summary>
    /// A text as a report may hold it: lines end as they do everywhere else, and control characters, which a copied text may bring
    /// along unseen, are left out; every other machine would refuse the whole report for one.
    /// </summary>
    public static string Clean(string typed)
    {
        string lines = typed
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n')
            .Replace('\u2028', '\n')
            .Replace('\u2029', '\n');
        return lines.Any(IsRefused) ? string.Concat(lines.Where(c => !IsRefused(c))).Trim() : lines.Trim();
    }

    private static bool IsRefused(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    // Marks of direction travel with a number that was copied out of an Arabic text, and nobody sees them.
    private static bool IsSeen(char c) => char.GetUnicodeCategory(c) != UnicodeCategory.Format;

    private static char Plain(char c) =>
        c switch
        {
            _ when char.IsDigit(c) => (char)('0' + (int)char.GetNumericValue(c)),
            _ when char.IsWhiteSpace(c) => ' ',
            '\u060C' => ',', // The Arabic comma, where a Latin keyboard has its own.
            '\u2212' => '-', // The minus sign of typography.
            _ => c,
        };
}
