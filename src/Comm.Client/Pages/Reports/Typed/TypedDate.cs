using System.Globalization;
using System.Text.RegularExpressions;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>
/// Days and hours as officers write them. All six languages write the day first; a date of which somebody else may read another day
/// ("03/04/2026") is no date, and neither is one with the month first: which day it was must not be guessed.
/// </summary>
internal static partial class TypedDate
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int MostCharacters = 40;

    public static DateOnly? ReadDay(string typed)
    {
        string plain = Bounded(typed);
        if (DateOnly.TryParseExact(plain, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly iso))
        {
            return iso;
        }

        return
            DayFirst().Match(plain) is { Success: true } match
            && match.Groups["first"].Value == match.Groups["second"].Value
            && int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture) is var day
            && int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture) is var month
            && int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) is var year
            && (day > 12 || day == month)
            && month is >= 1 and <= 12
            && year > 0
            && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    /// <summary>"06:30", "6:30", "06:30:00" and "6h30".</summary>
    public static TimeOnly? ReadHour(string typed) =>
        Hour().Match(Bounded(typed)) is { Success: true } match
        && int.Parse(match.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture) is var hour and < 24
        && int.Parse(match.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture) is var minute and < 60
            ? new TimeOnly(hour, minute)
            : null;

    /// <summary>A day and an hour; without an offset, that of the zone at that moment.</summary>
    public static DateTimeOffset? ReadInstant(string typed, TimeZoneInfo zone)
    {
        if (
            Instant().Match(Bounded(typed)) is not { Success: true } match
            || ReadDay(match.Groups["day"].Value) is not { } day
            || ReadHour(match.Groups["hour"].Value) is not { } hour
        )
        {
            return null;
        }

        DateTime local = day.ToDateTime(hour);
        TimeSpan? offset = match.Groups["offset"].Value switch
        {
            "" => zone.GetUtcOffset(local),
            "Z" or "UTC" => TimeSpan.Zero,
            var written => ReadOffset(written),
        };
        return offset is { } known && IsRepresentable(local, known) ? new DateTimeOffset(local, known) : null;
    }

    /// <summary>As a report holds it.</summary>
    public static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture);

    private static string Bounded(string typed) => TypedText.Plain(typed) is { Length: <= MostCharacters } plain ? plain : "";

    private static TimeSpan? ReadOffset(string written) =>
        TimeSpan.TryParseExact(written[1..], @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan size)
        && size <= TimeSpan.FromHours(14)
            ? written[0] == '-'
                ? -size
                : size
            : null;

    private static bool IsRepresentable(DateTime local, TimeSpan offset) =>
        local.Ticks - offset.Ticks is var utc && utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks;

    [GeneratedRegex(
        @"^(?<day>\d{1,2})(?<first>[./-])(?<month>\d{1,2})(?<second>[./-])(?<year>\d{4})$",
        Plain,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"^(?<hour>\d{1,2})[:h](?<minute>\d{2})(:\d{2})?$", Plain, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hour();

    [GeneratedRegex(
        @"^(?<day>\d[\d./-]+\d)[T ]+(?<hour>\d{1,2}[:h]\d{2}(:\d{2})?) ?(?<offset>[+-]\d{2}:\d{2}|Z|UTC|)$",
        Plain,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Instant();
}
