using System.Collections.Immutable;
using System.Globalization;

namespace Comm.Shared.Localization;

/// <summary>The six languages of the product, the same for pages, messages, code lists and exports.</summary>
public static class ProductCultures
{
    /// <summary>What is shown where a reader's language has no words, and what the neutral resource sets are written in.</summary>
    public const string Fallback = "en";

    /// <summary>Language tags in the order of the language switch.</summary>
    public static ImmutableArray<string> All { get; } = ["en", "fr", "ru", "es", "ar", "pt"];

    public static bool Contains(string? language) => language is not null && All.Contains(language, StringComparer.Ordinal);

    /// <summary>The language as its own speakers write it: a switch must be readable to who does not read the page.</summary>
    public static string OwnName(string language) =>
        language switch
        {
            "en" => "English",
            "fr" => "Français",
            "ru" => "Русский",
            "es" => "Español",
            "ar" => "العربية",
            "pt" => "Português",
            _ => throw new ArgumentException("Not one of the product's languages.", nameof(language)),
        };

    /// <summary>The value of HTML's <c>dir</c>.</summary>
    public static string Direction(string language) => language == "ar" ? "rtl" : "ltr";

    /// <summary>The product's language nearest to any language tag: "fr-BE" is "fr", what is not spoken here is English.</summary>
    public static string Nearest(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
        {
            return Fallback;
        }

        int end = tag.IndexOfAny(['-', '_']);
        string primary = (end < 0 ? tag : tag[..end]).ToLowerInvariant();
        return Contains(primary) ? primary : Fallback;
    }

    /// <summary>The product's language of the running request or command.</summary>
    public static string Current => Nearest(CultureInfo.CurrentUICulture.Name);
}
