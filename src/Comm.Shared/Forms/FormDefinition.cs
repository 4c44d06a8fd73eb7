using System.Collections.Frozen;
using System.Collections.Immutable;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

public enum FieldType
{
    Text,
    Date,
    Decimal,
    Flag,
    Country,
    Location,
    Code,
    Unit,
    Repeat,
}

/// <summary>How much a finding weighs: an error blocks, a warning wants a reason, a hint wants nothing.</summary>
public enum Severity
{
    Error,
    Warning,
    Hint,
}

/// <summary>A question of a form; a repeat holds the questions of its lines.</summary>
public sealed class FormField
{
    public required string Name { get; init; }
    public required FieldType Type { get; init; }
    public required Labels Labels { get; init; }
    public Labels? Hints { get; init; }

    /// <summary>The list a code is from.</summary>
    public string? CodeList { get; init; }

    /// <summary>Which of <c>_U</c>, <c>_Z</c> and <c>_O</c> may stand in place of an answer.</summary>
    public ImmutableArray<string> Specials { get; init; } = [];

    /// <summary>Who does not know may say so.</summary>
    public bool OffersUnknown => Specials.Contains("_U", StringComparer.Ordinal);

    public bool ReadOnly { get; init; }

    /// <summary>Whether statistics may hold it. Free text and national references stay in the group.</summary>
    public bool Export { get; init; } = true;

    /// <summary>Of a repeat, the fewest lines.</summary>
    public int Least { get; init; }

    /// <summary>Of a repeat, the most lines; of a text, the most characters.</summary>
    public int Most { get; init; }

    public ImmutableArray<FormField> Fields { get; init; } = [];

    /// <summary>The repeat it belongs to.</summary>
    public string? Repeat { get; init; }

    /// <summary>The other questions that decide whether this one is asked.</summary>
    public IEnumerable<string> DependsOn => Relevant?.Fields() ?? [];

    internal Expression? Required { get; init; }
    internal Expression? Relevant { get; init; }
    internal Expression? Constraint { get; init; }

    /// <summary>Key of the sentence shown when the constraint does not hold.</summary>
    internal string ConstraintMessage { get; init; } = "Finding_Constraint";
}

/// <summary>A rule over several fields. It is asked only when every field it mentions has an answer of the right form.</summary>
/// <remarks>Its finding is shown at its field; a rule on a field of a repeat is asked once per line.</remarks>
internal sealed record FormRule(
    string Id,
    Severity Severity,
    FormField Field,
    Expression? When,
    Expression Check,
    string Message,
    ImmutableArray<FormField> Arguments,
    ImmutableArray<string> Mentions
);

/// <summary>Which fields of the form are the goods, for figures and normalised units.</summary>
public sealed record GoodsFields(string Repeat, string Commodity, string Quantity, string Unit);

/// <summary>One version of a form. A published version never changes.</summary>
public sealed class FormDefinition
{
    private readonly FrozenDictionary<string, FormField> _byName;

    internal FormDefinition(
        string id,
        int version,
        Labels labels,
        ImmutableSortedDictionary<string, string> codeLists,
        GoodsFields? goods,
        ImmutableArray<FormField> fields,
        ImmutableArray<FormRule> rules
    )
    {
        (Id, Version, Labels, CodeLists, Goods, Fields, Rules) = (id, version, labels, codeLists, goods, fields, rules);
        _byName = fields
            .Concat(fields.SelectMany(field => field.Fields))
            .ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public string Id { get; }
    public int Version { get; }
    public Labels Labels { get; }

    /// <summary>The code lists it was written for, with their versions.</summary>
    public ImmutableSortedDictionary<string, string> CodeLists { get; }

    public GoodsFields? Goods { get; }

    /// <summary>In the order they are asked.</summary>
    public ImmutableArray<FormField> Fields { get; }

    internal ImmutableArray<FormRule> Rules { get; }

    public FormField? Find(string name) => _byName.GetValueOrDefault(name);
}
