using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>Where in a report: <c>movement</c>, <c>lines[2]</c> or <c>lines[2].unit</c>; also the name of the page's input.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FieldPath(string Field, string? Repeat = null, int Line = 0)
{
    public override string ToString() =>
        Repeat is null ? Field
        : Field.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Repeat}[{Line}]")
        : string.Create(CultureInfo.InvariantCulture, $"{Repeat}[{Line}].{Field}");
}

/// <summary>A value inside a finding's sentence. It crosses as a code and becomes words on the screen, by the type of its field (null: as it is).</summary>
public sealed record FindingArgument(string? Field, string Value);

/// <summary>What a rule found, where, and how much it weighs.</summary>
/// <remarks>
/// The key is of a sentence in <c>localization/Forms.resx</c>; its <c>{0}</c> is the field's label, then come the arguments. Where the
/// form has a sentence of its own, <see cref="Message"/> is that, and <c>${name}</c> in it is the answer of an argument's field.
/// </remarks>
public sealed record Finding(
    FieldPath Path,
    string RuleId,
    Severity Severity,
    string MessageKey,
    ImmutableArray<FindingArgument> Arguments
)
{
    public Labels? Message { get; init; }
}

/// <summary>
/// What the engine says of a set of answers: findings in the order of the form; rules whose context was absent and that therefore say
/// nothing, for or against; fields that do not apply to these answers, which a page hides; fields that must be answered; and what was
/// computed, as text.
/// </summary>
public sealed record FormEvaluation(
    ImmutableArray<Finding> Findings,
    ImmutableArray<string> NotEvaluated,
    ImmutableHashSet<FieldPath> Irrelevant,
    ImmutableHashSet<FieldPath> Required,
    ImmutableDictionary<FieldPath, string> Calculated
)
{
    /// <summary>Of answers that nothing is known of.</summary>
    internal static FormEvaluation Only(Finding finding) =>
        new([finding], [], [], [], ImmutableDictionary<FieldPath, string>.Empty);

    internal FormEvaluation With(Finding first) => this with { Findings = Findings.Insert(0, first) };

    public bool Has(Severity severity) => Findings.Any(finding => finding.Severity == severity);
}
