using System.Collections.Frozen;
using System.Collections.Immutable;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>One code of a list. A retired code stays readable and is no longer offered.</summary>
/// <remarks>Mode: UNECE Rec 19, of a conveyance. Whole: a unit that has no fractions.</remarks>
public sealed record Code(string Value, Labels Labels, bool Retired, string? Mode, bool Whole, CommodityUnits? Units);

/// <summary>A versioned list of codes, in the order in which it is offered.</summary>
public sealed class CodeList
{
    private readonly FrozenDictionary<string, Code> _byValue;
    private readonly FrozenSet<string> _groups;

    internal CodeList(string id, string version, Labels labels, ImmutableArray<Code> codes)
    {
        (Id, Version, Labels, Codes) = (id, version, labels, codes);
        _byValue = codes.ToFrozenDictionary(code => code.Value, StringComparer.Ordinal);
        _groups = codes
            .Where(code => code.Value.Contains('.', StringComparison.Ordinal))
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
