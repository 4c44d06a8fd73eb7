using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>
/// The names that begin almost as typed, by the measure of <see cref="Misspelling"/>, found in one walk over the sorted names: names
/// that begin alike share the rows worked out for that beginning, and when a beginning already has too many mistakes, all names
/// behind it are passed over at once: less than two milliseconds for 116,000 places, where comparing with every name takes six.
/// </summary>
internal ref struct MisspeltNames
{
    private const int LongestTyped = 32;
    private const int Width = LongestTyped + 1;
    private const int MostMistakes = 2;

    private readonly FoldedNames _names;
    private readonly string _typed;
    private readonly ReadOnlySpan<FoldedNames.Entry> _entries;
    private readonly int _most;

    // Row d, column j: the mistakes that lead from the first d letters of the name to the first j of what was typed.
    private readonly Span<int> _rows;

    // The fewest mistakes to all that was typed, over the first d letters.
    private readonly Span<int> _best;
    private int _next;
    private int _depth;
    private int _previous = -1;

    /// <param name="space">Of <see cref="Space"/> numbers.</param>
    public MisspeltNames(FoldedNames names, string typed, Span<int> space)
    {
        _names = names;
        _typed = typed;
        _most = Misspelling.Allowed(typed.Length);
        _entries = _most == 0 ? [] : names.OfLetter(typed[0]);
        _rows = space[..^(Width + MostMistakes)];
        _best = space[^(Width + MostMistakes)..];
        for (int j = 0; _most > 0 && j <= typed.Length; j++)
        {
            _rows[j] = j;
        }

        _best[0] = typed.Length;
    }

    public const int Space = (Width + MostMistakes) * Width + Width + MostMistakes;

    public FoldedNames.Entry Entry { get; private set; }

    public int Mistakes { get; private set; }

    public bool MoveNext()
    {
        while (_next < _entries.Length)
        {
            ReadOnlySpan<char> name = _names.Text(_entries[_next]);
            int deepest = Math.Min(name.Length, _typed.Length + _most);
            _depth = _previous < 0 ? 0 : Math.Min(Math.Min(_depth, deepest), Shared(name));
            _previous = _next;
            bool hopeless = false;
            while (_depth < deepest && !hopeless)
            {
                hopeless = !Deepen(name);
            }

            int mistakes = _best[_depth];
            if (mistakes <= _most)
            {
                (Entry, Mistakes) = (_entries[_next++], mistakes);
                return true;
            }

            // All that begin with these letters are as far away.
            _next = hopeless ? _names.Boundary(_entries, _next, name[.._depth], after: true) : _next + 1;
        }

        return false;
    }

    private readonly int Shared(ReadOnlySpan<char> name) => name.CommonPrefixLength(_names.Text(_entries[_previous]));

    /// <summary>Works out the row of one letter more; false when no name that goes on from here can be near enough.</summary>
    private bool Deepen(ReadOnlySpan<char> name)
    {
        int d = ++_depth;
        int length = _typed.Length;
        Span<int> row = _rows.Slice(d * Width, length + 1);
        Span<int> above = _rows.Slice((d - 1) * Width, length + 1);
        row[0] = d;
        int least = d;
        for (int j = 1; j <= length; j++)
        {
            int cost = _typed[j - 1] == name[d - 1] ? 0 : 1;
            int mistakes = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
            if (d > 1 && j > 1 && _typed[j - 1] == name[d - 2] && _typed[j - 2] == name[d - 1])
            {
                mistakes = Math.Min(mistakes, _rows[((d - 2) * Width) + j - 2] + 1);
            }

            row[j] = mistakes;
            least = Math.Min(least, mistakes);
        }

        _best[d] = Math.Min(_best[d - 1], row[length]);
        return least <= _most;
    }
}
