using System.Globalization;

namespace Comm.Shared.Localization;

/// <summary>
/// A day with its month as a word, since 01/02 is two days to two officers; as each language joins the three, which .NET's own
/// patterns do only together with the day of the week.
/// </summary>
public static class LongDate
{
    public static string Of(DateOnly day, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return day.ToString(
            ProductCultures.Nearest(culture.Name) switch
            {
                "es" or "pt" => "d 'de' MMMM 'de' yyyy",
                "ru" => "d MMMM yyyy 'г.'",
                _ => "d MMMM yyyy",
            },
            culture
        );
    }
}
