using System.Runtime.InteropServices;
using System.Text;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>Finds places while somebody types: a sorted array of every beginning of a word, and a binary search per key press.</summary>
/// <remarks>
/// "port of san juan" is filed under "port of san juan", "of san juan", "san juan" and "juan", so a typed text is always a prefix.
/// An entry is a row and an offset into its folded text; nothing is allocated per entry, and a search allocates its answer only.
/// </remarks>
public sealed class LocationSearch
{
    // In the order they are shown; within each, the reporter's own country comes first.
    private const int ExactCode = 0;
    private const int CodePrefix = 1;
    private const int NamePrefix = 2;
    private const int WordPrefix = 3;
    private const int OtherName = 4;

    // Nothing begins as typed: the names that begin almost so, the fewer mistakes the better.
    private const int Misspelt = 5;

    private readonly LocationTable _table;
    private readonly string[] _texts;
    private readonly Place[] _places;
    private readonly Entry[] _entries;

    // Codes and beginnings of names only: what a single letter is looked up in. As the beginning of any word it would find half the table.
    private readonly Entry[] _beginnings;

    public LocationSearch(LocationTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _texts = new string[table.All.Length];
        _places = [.. table.All.Select(location => new Place(location.Kinds, CountryKey(location.Country)))];
        var entries = new List<Entry>(table.All.Length * 6);
        for (int row = 0; row < _texts.Length; row++)
        {
            _texts[row] = File(table.All[row], row, entries);
        }

        _entries = [.. entries];
        Array.Sort(_entries, (a, b) => Text(a).SequenceCompareTo(Text(b)));
        _beginnings = [.. _entries.Where(entry => entry.How <= NamePrefix)];
    }

    /// <summary>The places that fit best, best first; where none begins as typed, those whose names begin almost so.</summary>
    /// <param name="text">What was typed, in any case, with or without accents: a code, an IATA code, a name, words of a name.</param>
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
        Entry[] entries = typed.Length == 1 ? _beginnings : _entries;
        int end = Boundary(entries, typed, after: true);
        for (int i = Boundary(entries, typed, after: false); i < end; i++)
        {
            Entry entry = entries[i];
            Place place = _places[entry.Row];
            if (kinds == LocationKinds.None || (place.Kinds & kinds) != LocationKinds.None)
            {
                int rank = Rank(entry, typed.Length, place.Country == own);
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
            found[i] = _table.All[best[i].Row];
        }

        return found;
    }

    /// <summary>The one place that the text names in full: its key, its IATA code, its name or another it has.</summary>
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
        return typed.Length == 0 || BeginsAWord(place.Code) || BeginsAWord(place.Iata ?? "") || BeginsAWord(place.Name)
            ? null
            : place.Also.Split('|', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(BeginsAWord);

        bool BeginsAWord(string name) => (" " + Folding.Fold(name)).Contains(" " + typed, StringComparison.Ordinal);
    }

    private static bool IsNamed(Location place, string typed) =>
        place
            .Also.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Append(place.Name)
            .Append(place.Iata ?? "")
            .Any(name => Folding.Fold(name) == typed);

    // Looks at every entry: a few milliseconds, and only when the look-up would otherwise have nothing to say.
    private int FindMisspelt(string typed, LocationKinds kinds, int own, Span<(int Rank, int Row)> best)
    {
        int most = Misspelling.Allowed(typed.Length);
        int count = 0;
        for (int i = 0; most > 0 && i < _entries.Length; i++)
        {
            Entry entry = _entries[i];
            Place place = _places[entry.Row];
            if (entry.How == CodePrefix || (kinds != LocationKinds.None && (place.Kinds & kinds) == LocationKinds.None))
            {
                continue;
            }

            int mistakes = Misspelling.Distance(typed, Text(entry), most);
            if (mistakes <= most)
            {
                count = Keep(best, count, (Misspelt + (4 * mistakes) + (place.Country == own ? 0 : 2), entry.Row));
            }
        }

        return count;
    }

    private static int Rank(Entry entry, int typed, bool own)
    {
        int how = entry.How == CodePrefix && entry.Length == typed ? ExactCode : entry.How;
        // An exact code beats everything; after it, home comes before the way in which a name fits.
        return how == ExactCode ? (own ? 0 : 1) : how + (own ? 2 : 12);
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

    // The first entry that begins with the text, or the first after all that do.
    private int Boundary(Entry[] entries, string typed, bool after)
    {
        int low = 0;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ReadOnlySpan<char> text = Text(entries[middle]);
            int order = text[..Math.Min(text.Length, typed.Length)].SequenceCompareTo(typed);
            if (order < 0 || (after && order == 0))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private ReadOnlySpan<char> Text(Entry entry) => _texts[entry.Row].AsSpan(entry.Offset, entry.Length);

    // One folded text per place: code, IATA code, name and other names one after the other.
    private static string File(Location location, int row, List<Entry> entries)
    {
        var text = new StringBuilder();
        AddCode(location.Code);
        if (location.Iata is { } iata && !location.Code.StartsWith("IATA:", StringComparison.Ordinal))
        {
            AddCode(iata);
        }
        else if (location.Iata is not null)
        {
            // "IATA:CDG" folds to "iata cdg"; who types the three letters means the same.
            entries.Add(new Entry(row, 5, 3, CodePrefix));
        }

        AddName(location.Name, NamePrefix, WordPrefix);
        foreach (string other in location.Also.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            AddName(other, OtherName, OtherName);
        }

        return text.ToString();

        void AddCode(string code)
        {
            string folded = Folding.Fold(code);
            entries.Add(new Entry(row, (ushort)text.Length, (ushort)folded.Length, CodePrefix));
            text.Append(folded);
        }

        void AddName(string name, int whole, int word)
        {
            string folded = Folding.Fold(name);
            int start = text.Length;
            text.Append(folded);
            if (text.Length > ushort.MaxValue)
            {
                throw new ArgumentException(
                    $"The names of {location.Code} are too long for a table of places.",
                    nameof(location)
                );
            }

            for (int at = 0; at < folded.Length; at++)
            {
                if (at == 0 || folded[at - 1] == ' ')
                {
                    entries.Add(new Entry(row, (ushort)(start + at), (ushort)(folded.Length - at), at == 0 ? whole : word));
                    if (folded.AsSpan(at).StartsWith("ال", StringComparison.Ordinal))
                    {
                        // The Arabic article, which some type and some do not.
                        entries.Add(new Entry(row, (ushort)(start + at + 2), (ushort)(folded.Length - at - 2), word));
                    }
                }
            }
        }
    }

    private static bool IsBefore((int Rank, int Row) a, (int Rank, int Row) b) =>
        a.Rank < b.Rank || (a.Rank == b.Rank && a.Row < b.Row);

    private static int CountryKey(string country) => country.Length == 2 ? (country[0] << 16) | country[1] : -1;

    /// <summary>What the loop asks of a place, beside each other in memory: a first letter matches thousands of entries.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(LocationKinds Kinds, int Country);

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Entry(int row, ushort offset, ushort length, int how)
    {
        public int Row { get; } = row;
        public ushort Offset { get; } = offset;
        public ushort Length { get; } = length;
        public byte How { get; } = (byte)how;
    }
}
