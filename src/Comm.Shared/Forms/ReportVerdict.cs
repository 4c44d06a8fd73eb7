using System.Collections.Immutable;

namespace Comm.Shared.Forms;

/// <summary>What a machine thinks of a report, its own or one it opened. Only valid reports are counted.</summary>
public abstract record ReportVerdict
{
    private ReportVerdict(FormDefinition? form, FormEvaluation evaluation) => (Form, Evaluation) = (form, evaluation);

    /// <summary>What the report was read with; null only where this machine does not know it.</summary>
    public FormDefinition? Form { get; }

    public FormEvaluation Evaluation { get; }

    public ImmutableArray<Finding> Findings => Evaluation.Findings;

    /// <summary>Nothing to confirm.</summary>
    public sealed record Valid : ReportVerdict
    {
        internal Valid(FormDefinition form, FormEvaluation evaluation)
            : base(form, evaluation) => Form = form;

        public new FormDefinition Form { get; }
    }

    /// <summary>Every warning was confirmed by the author, with a reason.</summary>
    public sealed record ValidWithOverrides : ReportVerdict
    {
        internal ValidWithOverrides(FormDefinition form, FormEvaluation evaluation)
            : base(form, evaluation) => Form = form;

        public new FormDefinition Form { get; }
    }

    /// <summary>
    /// An error, a warning that nobody confirmed, a form that this machine does not know, or one that the group has withdrawn: shown as
    /// invalid, not counted.
    /// </summary>
    public sealed record Invalid : ReportVerdict
    {
        internal Invalid(FormDefinition? form, FormEvaluation evaluation)
            : base(form, evaluation) { }
    }

    public static ReportVerdict Of(Report report, FormLibrary forms, FormContext context)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(forms);
        if (forms.Find(report.Form, report.FormVersion) is not { } form)
        {
            return new Invalid(null, FormEvaluation.Only(OfForm("Finding_UnknownForm", report)));
        }

        FormEvaluation evaluation = FormEngine.Evaluate(form, report.Answers, context);
        if (!forms.Accepts(form))
        {
            return new Invalid(form, evaluation.With(OfForm("Finding_WithdrawnForm", report)));
        }

        if (evaluation.Has(Severity.Error) || Unconfirmed(evaluation, report.Overrides).Any())
        {
            return new Invalid(form, evaluation);
        }

        return evaluation.Has(Severity.Warning) ? new ValidWithOverrides(form, evaluation) : new Valid(form, evaluation);
    }

    /// <summary>The rules whose warnings still want a reason.</summary>
    public static IEnumerable<string> Unconfirmed(FormEvaluation evaluation, ImmutableArray<RuleOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation
            .Findings.Where(finding => finding.Severity == Severity.Warning)
            .Select(finding => finding.RuleId)
            .Distinct(StringComparer.Ordinal)
            .Where(rule => !overrides.Any(confirmed => confirmed.RuleId == rule && Says(confirmed.Reason)));
    }

    private static Finding OfForm(string sentence, Report report) =>
        new(
            new FieldPath(""),
            "F00",
            Severity.Error,
            sentence,
            [
                new FindingArgument(null, report.Form),
                new FindingArgument(null, report.FormVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ]
        );

    private static bool Says(string reason) => reason.Trim().Length >= FormLimits.ReasonLeastCharacters;
}
