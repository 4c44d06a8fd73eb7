using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>Finds places while somebody types: a binary search per key press in a sorted list of every beginning of a word.</summary>
/// <remarks>A search allocates its answer only. Places that UN/LOCODE is about to drop are not found: they stay readable, and are offered no more.</remarks>
public sealed class LocationSearch
{
    private static readonly ConditionalWeakTable<LocationTable, LocationSearch> Made = [];

    /// <summary>More than a place can have.</summary>
    private const int Functions = 16;

    private readonly LocationTable _table;
    private readonly FoldedNames _names;
    private readonly Place[] _places;

    public LocationSearch(LocationTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _names = new FoldedNames(table);
        _places =
        [
            .. Enumerable
                .Range(0, table.Count)
                .Select(row => new Place(table.KindsOf(row), CountryKey(table[row].Country), table.IsRetired(row))),
        ];
    }

    /// <summary>The search in a table, made when it is first asked for: a fifth of a second for a full one.</summary>
    public static LocationSearch For(LocationTable table) => Made.GetValue(table, static known => new LocationSearch(known));

    /// <summary>The places that fit best, best first; where none begins as typed, those whose names begin almost so.</summary>
    /// <param name="text">What was typed, in any case, with or without accents: a code, an IATA or ICAO code, a name, words of a name.</param>
    /// <param name="kinds">Only places of one of these kinds; none means all.</param>
    /// <param name="country">The reporter's own country: its places come first, the others stay findable.</param>
    /// <param name="limit">How many the list shows, 1 to 100.</param>
    public IReadOnlyList<Location> Find(
        string text,
        LocationKinds kinds = LocationKinds.None,
        string? country = null,
        int limit = 10
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        string typed = Folding.Fold(text);
        if (typed.Length == 0)
        {
            return [];
        }

        Span<(int Rank, int Row)> best = stackalloc (int Rank, int Row)[limit];
        int count = 0;
        int own = country is null ? 0 : CountryKey(country);
        foreach (FoldedNames.Entry entry in _names.BeginningWith(typed))
        {
            Place place = _places[entry.Row];
            if (place.Is(kinds))
            {
                int rank = Rank(entry, typed.Length, place, place.Country == own);
                count = Keep(best, count, (rank, entry.Row));
            }
        }

        if (count == 0)
        {
            count = FindMisspelt(typed, kinds, own, best);
        }

        var found = new Location[count];
        for (int i = 0; i < count; i++)
        {
            found[i] = _table[best[i].Row];
        }

        return found;
    }

    /// <summary>The one place that the text names in full: its key, its IATA or ICAO code, its name or another it has.</summary>
    public Location? Exact(string text)
    {
        string typed = Folding.Fold(text);
        IEnumerable<Location> found = Find(text, limit: 100);
        return typed.Length == 0 ? null
            : found.FirstOrDefault(place => Folding.Fold(place.Code) == typed) is { } byCode ? byCode
            : found.Where(place => IsNamed(place, typed)).Take(2).ToArray() is [var only] ? only
            : null;
    }

    /// <summary>The other name by which a typed text finds a place; null when its code or its name does.</summary>
    public static string? AliasFor(Location place, string text)
    {
        ArgumentNullException.ThrowIfNull(place);
        string typed = Folding.Fold(text);
        return
            typed.Length == 0
            || BeginsAWord(place.Code)
            || BeginsAWord(place.Iata ?? "")
            || BeginsAWord(place.Icao ?? "")
            || BeginsAWord(place.Name)
            ? null
            : place.Also.Split('|', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(BeginsAWord);

        bool BeginsAWord(string name) => (" " + Folding.Fold(name)).Contains(" " + typed, StringComparison.Ordinal);
    }

    private static bool IsNamed(Location place, string typed) =>
        place
            .Also.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Append(place.Name)
            .Append(place.Iata ?? "")
            .Append(place.Icao ?? "")
            .Any(name => Folding.Fold(name) == typed);

    // Only when the look-up would otherwise have nothing to say.
    private int FindMisspelt(string typed, LocationKinds kinds, int own, Span<(int Rank, int Row)> best)
    {
        var near = new MisspeltNames(_names, typed, stackalloc int[MisspeltNames.Space]);
        int count = 0;
        while (near.MoveNext())
        {
            Place place = _places[near.Entry.Row];
            if (near.Entry.How != FoldedNames.Match.CodePrefix && place.Is(kinds))
            {
                int rank = (int)FoldedNames.Match.Misspelt + (4 * near.Mistakes) + (place.Country == own ? 0 : 2);
                count = Keep(best, count, (rank, near.Entry.Row));
            }
        }

        return count;
    }

    // An exact code beats everything. After it, home comes before the way in which a name fits, a whole name before the beginning of
    // one; and of two alike, the place that is more: who types "rotterdam" does not mean the one in New York State.
    private static int Rank(FoldedNames.Entry entry, int typed, Place place, bool own)
    {
        bool whole = entry.Length == typed;
        int how =
            whole && entry.How is (FoldedNames.Match.NamePrefix or FoldedNames.Match.OtherName)
                ? (int)FoldedNames.Match.WholeName
                : (int)entry.How;
        int group = whole && entry.How == FoldedNames.Match.CodePrefix ? (own ? 0 : 1) : how + (own ? 2 : 12);
        return (group * Functions) + Functions - BitOperations.PopCount((uint)place.Kinds);
    }

    // The best few, sorted by rank and then by row, each row once. Most of a long run is worse than the worst kept: one comparison.
    private static int Keep(Span<(int Rank, int Row)> best, int count, (int Rank, int Row) candidate)
    {
        if (count == best.Length && !IsBefore(candidate, best[count - 1]))
        {
            return count;
        }

        int known = -1;
        for (int i = 0; i < count; i++)
        {
            if (best[i].Row == candidate.Row)
            {
                known = i;
                break;
            }
        }

        if (known >= 0 && best[known].Rank <= candidate.Rank)
        {
            return count;
        }

        int hole = known >= 0 ? known : Math.Min(count, best.Length - 1);
        while (hole > 0 && IsBefore(candidate, best[hole - 1]))
        {
            best[hole] = best[hole - 1];
            hole--;
        }

        best[hole] = candidate;
        return known >= 0 ? count : Math.Min(count + 1, best.Length);
    }

    private static bool IsBefore((int Rank, int Row) a, (int Rank, int Row) b) =>
        a.Rank < b.Rank || (a.Rank == b.Rank && a.Row < b.Row);

    private static int CountryKey(string country) => country.Length == 2 ? (country[0] << 16) | country[1] : -1;

    /// <summary>What the loop asks of a place, beside each other in memory: a first letter matches thousands of entries.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(LocationKinds Kinds, int Country, bool Retired)
    {
        public bool Is(LocationKinds wanted) =>
            !Retired && (wanted == LocationKinds.None || (Kinds & wanted) != LocationKinds.None);
    }
}
