using System.Text.RegularExpressions;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Client.Pages.Reports.Starting;

/// <summary>A number or place that a message names. The kind is that of <see cref="CheckDigits"/>, or <see cref="MessageCodes.Place"/>.</summary>
internal sealed record MessageCode(string Kind, string Value);

/// <summary>
/// What a message names beyond doubt: numbers whose check digit fits, and codes of ports and airports behind a word that says so.
/// Names, amounts and days are left to the officer.
/// </summary>
internal static partial class MessageCodes
{
    public const string Place = "place";

    /// <summary>A message has no more characters than this; what stands behind them is not looked at.</summary>
    private const int MostCharacters = 20_000;

    public static IReadOnlyList<MessageCode> Find(string text, LocationTable places)
    {
        string looked = text.Length > MostCharacters ? text[..MostCharacters] : text;
        return
        [
            .. Numbers("container", Container(), looked)
                .Concat(Numbers("awb", Waybill(), looked))
                .Concat(Numbers("imo", Ship(), looked))
                .Concat(Numbers("s10", Parcel(), looked))
                .Concat(
                    PlaceCode()
                        .Matches(looked)
                        .Select(match => places.ByCode(match.Groups["code"].Value.Replace(" ", "", StringComparison.Ordinal)))
                        .OfType<Location>()
                        .Select(place => new MessageCode(Place, place.Code))
                )
                .Distinct(),
        ];
    }

    private static IEnumerable<MessageCode> Numbers(string kind, Regex form, string text) =>
        form.Matches(text)
            .Select(match => string.Concat(match.Groups["code"].Value.Where(c => c is not (' ' or '-'))))
            .Where(number => CheckDigits.IsValid(kind, number))
            .Select(number => new MessageCode(kind, number));

    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(?<code>[A-Z]{3}[UJZ][ -]?\d{6}[ -]?\d)\b", Plain, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Container();

    // One in seven numbers of eleven digits would pass the check: a hyphen or a word has to say what it is.
    [GeneratedRegex(
        @"\b(?<code>\d{3}-\d{4} ?\d{4})\b|\b(M?AWB|LTA|АВН)[\s:№#.-]{0,4}(?<code>\d{3}[ -]?\d{4} ?\d{4})\b",
        Plain,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Waybill();

    [GeneratedRegex(@"\bIMO[\s:№#.-]{0,4}(?<code>\d{7})\b", Plain, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ship();

    [GeneratedRegex(@"\b(?<code>[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2})\b", Plain, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parcel();

    [GeneratedRegex(
        @"\b([Pp]ort|[Pp]orto|[Pp]uerto|[Пп]орт[уае]?|(ال)?ميناء|[Aa]irport|[Aa]éroport|[Aa]eropuerto|[Aa]eroporto|[Аа]эропорт[уае]?|(ال)?مطار)( (of|de|du|d’|do|da|del))?[\s:(]{1,3}(?<code>[A-Z]{2} ?[A-Z2-9]{3}|[A-Z]{3})\b",
        Plain,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex PlaceCode();
}
