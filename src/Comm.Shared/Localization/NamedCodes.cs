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

    private protected NamedCodes(ImmutableArray<NamedCode> entries)
    {
        All = entries;
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

    /// <summary>What fits the typed text: the code itself, then names that begin so, then names with a word that begins so.</summary>
    public IReadOnlyList<NamedCode> Find(string text, string language, int limit = 10)
    {
        string folded = Folding.Fold(text);
        if (folded.Length == 0 || limit < 1)
        {
            return [];
        }

        return
        [
            .. _byName[ProductCultures.Nearest(language)]
                .Select(pair => (pair.Entry, Rank: Rank(pair.Folded, pair.Entry, folded)))
                .Where(pair => pair.Rank < int.MaxValue)
                .OrderBy(pair => pair.Rank)
                .Take(limit)
                .Select(pair => pair.Entry),
        ];
    }

    private protected virtual int Rank(string name, NamedCode entry, string typed)
    {
        if (entry.Code.Equals(typed, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        if (name.StartsWith(typed, StringComparison.Ordinal))
        {
            return 1;
        }

        for (int word = name.IndexOf(' '); word >= 0; word = name.IndexOf(' ', word + 1))
        {
            if (name.AsSpan(word + 1).StartsWith(typed, StringComparison.Ordinal))
            {
                return 2;
            }
        }

        return int.MaxValue;
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
