using System.Globalization;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>
/// A number as officers type it: the digits of any script, the decimal sign of the page's language or another's, thousands set apart
/// by spaces or signs. What could be read in two ways ("1.500" where a comma is the decimal sign) is no number: a factor of a thousand
/// in a seizure must not be guessed.
/// </summary>
internal static class TypedNumber
{
    private const int MaxLength = 40;

    public static bool TryRead(string typed, CultureInfo culture, out decimal number)
    {
        number = 0;
        if (typed.Length > MaxLength)
        {
            return false;
        }

        string plain = TypedText.Plain(typed);
        string sign = plain is ['-' or '+', ..] ? plain[..1] : "";
        plain = plain[sign.Length..];
        int point = plain.LastIndexOfAny(['.', ',', '\u066B']);
        // A sign that is there twice divides thousands.
        bool isWhole = point < 0 || plain.IndexOf(plain[point], StringComparison.Ordinal) < point;
        string decimals = isWhole ? "" : plain[(point + 1)..];
        return Ungrouped(isWhole ? plain : plain[..point]) is { } whole
            && decimals.All(char.IsAsciiDigit)
            && (isWhole || !MayDivideThousands(plain[point], whole, decimals, culture))
            && decimal.TryParse(
                $"{sign}{whole}.{decimals}",
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out number
            );
    }

    // The language's own sign and the Arabic one say decimals; so does any that has not three digits after it, or a mere zero before it.
    private static bool MayDivideThousands(char point, string whole, string decimals, CultureInfo culture) =>
        point is '.' or ','
        && !culture.NumberFormat.NumberDecimalSeparator.Contains(point, StringComparison.Ordinal)
        && decimals.Length == 3
        && whole != "0";

    /// <summary>The digits alone; null unless all groups but the first are of three and one sign sets them apart throughout.</summary>
    private static string? Ungrouped(string whole)
    {
        char[] signs = [.. whole.Where(c => !char.IsAsciiDigit(c)).Distinct()];
        if (signs.Length == 0)
        {
            return whole;
        }

        if (signs is not [' ' or '.' or ',' or '\u066C'])
        {
            return null;
        }

        string[] groups = whole.Split(signs[0]);
        return groups[0] is [not '0', ..] and { Length: <= 3 } && groups.Skip(1).All(group => group.Length == 3)
            ? string.Concat(groups)
            : null;
    }
}
