using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Comm.Client.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>A report being filled: the answers so far, what the engine says of them, and which of it is already shown.</summary>
public sealed record ReportDraft(
    FormDefinition Form,
    Answers Answers,
    FormEvaluation Evaluation,
    IReadOnlyDictionary<string, string> Reasons,
    bool ShowsFindings,
    ReportIds Ids
)
{
    public const string ReasonPrefix = "reason.";

    /// <summary>Changes when other fields, lines or units must be shown; while it stays, a page keeps what it has.</summary>
    public string Shape
    {
        get
        {
            IEnumerable<string> parts = Evaluation
                .Irrelevant.Select(path => path.ToString())
                .Order(StringComparer.Ordinal)
                .Concat(Evaluation.Required.Select(path => path.ToString()).Order(StringComparer.Ordinal))
                .Append(
                    Goods is { } goods
                        ? string.Join(',', Answers.Lines(goods.Repeat).Select(line => line.Text(goods.Commodity)))
                        : ""
                );
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
        }
    }

    public GoodsFields? Goods => Form.Goods;

    public IEnumerable<Finding> Errors => Shown(Severity.Error);

    public IEnumerable<Finding> Warnings => Shown(Severity.Warning);

    /// <summary>Rules that warn and have no reason yet.</summary>
    public IEnumerable<string> Unexplained => ReportVerdict.Unconfirmed(Evaluation, Overrides);

    public ImmutableArray<RuleOverride> Overrides =>
        [
            .. Evaluation
                .Findings.Where(finding => finding.Severity == Severity.Warning)
                .Select(finding => finding.RuleId)
                .Distinct(StringComparer.Ordinal)
                .Where(rule => !string.IsNullOrWhiteSpace(Reasons.GetValueOrDefault(rule)))
                .Select(rule => new RuleOverride(rule, Reasons[rule].Trim())),
        ];

    public bool MayBeSent => !Evaluation.Has(Severity.Error) && !Unexplained.Any();

    public IEnumerable<Finding> At(FieldPath path) =>
        ShowsFindings ? Evaluation.Findings.Where(finding => finding.Path == path) : [];

    private IEnumerable<Finding> Shown(Severity severity) =>
        ShowsFindings ? Evaluation.Findings.Where(finding => finding.Severity == severity) : [];

    internal static ReportDraft Empty(FormDefinition form, FormContext context)
    {
        return Of(
            form,
            Given(form, FormEngine.Begin(form, context), context),
            new Dictionary<string, string>(StringComparer.Ordinal),
            context,
            showsFindings: false,
            ReportIds.New()
        );
    }

    internal static ReportDraft Read(
        FormDefinition form,
        IFormCollection posted,
        Language language,
        FormContext context,
        bool showsFindings
    )
    {
        Answers answers = new ReportEntry(form, posted, language, context.Locations).Read();
        Dictionary<string, string> reasons = posted
            .Where(value => value.Key.StartsWith(ReasonPrefix, StringComparison.Ordinal))
            .ToDictionary(value => value.Key[ReasonPrefix.Length..], value => value.Value.ToString(), StringComparer.Ordinal);
        return Of(form, Given(form, answers, context), reasons, context, showsFindings, ReportIds.Read(posted));
    }

    private static ReportDraft Of(
        FormDefinition form,
        Answers answers,
        IReadOnlyDictionary<string, string> reasons,
        FormContext context,
        bool showsFindings,
        ReportIds ids
    )
    {
        FormEvaluation evaluation = FormEngine.Evaluate(form, answers, context);
        if (evaluation.Findings.Any(finding => finding.RuleId == FormEngine.DoesNotApply))
        {
            // A field that no longer applies is hidden, so its answer goes with it.
            answers = WithoutIrrelevant(answers, evaluation);
            evaluation = FormEngine.Evaluate(form, answers, context);
        }

        return new ReportDraft(form, answers, evaluation, reasons, showsFindings, ids);
    }

    /// <summary>What the account says, whatever the page sent.</summary>
    private static Answers Given(FormDefinition form, Answers answers, FormContext context) =>
        form
            .Questions.Where(field => field is { ReadOnly: true, Type: FieldType.Country })
            .Aggregate(
                answers,
                (all, field) => context.ReportingCountry is { } country ? all.With(field.Name, country) : all.Without(field.Name)
            );

    private static Answers WithoutIrrelevant(Answers answers, FormEvaluation evaluation)
    {
        foreach (FieldPath path in evaluation.Irrelevant)
        {
            answers = path.Repeat is null
                ? answers.Without(path.Field)
                : answers.With(
                    path.Repeat,
                    [.. answers.Lines(path.Repeat).Select((line, index) => index == path.Line ? line.Without(path.Field) : line)]
                );
        }

        return answers;
    }
}
