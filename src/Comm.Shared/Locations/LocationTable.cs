using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>All places this machine knows. Built once, never changed.</summary>
public sealed partial class LocationTable
{
    private static readonly Lazy<LocationTable> Lazily = new(() =>
    {
        using Stream stream = EmbeddedTable.Open("Locations.Tables.locations.csv");
        return Read(stream);
    });

    private readonly FrozenDictionary<string, Location> _byCode;
    private readonly FrozenDictionary<string, Location> _byIata;

    public LocationTable(IEnumerable<Location> locations)
    {
        All = [.. locations];
        _byCode = All.ToFrozenDictionary(location => location.Code, StringComparer.Ordinal);
        _byIata = All.Where(location => location.Iata is not null)
            .DistinctBy(location => location.Iata)
            .ToFrozenDictionary(location => location.Iata!, StringComparer.Ordinal);
    }

    /// <summary>The table that came with the product: seaports and the larger airports.</summary>
    public static LocationTable Shipped => Lazily.Value;

    public ImmutableArray<Location> All { get; }

    /// <summary>The place with this key. <c>IATA:SIN</c> also finds SGSIN, so a key stays good when a UN/LOCODE becomes known.</summary>
    public Location? ByCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return _byCode.GetValueOrDefault(code) ?? (code.StartsWith("IATA:", StringComparison.Ordinal) ? ByIata(code[5..]) : null);
    }

    public Location? ByIata(string iata) => _byIata.GetValueOrDefault(iata);

    /// <summary>Has this text the form of a key, known here or not? Tables differ between machines and years, the form does not.</summary>
    public static bool IsWellFormed(string code) => Key().IsMatch(code);

    /// <summary>The country a key belongs to: its first two letters, or that of the airport; null when only a table could tell.</summary>
    public string? CountryOf(string code) =>
        ByCode(code)?.Country ?? (IsWellFormed(code) && !code.StartsWith("IATA:", StringComparison.Ordinal) ? code[..2] : null);

    /// <summary>Reads a table of the shipped form; an operator's file, so what is wrong with it is said by an exception.</summary>
    public static LocationTable Read(Stream stream) => new(EmbeddedTable.Rows(stream).Select(Parse));

    private static Location Parse(string[] row) =>
        new(row[0], row[1], row[2], Kinds(row[3]), row[4].Length > 0 ? row[4] : null, Position(row), row[8]);

    private static LocationKinds Kinds(string letters) =>
        letters switch
        {
            "S" => LocationKinds.Seaport,
            "A" => LocationKinds.Airport,
            "SA" => LocationKinds.Seaport | LocationKinds.Airport,
            _ => throw new FormatException($"Not a kind of place: {letters}"),
        };

    private static GeoPosition? Position(string[] row) =>
        row[7].Length == 0
            ? null
            : new GeoPosition(
                double.Parse(row[5], CultureInfo.InvariantCulture),
                double.Parse(row[6], CultureInfo.InvariantCulture),
                Doubtful: row[7] == "doubtful"
            );

    [GeneratedRegex(@"\A(?:[A-Z]{2}[A-Z2-9]{3}|IATA:[A-Z]{3})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
