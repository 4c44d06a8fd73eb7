using System.Globalization;
using System.Text.RegularExpressions;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>
/// Where on the earth, as it is written on a chart or copied from a map: "59.437", "59,437", "59°26'N", "59°26'13.2\"N", "N 59 26.5".
/// A report holds decimal degrees, north and east positive.
/// </summary>
internal static partial class TypedPosition
{
    /// <summary>Five places are a metre; more nobody has measured.</summary>
    private const int Places = 5;

    private const int MostCharacters = 80;

    /// <summary>Latitude and longitude in one text; null for what is none, and for what could be divided in two ways.</summary>
    public static string? Read(string typed)
    {
        string plain = TypedText.Plain(typed);
        string[] read =
        [
            .. (plain.Length > MostCharacters ? [] : Enumerable.Range(1, Math.Max(plain.Length - 1, 0)))
                .Where(at => Divides(plain, at))
                .Select(at => Read(plain[..at].Trim(' ', ',', ';'), plain[at..].Trim(' ', ',', ';')))
                .OfType<string>()
                .Distinct(),
        ];
        return read is [var only] ? only : null;
    }

    public static string? Read(string latitude, string longitude) =>
        Degrees(latitude, 'N', 'S', 90) is { } north && Degrees(longitude, 'E', 'W', 180) is { } east
            ? string.Create(CultureInfo.InvariantCulture, $"{north:0.#####} {east:0.#####}")
            : null;

    private static decimal? Degrees(string typed, char positive, char negative, decimal most)
    {
        string plain = TypedText.Plain(typed).ToUpperInvariant();
        Match match = Angle().Match(plain.Length > MostCharacters ? "" : plain);
        string letter = match.Groups["before"].Value + match.Groups["after"].Value;
        if (
            !match.Success
            || letter.Length > 1
            || (letter.Length == 1 && letter[0] != positive && letter[0] != negative)
            // A sign and a letter say the same thing, or the opposite of it.
            || (letter.Length == 1 && match.Groups["sign"].Length > 0)
        )
        {
            return null;
        }

        decimal degrees = Number(match.Groups["degrees"]);
        decimal minutes = Number(match.Groups["minutes"]);
        decimal seconds = Number(match.Groups["seconds"]);
        bool isSplit = match.Groups["minutes"].Success;
        if (minutes >= 60 || seconds >= 60 || (isSplit && !decimal.IsInteger(degrees)))
        {
            return null;
        }

        decimal whole = Math.Round(degrees + (minutes / 60) + (seconds / 3_600), Places);
        bool isNegative = match.Groups["sign"].Value == "-" || (letter.Length == 1 && letter[0] == negative);
        return whole > most ? null
            : isNegative ? -whole
            : whole;
    }

    private static decimal Number(Group group) =>
        group.Success
            ? decimal.Parse(group.Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>A comma between digits may belong to a number.</summary>
    private static bool Divides(string plain, int at) =>
        plain[at] switch
        {
            ' ' or ';' => true,
            ',' => at + 1 < plain.Length && (plain[at + 1] == ' ' || (HasAPoint(plain[..at]) && HasAPoint(plain[at..]))),
            _ => plain[at - 1] is 'N' or 'S' or 'n' or 's',
        };

    private static bool HasAPoint(string part) => part.Any(c => c is '.' or '°' || char.IsAsciiLetter(c));

    [GeneratedRegex(
        @"^(?<before>[NSEW])? *(?<sign>[+-])?(?<degrees>\d{1,3}([.,]\d{1,12})?) *[°º]?( *(?<minutes>\d{1,2}([.,]\d{1,12})?) *['’′]?( *(?<seconds>\d{1,2}([.,]\d{1,12})?) *(""|”|″|''))?)? *(?<after>[NSEW])?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Angle();
}
