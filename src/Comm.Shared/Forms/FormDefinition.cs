using System.Collections.Frozen;
using System.Collections.Immutable;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

public enum FieldType
{
    Text,
    Integer,
    Decimal,
    Date,

    /// <summary>HH:mm</summary>
    Time,

    /// <summary>ISO 8601 with the offset: 2026-11-25T06:30+01:00</summary>
    DateTime,
    Flag,
    Country,
    Currency,
    Location,
    Code,

    /// <summary>Several codes, separated by spaces, each once.</summary>
    Codes,
    Unit,

    /// <summary>Decimal degrees: "59.437 24.745", north and east positive.</summary>
    Position,

    /// <summary>Another report of the group, by its id.</summary>
    Link,

    /// <summary>Pictures, at most <see cref="FormField.Most"/>: see <see cref="AttachmentAnswer"/>.</summary>
    Image,

    /// <summary>Files of any kind, likewise.</summary>
    File,

    /// <summary>Says something and asks nothing.</summary>
    Note,

    /// <summary>Computed from the other answers on every machine; never part of a report.</summary>
    Calculation,
    Section,
    Repeat,
}

/// <summary>How much a finding weighs: an error blocks, a warning wants a reason, a hint wants nothing.</summary>
public enum Severity
{
    Error,
    Warning,
    Hint,
}

/// <summary>A question of a form; a section or repeat holds questions.</summary>
public sealed class FormField
{
    public required string Name { get; init; }
    public required FieldType Type { get; init; }
    public required Labels Labels { get; init; }
    public Labels? Hints { get; init; }

    /// <summary>The list a code is from: the product's, or the form's own.</summary>
    public CodeList? List { get; init; }

    /// <summary>Which of <c>_U</c>, <c>_Z</c> and <c>_O</c> may stand in place of an answer.</summary>
    public ImmutableArray<string> Specials { get; init; } = [];

    /// <summary>Who does not know may say so.</summary>
    public bool OffersUnknown => Specials.Contains("_U", StringComparer.Ordinal);

    /// <summary>Of a location: the question that says which kind of place is meant.</summary>
    public string? PlacesBy { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Whether statistics may hold it. Free text and national references stay in the group.</summary>
    public bool Export { get; init; } = true;

    /// <summary>Of a repeat, the fewest lines.</summary>
    public int Least { get; init; }

    /// <summary>Of a repeat, the most lines; of a text, the most characters; of pictures and files, the most of them.</summary>
    public int Most { get; init; }

    /// <summary>What a section or repeat holds, with the sections in it.</summary>
    public ImmutableArray<FormField> Fields { get; init; } = [];

    /// <summary>The questions of a section or repeat, with the sections in it dissolved.</summary>
    public ImmutableArray<FormField> Questions => field.IsDefault ? field = FormFields.Questions(Fields) : field;

    /// <summary>The repeat it belongs to.</summary>
    public string? Repeat { get; init; }

    /// <summary>Whether it must be answered, always or where other answers say so.</summary>
    public bool MayBeRequired => Required is not null;

    /// <summary>Whether an officer answers it.</summary>
    public bool IsAsked => Type is not (FieldType.Note or FieldType.Calculation or FieldType.Section or FieldType.Repeat);

    /// <summary>The other questions that decide whether this one is asked.</summary>
    public IEnumerable<string> DependsOn => Relevant?.Fields() ?? [];

    /// <summary>Which of its list's choices are offered depends on other answers.</summary>
    public bool HasChoiceFilter => ChoiceFilter is not null;

    /// <summary>Its place among all fields of the form, from 0: in the order they are asked.</summary>
    internal int Index { get; init; }

    internal Expression? Required { get; init; }
    internal Expression? Relevant { get; init; }

    /// <summary>Its own relevance and that of the sections and the repeat around it.</summary>
    internal ImmutableArray<Expression> Conditions { get; init; } = [];
    internal Expression? Constraint { get; init; }
    internal Severity ConstraintSeverity { get; init; }

    /// <summary>Null where the author wrote none.</summary>
    internal Labels? ConstraintMessage { get; init; }
    internal Expression? ChoiceFilter { get; init; }
    internal Expression? Calculation { get; init; }
    internal Expression? Default { get; init; }
}

internal static class FormFields
{
    /// <summary>Sections dissolved; a repeat stands for its lines.</summary>
    public static ImmutableArray<FormField> Questions(ImmutableArray<FormField> fields) =>
        [.. fields.SelectMany(field => field.Type == FieldType.Section ? field.Questions.AsEnumerable() : [field])];

    /// <summary>Every field, those of sections and repeats after them.</summary>
    public static IEnumerable<FormField> All(ImmutableArray<FormField> fields) =>
        fields.SelectMany(field => All(field.Fields).Prepend(field));
}

/// <summary>
/// A rule over several fields. It is asked only when every field it mentions has an answer of the right form. A field that the rule
/// itself compares with '' may be blank, as the author thought of it; so may fields that it asks of several lines at once.
/// </summary>
/// <remarks>Its finding is shown at its field; a rule on a field of a repeat is asked once per line.</remarks>
internal sealed record FormRule(
    string Id,
    Severity Severity,
    FormField Field,
    Expression? When,
    Expression Check,
    Labels Message,
    ImmutableArray<FormField> Arguments,
    ImmutableArray<FormField> Mentions,
    ImmutableHashSet<string> MustBeAnswered
);

/// <summary>Which fields of the form are the goods, for figures and normalised units.</summary>
public sealed record GoodsFields(string Repeat, string Commodity, string Quantity, string Unit);

/// <summary>One version of a form. A published version never changes.</summary>
public sealed class FormDefinition
{
    private readonly FrozenDictionary<string, FormField> _byName;

    internal FormDefinition(FormDocument document, ImmutableArray<FormField> fields, ImmutableArray<FormRule> rules)
    {
        (Document, Fields, Rules) = (document, fields, rules);
        Questions = FormFields.Questions(fields);
        All = [.. FormFields.All(fields)];
        _byName = All.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
        Tables = (document.Tables.IsDefault ? [] : document.Tables).ToFrozenDictionary(
            table => table.Name,
            table => table.Rows,
            StringComparer.Ordinal
        );
    }

    /// <summary>As it was written down.</summary>
    public FormDocument Document { get; }

    /// <summary>SHA-256 of the document, in small hexadecimal: what a group's set of forms names it by.</summary>
    public string Hash => field ??= Convert.ToHexStringLower(Document.Hash());

    public string Id => Document.Id;
    public int Version => Document.Version;
    public FormKind Kind => Document.Kind;
    public Labels Labels => Document.Labels;

    /// <summary>The code lists it was written for, with their versions.</summary>
    public ImmutableSortedDictionary<string, string> CodeLists => Document.CodeLists;

    public GoodsFields? Goods => Document.Goods;

    /// <summary>In the order they are asked, in their sections.</summary>
    public ImmutableArray<FormField> Fields { get; }

    /// <summary>In the order they are asked, without the sections; a repeat holds the questions of its lines.</summary>
    public ImmutableArray<FormField> Questions { get; }

    /// <summary>Sections, repeats and every question in them.</summary>
    public ImmutableArray<FormField> All { get; }

    internal ImmutableArray<FormRule> Rules { get; }

    internal FrozenDictionary<string, ImmutableSortedDictionary<string, string>> Tables { get; }

    public FormField? Find(string name) => _byName.GetValueOrDefault(name);
}
