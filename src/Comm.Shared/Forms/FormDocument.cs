using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>What a form is for. Only seizures are counted.</summary>
public enum FormKind
{
    Seizure,
    Warning,
    Feedback,
    Request,
    Sitrep,
    Other,
}

/// <summary>A form as it is written down: what the designer edits, XLSForm brings and <see cref="FormCompiler"/> checks.</summary>
public sealed record FormDocument
{
    /// <summary>Small letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>From 1. A published version never changes.</summary>
    public required int Version { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required FormKind Kind { get; init; }
    public required Labels Labels { get; init; }

    /// <summary>The author's language: what a reader without a label of his own is shown.</summary>
    public string DefaultLanguage { get; init; } = ProductCultures.Fallback;

    /// <summary>The product's code lists that it uses, with the versions it was written for.</summary>
    public required ImmutableSortedDictionary<string, string> CodeLists { get; init; }

    public GoodsFields? Goods { get; init; }

    /// <summary>Choices of its own.</summary>
    public ImmutableArray<ListDocument> Lists { get; init; }

    /// <summary>Small tables that its rules look up in: <c>lookup('table', ${a}, ${b})</c> finds the row "a b".</summary>
    public ImmutableArray<TableDocument> Tables { get; init; }

    public required ImmutableArray<FieldDocument> Fields { get; init; }
    public ImmutableArray<RuleDocument> Rules { get; init; }

    /// <summary>Every field in the order of the form: a section or repeat, then what it holds.</summary>
    [JsonIgnore]
    public IEnumerable<FieldDocument> AllFields => (Fields.IsDefault ? [] : Fields).SelectMany(inner => inner.Within);

    /// <summary>Null for what is no form's document; <paramref name="fault"/> then says where.</summary>
    public static FormDocument? Read(ReadOnlySpan<byte> utf8, out FormFault? fault)
    {
        fault = null;
        if (utf8.Length > FormLimits.DefinitionBytes)
        {
            fault = new FormFault("", "Fault_TooLarge", Bound(FormLimits.DefinitionBytes));
            return null;
        }

        try
        {
            FormDocument? document = JsonSerializer.Deserialize<FormDocument>(utf8, FormJson.Options);
            fault = document is null ? new FormFault("", "Fault_NotAForm", "$") : null;
            return document;
        }
        catch (JsonException refusal)
        {
            // The serializer can only tell by throwing.
            fault = new FormFault("", "Fault_NotAForm", refusal.Path ?? "$");
            return null;
        }
    }

    /// <summary>Its bytes: the same for the same form, on every machine and in every culture.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, FormJson.Options);

    /// <summary>SHA-256 of <see cref="ToUtf8"/>, 32 bytes: what a group's policy names its forms by.</summary>
    public byte[] Hash() => SHA256.HashData(ToUtf8());

    private static string Bound(int bound) => bound.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A list of choices that belongs to one form.</summary>
public sealed record ListDocument
{
    public required string Name { get; init; }
    public required ImmutableArray<ChoiceDocument> Choices { get; init; }
}

/// <summary>Attributes are what a choice filter compares with: <c>country = ${country}</c>.</summary>
public sealed record ChoiceDocument
{
    public required string Code { get; init; }
    public required Labels Labels { get; init; }
    public ImmutableSortedDictionary<string, string>? Attributes { get; init; }
}

public sealed record TableDocument
{
    public required string Name { get; init; }
    public required ImmutableSortedDictionary<string, string> Rows { get; init; }
}

/// <summary>A question, a section or a repeat. Expressions are of the XLSForm subset and our functions.</summary>
public sealed record FieldDocument
{
    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required FieldType Type { get; init; }

    public required Labels Labels { get; init; }
    public Labels? Hints { get; init; }

    /// <summary>One of the product's code lists, or one of the form's own.</summary>
    public string? CodeList { get; init; }
    public ImmutableArray<string> Specials { get; init; }

    /// <summary>Which choices are offered, asked of each: bare names are the choice's attributes, <c>code</c> is its code.</summary>
    public string? ChoiceFilter { get; init; }

    /// <summary>Of a location: the question with a code of CL_LOCTYPE that says which kind of place is meant.</summary>
    public string? PlacesBy { get; init; }

    public string? Required { get; init; }
    public string? Relevant { get; init; }
    public string? Constraint { get; init; }
    public Labels? ConstraintMessage { get; init; }

    /// <summary>E, W or I; E where nothing is said.</summary>
    public string? ConstraintSeverity { get; init; }
    public string? Calculation { get; init; }
    public string? Default { get; init; }
    public bool ReadOnly { get; init; }

    /// <summary>False keeps it out of statistics; null is true.</summary>
    public bool? Export { get; init; }

    /// <summary>Of a repeat, the fewest lines.</summary>
    public int Least { get; init; }

    /// <summary>Of a repeat, the most lines; of a text, the most characters.</summary>
    public int Most { get; init; }

    /// <summary>Of a section or repeat.</summary>
    public ImmutableArray<FieldDocument> Fields { get; init; }

    /// <summary>Itself and everything in it.</summary>
    [JsonIgnore]
    public IEnumerable<FieldDocument> Within => (Fields.IsDefault ? [] : Fields).SelectMany(inner => inner.Within).Prepend(this);
}

/// <summary>A rule over several fields. In its message <c>${name}</c> stands for the answer in words.</summary>
public sealed record RuleDocument
{
    public required string Id { get; init; }

    /// <summary>E blocks, W wants a reason, I is a hint.</summary>
    public required string Severity { get; init; }

    /// <summary>Where it is shown; a rule at a field of a repeat is asked of each line.</summary>
    public required string Field { get; init; }
    public string? When { get; init; }
    public required string Check { get; init; }
    public required Labels Message { get; init; }
}
