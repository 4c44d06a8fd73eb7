using System.Collections.Immutable;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Pages.Forms;

/// <summary>Customs unions and territories as lines of text: <c>CH: CH LI</c>.</summary>
internal static class AreasText
{
    private const int MostIdCharacters = 32;

    public static CustomsAreasDocument Shipped => CustomsAreas.ShippedDocument;

    public static string Unions(CustomsAreasDocument areas) =>
        string.Join('\n', areas.Unions.Select(union => $"{union.Id}: {string.Join(' ', union.Countries)}"));

    public static string Territories(CustomsAreasDocument areas) =>
        string.Join('\n', areas.Territories.Select(one => $"{one.Key}: {string.Join(' ', one.Value)}"));

    /// <summary>Null, and the line, where one cannot be read, names no country, or names a country in two unions.</summary>
    public static CustomsAreasDocument? Read(string unions, string territories, out string? fault)
    {
        var read = ImmutableArray.CreateBuilder<CustomsUnionDocument>();
        var own = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        fault = null;
        foreach ((string line, string id, ImmutableArray<string> countries) in Lines(unions))
        {
            if (id.Length is 0 or > MostIdCharacters || !AreCountries(countries) || !countries.All(members.Add))
            {
                fault = line;
                return null;
            }

            read.Add(new CustomsUnionDocument(id, countries));
        }

        foreach ((string line, string id, ImmutableArray<string> countries) in Lines(territories))
        {
            if (!AreCountries([id]) || !AreCountries(countries) || !own.TryAdd(id, countries))
            {
                fault = line;
                return null;
            }
        }

        return new CustomsAreasDocument("own", read.ToImmutable(), own.ToImmutable());
    }

    private static IEnumerable<(string Line, string Id, ImmutableArray<string> Countries)> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line =>
            {
                string[] parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
                string[] countries =
                    parts.Length == 2
                        ? parts[1].ToUpperInvariant().Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
                        : [];
                return (line, parts[0].ToUpperInvariant(), countries.ToImmutableArray());
            });

    private static bool AreCountries(ImmutableArray<string> codes) =>
        codes.Length > 0 && codes.All(code => CountryTable.Shipped.Contains(code));
}
