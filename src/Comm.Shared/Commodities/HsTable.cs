using System.Collections.Frozen;
using System.Collections.Immutable;
using Comm.Shared.Localization;

namespace Comm.Shared.Commodities;

/// <summary>A code of the Harmonized System: a chapter (two digits), a heading (four) or a subheading (six).</summary>
/// <param name="Description">In English, the language of the free variant of the nomenclature.</param>
public sealed record HsCode(string Code, string Description)
{
    public string Chapter => Code[..2];
}

/// <summary>The Harmonized System of one edition: a code means something only together with its edition.</summary>
public sealed class HsTable
{
    private readonly FrozenDictionary<string, HsCode> _byCode;
    private readonly FrozenDictionary<string, string> _folded;

    /// <param name="edition">The year it came into force, such as 2022.</param>
    /// <param name="codes">Every code once; every heading and subheading under its chapter.</param>
    public HsTable(int edition, IEnumerable<HsCode> codes)
    {
        Edition = edition;
        All = [.. codes.OrderBy(code => code.Code, StringComparer.Ordinal)];
        _byCode = All.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);
        _folded = All.ToFrozenDictionary(code => code.Code, code => " " + Folding.Fold(code.Description), StringComparer.Ordinal);
    }

    public int Edition { get; }

    /// <summary>In the order of the nomenclature.</summary>
    public ImmutableArray<HsCode> All { get; }

    public bool Contains(string code) => _byCode.ContainsKey(code);

    public HsCode? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The chapter a code belongs to; null for a code that is not of this edition.</summary>
    public HsCode? ChapterOf(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Contains(code) ? Find(code[..2]) : null;
    }

    /// <summary>Two, four or six digits: has this text the form of a code, of this edition or another?</summary>
    public static bool IsWellFormed(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length is 2 or 4 or 6 && code.All(char.IsAsciiDigit);
    }

    /// <summary>Codes that begin with the typed digits, or whose description has words that begin with each typed word; the shorter codes first.</summary>
    public IReadOnlyList<HsCode> Search(string text, int limit = 12)
    {
        string digits = string.Concat(text.Where(char.IsAsciiDigit));
        string[] words = Folding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? []
            : words.All(word => word.All(char.IsAsciiDigit))
                ? [.. All.Where(code => code.Code.StartsWith(digits, StringComparison.Ordinal)).Take(limit)]
            :
            [
                .. All.Where(code => words.All(word => _folded[code.Code].Contains(" " + word, StringComparison.Ordinal)))
                    .OrderBy(code => code.Code.Length)
                    .Take(limit),
            ];
    }
}
