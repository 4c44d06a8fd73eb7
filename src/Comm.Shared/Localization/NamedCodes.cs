using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Comm.Shared.Localization;

/// <summary>A code with its names in the six languages.</summary>
public sealed record NamedCode(string Code, Labels Names);

/// <summary>A closed list of international codes with folded search by name: countries, currencies.</summary>
public abstract class NamedCodes
{
    private readonly FrozenDictionary<string, NamedCode> _byCode;
    private readonly FrozenDictionary<string, (string Folded, NamedCode Entry)[]> _byName;
    private readonly FrozenDictionary<string, (string Alias, string Folded)[]> _aliases;

    /// <param name="entries">In the order of their codes.</param>
    /// <param name="aliases">What else an entry is called, in whatever language.</param>
    private protected NamedCodes(ImmutableArray<NamedCode> entries, IEnumerable<(string Code, string Alias)>? aliases = null)
    {
        All = entries;
        _aliases = (aliases ?? [])
            .GroupBy(alias => alias.Code, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Select(alias => (alias.Alias, Folding.Fold(alias.Alias))).ToArray(),
                StringComparer.Ordinal
            );
        _byCode = entries.ToFrozenDictionary(entry => entry.Code, StringComparer.Ordinal);
        _byName = ProductCultures.All.ToFrozenDictionary(
            language => language,
            language =>
                entries
                    .Select(entry => (Folded: Folding.Fold(entry.Names.Text(language)), Entry: entry))
                    .OrderBy(pair => pair.Folded, StringComparer.Ordinal)
                    .ToArray(),
            StringComparer.Ordinal
        );
    }

    /// <summary>Every entry, in the order of the codes.</summary>
    public ImmutableArray<NamedCode> All { get; }

    public bool Contains(string? code) => code is not null && _byCode.ContainsKey(code);

    /// <summary>The name in this language; a code that is not in the list stands for itself.</summary>
    public string Name(string code, string language) =>
        _byCode.TryGetValue(code, out NamedCode? entry) ? entry.Names.Text(language) : code;

    /// <summary>Entries in the order a reader of this language looks for them.</summary>
    public IEnumerable<NamedCode> Sorted(string language) =>
        _byName[ProductCultures.Nearest(language)].Select(pair => pair.Entry);

    /// <summary>
    /// What fits the typed text: the code itself, then names that begin so, then names with a word that begins so, then other names it
    /// has. Where nothing fits, names that begin almost so.
    /// </summary>
    public IReadOnlyList<NamedCode> Find(string text, string language, int limit = 10)
    {
        string folded = Folding.Fold(text);
        if (folded.Length == 0 || limit < 1)
        {
            return [];
        }

        IReadOnlyList<NamedCode> found = Best(language, limit, pair => Rank(pair.Folded, pair.Entry, folded));
        int most = Misspelling.Allowed(folded.Length);
        return found.Count > 0 || most == 0
            ? found
            : Best(
                language,
                limit,
                pair => MistakesIn(pair.Folded, pair.Entry, folded, most) is var few && few <= most ? few : int.MaxValue
            );
    }

    /// <summary>
    /// The one entry that the text names in full: its code, its name in any of our languages, or another name it is known by. A part of
    /// a name is not enough, even where only one begins so.
    /// </summary>
    public NamedCode? Exact(string text)
    {
        string folded = Folding.Fold(text);
        return folded.Length == 0 ? null
            : All.FirstOrDefault(entry => IsCode(entry, folded)) is { } byCode ? byCode
            : Named(folded).Distinct().Take(2).ToArray() is [var only] ? only
            : null;
    }

    /// <summary>The other name by which a typed text finds an entry; null when its name in this language does.</summary>
    public string? AliasFor(NamedCode entry, string text, string language)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string folded = Folding.Fold(text);
        return
            folded.Length == 0 || IsCode(entry, folded) || Fits(Folding.Fold(entry.Names.Text(language)), folded) < int.MaxValue
            ? null
            : AliasesOf(entry)
                .Where(alias => Fits(alias.Folded, folded) < int.MaxValue)
                .Select(alias => alias.Alias)
                .FirstOrDefault();
    }

    /// <summary>Is the folded text this entry's code, or another system's code of it?</summary>
    private protected virtual bool IsCode(NamedCode entry, string typed) =>
        entry.Code.Equals(typed, StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<NamedCode> Best(string language, int limit, Func<(string Folded, NamedCode Entry), int> rank) =>
        [
            .. _byName[ProductCultures.Nearest(language)]
                .Select(pair => (pair.Entry, Rank: rank(pair)))
                .Where(pair => pair.Rank < int.MaxValue)
                .OrderBy(pair => pair.Rank)
                .Take(limit)
                .Select(pair => pair.Entry),
        ];

    private int Rank(string name, NamedCode entry, string typed) =>
        IsCode(entry, typed) || name == typed || AliasesOf(entry).Any(alias => alias.Folded == typed) ? 0
        : Fits(name, typed) is var how && how < int.MaxValue ? how
        : AliasesOf(entry).Any(alias => Fits(alias.Folded, typed) < int.MaxValue) ? 3
        : int.MaxValue;

    private int MistakesIn(string name, NamedCode entry, string typed, int most) =>
        AliasesOf(entry)
            .Select(alias => alias.Folded)
            .Append(name)
            .Min(known => WordsOf(known).Min(word => Misspelling.Distance(typed, known.AsSpan(word), most)));

    private IEnumerable<NamedCode> Named(string typed) =>
        _byName
            .Values.SelectMany(names => names)
            .Where(pair => pair.Folded == typed)
            .Select(pair => pair.Entry)
            .Concat(All.Where(entry => AliasesOf(entry).Any(alias => alias.Folded == typed)));

    private (string Alias, string Folded)[] AliasesOf(NamedCode entry) => _aliases.GetValueOrDefault(entry.Code, []);

    /// <summary>1: the name begins so; 2: a word of it does.</summary>
    private static int Fits(string name, string typed)
    {
        foreach (int word in WordsOf(name))
        {
            if (name.AsSpan(word).StartsWith(typed, StringComparison.Ordinal))
            {
                return word == 0 ? 1 : 2;
            }
        }

        return int.MaxValue;
    }

    /// <summary>Where words begin; an Arabic word also after its article, which some type and some do not.</summary>
    private static IEnumerable<int> WordsOf(string name)
    {
        for (int word = 0; word >= 0; word = name.IndexOf(' ', word) is var gap && gap >= 0 ? gap + 1 : -1)
        {
            yield return word;
            if (name.AsSpan(word).StartsWith("ال", StringComparison.Ordinal))
            {
                yield return word + 2;
            }
        }
    }

    private protected static ImmutableArray<NamedCode> Read(string table, int namesFrom) =>
        [
            .. EmbeddedTable
                .Rows(table)
                .Select(row => new NamedCode(
                    row[0],
                    new Labels(ProductCultures.All.Select((language, i) => KeyValuePair.Create(language, row[namesFrom + i])))
                )),
        ];
}
