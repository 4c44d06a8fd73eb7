using System.Globalization;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// A number as officers type it: Latin or Arabic digits, the language's decimal sign or a point, spaces between thousands. What could
/// be read in two ways ("1.500" where a point divides thousands) is no number: a factor of a thousand in a seizure must not be guessed.
/// </summary>
internal static class QuantityEntry
{
    public static bool TryParse(string text, CultureInfo culture, out decimal number)
    {
        string plain = string.Concat(text.Where(c => !char.IsWhiteSpace(c)).Select(Latin));
        string sign = culture.NumberFormat.NumberDecimalSeparator;
        if (sign != "." && plain.Contains('.', StringComparison.Ordinal) && IsGrouped(plain))
        {
            number = 0;
            return false;
        }

        return decimal.TryParse(
            plain.Replace(sign, ".", StringComparison.Ordinal),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out number
        );
    }

    private static bool IsGrouped(string plain) => plain.Split('.').Skip(1).All(part => part.Length == 3);

    private static char Latin(char c) =>
        c == '٫' ? '.'
        : char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c))
        : c;
}
