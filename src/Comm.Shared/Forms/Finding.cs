using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

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
/// <remarks>The key is of a sentence in <c>localization/Forms.resx</c>; its <c>{0}</c> is the field's label, then come the arguments.</remarks>
public sealed record Finding(
    FieldPath Path,
    string RuleId,
    Severity Severity,
    string MessageKey,
    ImmutableArray<FindingArgument> Arguments
);

/// <summary>
/// What the engine says of a set of answers: findings in the order of the form; rules whose context was absent and that therefore say
/// nothing, for or against; and fields that do not apply to these answers, which a page hides.
/// </summary>
public sealed record FormEvaluation(
    ImmutableArray<Finding> Findings,
    ImmutableArray<string> NotEvaluated,
    ImmutableHashSet<FieldPath> Irrelevant
)
{
    public bool Has(Severity severity) => Findings.Any(finding => finding.Severity == severity);
}
