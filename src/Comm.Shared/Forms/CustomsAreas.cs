using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>Which countries are one customs territory, and which belong to or are served by another's customs.</summary>
/// <remarks>
/// The defaults list only unions without customs formalities between their members, because rule M01 blocks on them. A country in a
/// union with controls inside it (the Gulf, Southern Africa, Mercosur, EU and Türkiye) does import from its partners.
/// An operation may bring its own list: offices abroad, and what its members agree on.
/// </remarks>
public sealed class CustomsAreas
{
    private static readonly Lazy<CustomsAreas> Lazily = new(() => Of(ShippedDocument));

    private static readonly Lazy<CustomsAreasDocument> LazyDocument = new(() =>
    {
        using Stream stream = EmbeddedTable.Open("Forms.customs-areas.v1.json");
        return ReadDocument(stream);
    });

    private readonly FrozenDictionary<string, string> _unionOf;
    private readonly FrozenDictionary<string, FrozenSet<string>> _territories;

    public CustomsAreas(
        string version,
        IEnumerable<(string Id, IEnumerable<string> Countries)> unions,
        IEnumerable<KeyValuePair<string, ImmutableArray<string>>> territories
    )
    {
        Version = version;
        _unionOf = unions
            .SelectMany(union => union.Countries.Select(country => KeyValuePair.Create(country, union.Id)))
            .ToFrozenDictionary(StringComparer.Ordinal);
        _territories = territories.ToFrozenDictionary(
            pair => pair.Key,
            pair => pair.Value.ToFrozenSet(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    public static CustomsAreas Shipped => Lazily.Value;

    /// <summary>As they are written down: what an operation's own list begins with.</summary>
    public static CustomsAreasDocument ShippedDocument => LazyDocument.Value;

    public string Version { get; }

    /// <summary>Is the country in the customs union of the reporting one? A country in no union is its own.</summary>
    public bool InUnion(string country, string reporting) =>
        country == reporting
        || (_unionOf.TryGetValue(country, out string? union) && _unionOf.GetValueOrDefault(reporting) == union);

    /// <summary>Is it the reporting country itself, one of its territories, or a place where it has an office?</summary>
    public bool InTerritory(string country, string reporting) =>
        country == reporting || (_territories.TryGetValue(reporting, out FrozenSet<string>? own) && own.Contains(country));

    /// <summary>Two countries of one area cannot import from each other. A territory is an area of its own, even inside the union: its goods are declared.</summary>
    public string AreaOf(string country, string reporting) =>
        country != reporting && InTerritory(country, reporting) ? country
        : InUnion(country, reporting) ? "union"
        : country;

    public static CustomsAreas Read(Stream stream) => Of(ReadDocument(stream));

    public static CustomsAreas Of(CustomsAreasDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new CustomsAreas(
            document.Version,
            document.Unions.Select(union => (union.Id, union.Countries.AsEnumerable())),
            document.Territories
        );
    }

    private static CustomsAreasDocument ReadDocument(Stream stream) =>
        JsonSerializer.Deserialize<CustomsAreasDocument>(stream, Options)
        ?? throw new FormatException("The list of customs areas is null.");

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>Customs areas as they are written down.</summary>
public sealed record CustomsAreasDocument(
    string Version,
    ImmutableArray<CustomsUnionDocument> Unions,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Territories
)
{
    /// <summary>In one order, whatever the culture of the machine that read it.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Territories { get; init; } =
        Territories.WithComparers(StringComparer.Ordinal);

    internal bool IsWellFormed =>
        Unions is { IsDefault: false, Length: <= MostAreas }
        && Territories.Count <= MostAreas
        && Unions.All(union => union.Id.Length > 0 && AreCountries(union.Countries))
        // A country in two unions would be in one of them by chance.
        && Unions.SelectMany(union => union.Countries).Distinct(StringComparer.Ordinal).Count()
            == Unions.Sum(union => union.Countries.Length)
        && Territories.All(territory => IsCountry(territory.Key) && AreCountries(territory.Value));

    private const int MostAreas = 250;

    private static bool AreCountries(ImmutableArray<string> countries) => !countries.IsDefault && countries.All(IsCountry);

    private static bool IsCountry(string code) => code is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}

public sealed record CustomsUnionDocument(string Id, ImmutableArray<string> Countries);
