using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Comm.Client.Pages.Reports.Typed;
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

    /// <summary>Says again and again, until it is sent, what had no place in this form.</summary>
    public const string DroppedField = "dropped";

    private static readonly Dictionary<string, string> NoReasons = new(StringComparer.Ordinal);

    /// <summary>What the rules were asked with.</summary>
    public required FormContext Context { get; init; }

    /// <summary>The reports that it may name.</summary>
    public IReadOnlyList<LinkChoice> Links { get; init; } = [];

    /// <summary>Answers of another form or version that this one does not ask for, in words.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Lines that somebody pasted into a repeat; null when nobody did.</summary>
    public PasteOutcome? Paste { get; init; }

    /// <summary>Changes when other fields, lines, units, choices or computed values must be shown; while it stays, a page keeps what it has.</summary>
    public string Shape
    {
        get
        {
            IEnumerable<string> parts = Evaluation
                .Irrelevant.Select(path => path.ToString())
                .Order(StringComparer.Ordinal)
                .Concat(Evaluation.Required.Select(path => path.ToString()).Order(StringComparer.Ordinal))
                .Concat(Evaluation.Calculated.Select(value => $"{value.Key}={value.Value}").Order(StringComparer.Ordinal))
                .Concat(Filtered().Select(path => $"{path}:{string.Join(' ', Choices(path).Select(code => code.Value))}"))
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
                .Select(rule => new RuleOverride(rule, TypedText.Clean(Reasons[rule]))),
        ];

    public bool MayBeSent => !Evaluation.Has(Severity.Error) && !Unexplained.Any();

    public IEnumerable<Finding> At(FieldPath path) =>
        ShowsFindings ? Evaluation.Findings.Where(finding => finding.Path == path) : [];

    /// <summary>The choices of a coded question that go with the other answers.</summary>
    public IEnumerable<Code> Choices(FieldPath path) => FormEngine.Choices(Form, path, Answers, Context);

    private IEnumerable<FieldPath> Filtered() =>
        Form
            .All.Where(field => field.HasChoiceFilter)
            .SelectMany(field =>
                field.Repeat is not { } repeat
                    ? [new FieldPath(field.Name)]
                    : Enumerable.Range(0, Answers.Lines(repeat).Length).Select(line => new FieldPath(field.Name, repeat, line))
            );

    private IEnumerable<Finding> Shown(Severity severity) =>
        ShowsFindings ? Evaluation.Findings.Where(finding => finding.Severity == severity) : [];

    internal static ReportDraft Empty(FormDefinition form, FormContext context) =>
        Of(form, FormEngine.Begin(form, context), NoReasons, context, showsFindings: false, ReportIds.New());

    internal static ReportDraft Read(
        FormDefinition form,
        IFormCollection posted,
        Language language,
        FormContext context,
        bool showsFindings
    ) => Read(form, posted, TypedTables.Of(language, context.Locations), context, showsFindings);

    internal static ReportDraft Read(
        FormDefinition form,
        IFormCollection posted,
        TypedTables tables,
        FormContext context,
        bool showsFindings
    )
    {
        Answers answers = new ReportEntry(form, posted, tables).Read();
        answers = LineAct.Of(posted)?.Apply(form, answers, context) ?? answers;
        PasteOutcome? paste = PastedLines.Take(form, posted, answers, tables);
        Dictionary<string, string> reasons = posted
            .Where(value => value.Key.StartsWith(ReasonPrefix, StringComparison.Ordinal))
            .ToDictionary(value => value.Key[ReasonPrefix.Length..], value => value.Value.ToString(), StringComparer.Ordinal);
        ReportDraft draft = Of(form, paste?.Answers ?? answers, reasons, context, showsFindings, ReportIds.Read(posted));
        return draft with { Links = tables.Links, Dropped = [.. posted[DroppedField].OfType<string>()], Paste = paste };
    }

    /// <summary>Of answers that are read already.</summary>
    internal static ReportDraft Of(
        FormDefinition form,
        Answers answers,
        IReadOnlyDictionary<string, string> reasons,
        FormContext context,
        bool showsFindings,
        ReportIds ids
    )
    {
        answers = Given(form, answers, context);
        FormEvaluation evaluation = FormEngine.Evaluate(form, answers, context);
        if (evaluation.Findings.Any(finding => finding.RuleId == FormEngine.DoesNotApply))
        {
            // A field that no longer applies is hidden, so its answer goes with it.
            answers = WithoutIrrelevant(answers, evaluation);
            evaluation = FormEngine.Evaluate(form, answers, context);
        }

        return new ReportDraft(form, answers, evaluation, reasons, showsFindings, ids) { Context = context };
    }

    /// <summary>What the account says, whatever the page sent.</summary>
    internal static Answers Given(FormDefinition form, Answers answers, FormContext context) =>
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
