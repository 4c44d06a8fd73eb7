using System.Runtime.InteropServices;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>
/// Every beginning of a word of every code and name, sorted: "port of san juan" is filed under "port of san juan", "of san juan", "san
/// juan" and "juan", so that a typed text is always a prefix. Folded texts stand in one block; an entry is twelve bytes.
/// </summary>
internal sealed class FoldedNames
{
    private readonly char[] _text;

    /// <summary>Sorted by what they say.</summary>
    private readonly Entry[] _all;

    /// <summary>Codes and beginnings of names only: what a single letter is looked up in. As the beginning of any word it would find half the table.</summary>
    private readonly Entry[] _beginnings;

    public FoldedNames(LocationTable table)
    {
        var filing = new Filing(table.Count);
        for (int row = 0; row < table.Count; row++)
        {
            filing.File(table[row], row);
        }

        _text = filing.Text;
        _all = filing.Entries;
        Array.Sort(_all, (a, b) => Text(a).SequenceCompareTo(Text(b)));
        _beginnings = [.. _all.Where(entry => entry.How <= Match.NamePrefix)];
    }

    public ReadOnlySpan<char> Text(Entry entry) => _text.AsSpan(entry.Start, entry.Length);

    /// <summary>All entries that begin with the text.</summary>
    public ReadOnlySpan<Entry> BeginningWith(string text)
    {
        Entry[] entries = text.Length == 1 ? _beginnings : _all;
        int first = Boundary(entries, 0, text, after: false);
        return entries.AsSpan(first..Boundary(entries, first, text, after: true));
    }

    /// <summary>All entries that begin with this letter, each word of each name.</summary>
    public ReadOnlySpan<Entry> OfLetter(char letter)
    {
        int first = Boundary(_all, 0, [letter], after: false);
        return _all.AsSpan(first..Boundary(_all, first, [letter], after: true));
    }

    /// <summary>The first entry at or behind <paramref name="from"/> that begins with the text, or the first after all that do.</summary>
    public int Boundary(ReadOnlySpan<Entry> entries, int from, ReadOnlySpan<char> text, bool after)
    {
        int low = from;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ReadOnlySpan<char> entry = Text(entries[middle]);
            int order = entry[..Math.Min(entry.Length, text.Length)].SequenceCompareTo(text);
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

    /// <summary>How an entry fits, in the order in which they are shown; within each, the reporter's own country comes first.</summary>
    public enum Match : byte
    {
        WholeName = 0,
        CodePrefix = 1,
        NamePrefix = 2,
        WordPrefix = 3,
        OtherName = 4,
        OtherWord = 5,

        /// <summary>Nothing begins as typed: the names that begin almost so, the fewer mistakes the better.</summary>
        Misspelt = 6,
    }

    [StructLayout(LayoutKind.Auto)]
    public readonly struct Entry(int row, int start, ushort length, Match how)
    {
        public int Row { get; } = row;
        public int Start { get; } = start;
        public ushort Length { get; } = length;
        public Match How { get; } = how;
    }

    /// <summary>Takes the places in, one after the other.</summary>
    private sealed class Filing(int places)
    {
        private readonly List<char> _text = new(places * 24);
        private readonly List<Entry> _entries = new(places * 4);
        private readonly List<string> _known = [];

        public char[] Text => [.. _text];

        public Entry[] Entries => [.. _entries];

        public void File(Location place, int row)
        {
            _known.Clear();
            int start = AddCode(place.Code, row);
            if (place.Code.StartsWith("IATA:", StringComparison.Ordinal))
            {
                // "IATA:CDG" folds to "iata cdg"; who types the three letters means the same.
                _entries.Add(new Entry(row, start + 5, 3, Match.CodePrefix));
            }
            else if (place.Iata is { } iata)
            {
                AddCode(iata, row);
            }

            if (place.Icao is { } icao)
            {
                AddCode(icao, row);
            }

            AddName(place.Name, row, Match.NamePrefix, Match.WordPrefix);
            foreach (string other in place.Also.Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                AddName(other, row, Match.OtherName, Match.OtherWord);
            }
        }

        private int AddCode(string code, int row)
        {
            string folded = Folding.Fold(code);
            _entries.Add(new Entry(row, _text.Count, (ushort)folded.Length, Match.CodePrefix));
            return Append(folded);
        }

        private void AddName(string name, int row, Match whole, Match word)
        {
            string folded = Folding.Fold(name);
            if (folded.Length > ushort.MaxValue)
            {
                throw new ArgumentException("A name that is too long for a table of places.", nameof(name));
            }

            // The same with other accents finds nothing more.
            if (folded.Length == 0 || _known.Contains(folded))
            {
                return;
            }

            _known.Add(folded);
            int start = Append(folded);
            for (int at = 0; at < folded.Length; at++)
            {
                if (at == 0 || folded[at - 1] == ' ')
                {
                    _entries.Add(new Entry(row, start + at, (ushort)(folded.Length - at), at == 0 ? whole : word));
                    if (folded.AsSpan(at).StartsWith("ال", StringComparison.Ordinal))
                    {
                        // The Arabic article, which some type and some do not.
                        _entries.Add(new Entry(row, start + at + 2, (ushort)(folded.Length - at - 2), word));
                    }
                }
            }
        }

        private int Append(string folded)
        {
            int start = _text.Count;
            _text.AddRange(folded);
            return start;
        }
    }
}
