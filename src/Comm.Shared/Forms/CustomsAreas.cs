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
    private static readonly Lazy<CustomsAreas> Lazily = new(() =>
    {
        using Stream stream = EmbeddedTable.Open("Forms.customs-areas.v1.json");
        return Read(stream);
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

    public static CustomsAreas Read(Stream stream)
    {
        AreasDocument document =
            JsonSerializer.Deserialize<AreasDocument>(stream, Options)
            ?? throw new FormatException("The list of customs areas is null.");
        return new CustomsAreas(
            document.Version,
            document.Unions.Select(union => (union.Id, union.Countries.AsEnumerable())),
            document.Territories
        );
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private sealed record AreasDocument(
        string Version,
        ImmutableArray<UnionDocument> Unions,
        Dictionary<string, ImmutableArray<string>> Territories
    );

    private sealed record UnionDocument(string Id, ImmutableArray<string> Countries);
}
