using System.Collections.Frozen;

namespace Comm.Shared.Forms;

/// <summary>Whether a number of transport or trade can be right: its form and, where it has one, its check digit.</summary>
/// <remarks>Spaces and hyphens, which people write between groups, do not count.</remarks>
public static class CheckDigits
{
    private static readonly FrozenDictionary<string, Func<string, bool>> ByKind = new Dictionary<string, Func<string, bool>>(
        StringComparer.Ordinal
    )
    {
        ["imo"] = Imo,
        ["container"] = Container,
        ["awb"] = Awb,
        ["s10"] = S10,
        ["mmsi"] = text => IsDigits(text, 9),
        ["vin"] = Vin,
        ["vin-check"] = text => Vin(text) && VinCheck(text),
        ["wagon"] = text => IsDigits(text, 12) && Luhn(text),
        ["eni"] = text => IsDigits(text, 8),
        ["icao24"] = text => text.Length == 6 && text.All(char.IsAsciiHexDigit),
        ["gtin"] = text => text.Length is 8 or 12 or 13 or 14 && text.All(char.IsAsciiDigit) && Gtin(text),
        ["lei"] = Lei,
        ["ucr"] = Ucr,
        ["tin"] = text => text.Length is >= 3 and <= 17 && Letters(text[..2]) && text.All(char.IsAsciiLetterOrDigit),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kinds of number that are known.</summary>
    public static IEnumerable<string> Kinds => ByKind.Keys.Order(StringComparer.Ordinal);

    /// <summary>False for a kind that nobody knows, too.</summary>
    public static bool IsValid(string kind, string number)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(number);
        return ByKind.TryGetValue(kind, out Func<string, bool>? check) && check(TransportNumbers.Plain(number));
    }

    // Ship: six digits weighted 7 to 2; the seventh is the sum's last digit (IMO Resolution A.1117).
    private static bool Imo(string text)
    {
        string digits = text.StartsWith("IMO", StringComparison.Ordinal) ? text[3..] : text;
        return IsDigits(digits, 7) && Enumerable.Range(0, 6).Sum(i => Digit(digits[i]) * (7 - i)) % 10 == Digit(digits[6]);
    }

    // ISO 6346: letters count 10 to 38 without the multiples of 11; weights are powers of two; the sum modulo 11, 10 reading 0.
    private static bool Container(string text) =>
        text.Length == 11
        && Letters(text[..3])
        && text[3] is 'U' or 'J' or 'Z'
        && text[4..].All(char.IsAsciiDigit)
        && Enumerable.Range(0, 10).Sum(i => ContainerValue(text[i]) << i) % 11 % 10 == Digit(text[10]);

    private static int ContainerValue(char c)
    {
        if (char.IsAsciiDigit(c))
        {
            return Digit(c);
        }

        int value = c - 'A' + 10;
        return value >= 11 ? value + ((value - 1) / 10) : value;
    }

    // Air waybill: three digits of the carrier, seven and their remainder modulo 7.
    private static bool Awb(string text) => IsDigits(text, 11) && Number(text[3..10]) % 7 == Digit(text[10]);

    // UPU S10: two letters, eight digits weighted, the check digit, the country.
    private static bool S10(string text)
    {
        ReadOnlySpan<int> weights = [8, 6, 4, 2, 3, 5, 9, 7];
        if (text.Length != 13 || !Letters(text[..2]) || !text[2..11].All(char.IsAsciiDigit) || !Letters(text[11..]))
        {
            return false;
        }

        int sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * Digit(text[2 + i]);
        }

        int check = 11 - (sum % 11);
        return Digit(text[10])
            == (
                check == 10 ? 0
                : check == 11 ? 5
                : check
            );
    }

    private static bool Vin(string text) =>
        text.Length == 17 && text.All(c => char.IsAsciiLetterOrDigit(c) && c is not ('I' or 'O' or 'Q'));

    // Only vehicles of North America carry one: position 9 is the weighted sum modulo 11, X for 10 (49 CFR 565).
    private static bool VinCheck(string text)
    {
        const string Values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
        ReadOnlySpan<int> weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        int sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * (Values.IndexOf(text[i], StringComparison.Ordinal) % 10);
        }

        return text[8] == "0123456789X"[sum % 11];
    }

    private static bool Luhn(string text)
    {
        int sum = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = Digit(text[^(i + 1)]) * ((i % 2) + 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    // GS1: from the right, weights 1 and 3 in turn, the sum a multiple of ten.
    private static bool Gtin(string text) =>
        Enumerable.Range(0, text.Length).Sum(i => Digit(text[^(i + 1)]) * (i % 2 == 0 ? 1 : 3)) % 10 == 0;

    // ISO 17442 with ISO 7064 MOD 97-10: letters count 10 to 35, the whole number leaves 1.
    private static bool Lei(string text) =>
        text.Length == 20
        && text.All(char.IsAsciiLetterOrDigit)
        && text[18..].All(char.IsAsciiDigit)
        && text.Aggregate(
            0,
            (rest, c) => char.IsAsciiDigit(c) ? ((rest * 10) + Digit(c)) % 97 : ((rest * 100) + c - 'A' + 10) % 97
        ) == 1;

    // WCO UCR: the year's last digit, the country, then whatever the issuer gave; 35 characters at most.
    private static bool Ucr(string text) =>
        text.Length is >= 4 and <= 35
        && char.IsAsciiDigit(text[0])
        && Letters(text[1..3])
        && text[3..].All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '(' or ')');

    private static bool IsDigits(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);

    private static bool Letters(string text) => text.All(char.IsAsciiLetterUpper);

    private static int Digit(char c) => c - '0';

    private static int Number(string digits) => digits.Aggregate(0, (number, c) => (number * 10) + Digit(c));
}
