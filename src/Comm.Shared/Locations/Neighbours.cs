using System.Collections.Frozen;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>Which countries share a land border, or a road over water with a land border post (Malaysia and Singapore).</summary>
public sealed class Neighbours
{
    private static readonly Lazy<Neighbours> Lazily = new(() => new Neighbours());
    private readonly FrozenDictionary<string, FrozenSet<string>> _byCountry = EmbeddedTable
        .Rows("Locations.Tables.neighbours.csv")
        .ToFrozenDictionary(row => row[0], row => row[1].Split(' ').ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private Neighbours() { }

    public static Neighbours Shipped => Lazily.Value;

    /// <summary>Of an island state, none.</summary>
    public IReadOnlySet<string> Of(string country) => _byCountry.GetValueOrDefault(country, FrozenSet<string>.Empty);

    public bool Are(string country, string other) => Of(country).Contains(other);
}
