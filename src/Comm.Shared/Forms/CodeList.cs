using System.Collections.Frozen;
using System.Collections.Immutable;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>One code of a list. A retired code stays readable and is no longer offered.</summary>
/// <remarks>Mode: UNECE Rec 19, of a conveyance. Whole: a unit that has no fractions.</remarks>
public sealed record Code(string Value, Labels Labels, bool Retired, string? Mode, bool Whole, CommodityUnits? Units)
{
    /// <summary>What a choice filter compares with; only choices of a form's own lists have any.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>A versioned list of codes, in the order in which it is offered.</summary>
public sealed class CodeList
{
    private readonly FrozenDictionary<string, Code> _byValue;
    private readonly FrozenSet<string> _groups;

    /// <param name="id">CL_ and capital letters; of a form's own list, its name there.</param>
    /// <param name="version">Of the list; of a form's own list, that of the form.</param>
    /// <param name="labels">Its name in words.</param>
    /// <param name="codes">In the order in which they are offered.</param>
    /// <param name="hasHeadings">A dot makes a sub-code: "TOB.CIG" stands under "TOB".</param>
    internal CodeList(string id, string version, Labels labels, ImmutableArray<Code> codes, bool hasHeadings = true)
    {
        (Id, Version, Labels, Codes) = (id, version, labels, codes);
        _byValue = codes.ToFrozenDictionary(code => code.Value, StringComparer.Ordinal);
        _groups = codes
            .Where(code => hasHeadings && code.Value.Contains('.', StringComparison.Ordinal))
            .Select(code => GroupOf(code.Value))
            .ToFrozenSet(StringComparer.Ordinal);
    }

    public string Id { get; }
    public string Version { get; }
    public Labels Labels { get; }
    public ImmutableArray<Code> Codes { get; }

    /// <summary>"TOB" of "TOB.CIG"; a code without a dot is its own group.</summary>
    public static string GroupOf(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        int dot = code.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? code : code[..dot];
    }

    public Code? Find(string value) => _byValue.GetValueOrDefault(value);

    /// <summary>May a report say this? Headings of sub-codes may not be said themselves.</summary>
    public bool Allows(string value) => _byValue.ContainsKey(value) && !_groups.Contains(value);

    /// <summary>What a page offers: headings with their sub-codes under them, no retired ones.</summary>
    public IEnumerable<Code> Offered => Codes.Where(code => !code.Retired);

    public bool IsHeading(string value) => _groups.Contains(value);
}
