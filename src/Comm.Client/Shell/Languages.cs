using System.Collections.Frozen;
using System.Globalization;
using Comm.Client.Engine;

namespace Comm.Client.Shell;

/// <summary>
/// A language of the pages. <paramref name="Name"/> is its own name for itself. <paramref name="Culture"/> has the dates of the
/// region the translations were drafted for; resources are found through its parent.
/// </summary>
internal sealed record Language(string Code, string Name, CultureInfo Culture)
{
    public string Direction => Culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";
}

internal static class Languages
{
    public static IReadOnlyList<Language> All { get; } =
    [
        new("en", "English", Get("en-GB")),
        new("fr", "Français", Get("fr-FR")),
        new("ru", "Русский", Get("ru-RU")),
        new("es", "Español", Get("es-ES")),
        // Not ar-SA, whose calendar is not the Gregorian one that reports use.
        new("ar", "العربية", Get("ar")),
        new("pt", "Português", Get("pt-PT")),
    ];

    private static readonly FrozenDictionary<string, Language> ByCode = All.ToFrozenDictionary(language => language.Code);

    public static Language? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    public static Language Of(ClientSettings settings) => Find(settings.Language) ?? All[0];

    /// <summary>The first of ours that a browser asks for.</summary>
    public static Language? PreferredBy(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => Find(wanted.Value.ToString().Split('-')[0].ToLowerInvariant()))
            .FirstOrDefault(language => language is not null);

    private static CultureInfo Get(string name) => CultureInfo.GetCultureInfo(name, predefinedOnly: true);
}
