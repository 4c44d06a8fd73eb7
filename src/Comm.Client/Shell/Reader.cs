using System.Globalization;
using Comm.Client.Engine;
using Comm.Shared.Localization;

namespace Comm.Client.Shell;

/// <summary>Who reads this answer: language, direction and clock. Chosen in the settings; before the first choice the browser's.</summary>
internal sealed class Reader(IHttpContextAccessor http, ClientSession session, TimeProvider time)
{
    public const string LanguageParameter = "language";

    public Language Language { get; } = Choose(http.HttpContext, session);

    public TimeZoneInfo Zone { get; } =
        session.Settings.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : time.LocalTimeZone;

    /// <summary>Clock time in the reader's zone.</summary>
    public string Time(DateTimeOffset instant) => Local(instant).ToString("HH:mm", Language.Culture);

    /// <summary>The whole date in words.</summary>
    public string Date(DateOnly day) => day.ToString("D", Language.Culture);

    /// <summary>With the month as a word: 01/02 is two different days to two officers.</summary>
    public string ShortDate(DateOnly day) => LongDate.Of(day, Language.Culture);

    /// <summary>For a column of a table.</summary>
    public string DayAndTime(DateTimeOffset instant) => Local(instant).ToString("d MMM yyyy HH:mm", Language.Culture);

    public string DateAndTime(DateTimeOffset instant) => Local(instant).ToString("f", Language.Culture);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <summary>For a title: the same instant for everybody in the operation.</summary>
    public static string Utc(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Machine(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>
    /// A query's wish counts for one answer: who has no session yet cannot save a choice. So does that of an address: a coordinator
    /// looks at a form as its readers will.
    /// </summary>
    private static Language Choose(HttpContext? context, ClientSession session) =>
        context?.Request.RouteValues[LanguageParameter] is string shown && ProductCultures.Contains(shown) ? Languages.Of(shown)
        : context?.Request.Query[LanguageParameter].ToString() is { } wish && ProductCultures.Contains(wish) ? Languages.Of(wish)
        : session.Settings.Language is { } chosen ? Languages.Of(chosen)
        : context is not null && Languages.PreferredBy(context.Request) is { } preferred ? preferred
        : Languages.Of(ProductCultures.Fallback);
}
