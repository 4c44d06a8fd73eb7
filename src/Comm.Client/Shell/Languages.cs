using System.Globalization;
using Comm.Shared.Localization;

namespace Comm.Client.Shell;

/// <summary>
/// A language of the pages. <paramref name="Culture"/> has the dates of the region the translations were drafted for; words are
/// found through its parent.
/// </summary>
internal sealed record Language(string Code, CultureInfo Culture)
{
    public string Name => ProductCultures.OwnName(Code);

    public string Direction => ProductCultures.Direction(Code);
}

internal static class Languages
{
    public static IReadOnlyList<Language> All { get; } =
    [.. ProductCultures.All.Select(code => new Language(code, CultureOf(code)))];

    public static Language Of(string code) => All.First(language => language.Code == ProductCultures.Nearest(code));

    /// <summary>The first of ours that a browser asks for.</summary>
    public static Language? PreferredBy(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Where(wanted => wanted.Quality is not 0)
            .OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => wanted.Value.ToString())
            .Where(tag => ProductCultures.Contains(tag.Split('-')[0].ToLowerInvariant()))
            .Select(Of)
            .FirstOrDefault();

    private static CultureInfo CultureOf(string code)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(RegionOf(code), predefinedOnly: true).Clone();
        if (code == "ar")
        {
            // Our numbers have Latin digits in every language (references are read aloud between them): their signs go with them.
            culture.NumberFormat = CultureInfo.InvariantCulture.NumberFormat;
        }

        return CultureInfo.ReadOnly(culture);
    }

    private static string RegionOf(string code) =>
        code switch
        {
            "en" => "en-GB",
            "fr" => "fr-FR",
            "ru" => "ru-RU",
            "es" => "es-ES",
            "pt" => "pt-PT",
            // Arabic has no region here: some of its regions' calendars are not the Gregorian one that reports use.
            _ => code,
        };
}
