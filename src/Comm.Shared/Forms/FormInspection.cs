using System.Collections.Immutable;
using System.Globalization;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>One evaluation of one set of answers: what applies, the form of each answer, then the rules over several.</summary>
internal sealed class FormInspection(FormDefinition form, Answers answers, FormContext context)
{
    private readonly ReportState _report = new(form, answers, context);
    private readonly List<Finding> _findings = [];
    private readonly SortedSet<string> _notEvaluated = new(StringComparer.Ordinal);
    private readonly ImmutableHashSet<FieldPath>.Builder _irrelevant = ImmutableHashSet.CreateBuilder<FieldPath>();
    private readonly ImmutableHashSet<FieldPath>.Builder _required = ImmutableHashSet.CreateBuilder<FieldPath>();
    private readonly ImmutableDictionary<FieldPath, string>.Builder _calculated = ImmutableDictionary.CreateBuilder<
        FieldPath,
        string
    >();
    private readonly HashSet<FieldPath> _blank = [];
    private readonly HashSet<FieldPath> _malformed = [];

    public FormEvaluation Run()
    {
        foreach (FormField field in form.Fields)
        {
            Inspect(field, answers, line: null);
        }

        Strangers(answers, form.Questions, line: null);
        foreach (FormRule rule in form.Rules)
        {
            if (rule.Field.Repeat is not { } repeat)
            {
                Ask(rule, line: null);
                continue;
            }

            for (int i = 0; i < _report.LinesOf(repeat); i++)
            {
                Ask(rule, new FormLine(repeat, i));
            }
        }

        return new FormEvaluation(
            [.. InFormOrder()],
            [.. _notEvaluated],
            _irrelevant.ToImmutable(),
            _required.ToImmutable(),
            _calculated.ToImmutable()
        );
    }

    private void Inspect(FormField field, Answers within, FormLine? line)
    {
        FieldPath path = PathOf(field, line);
        Answer? answer = within[field.Name];
        if (!_report.IsRelevant(field, line))
        {
            _irrelevant.Add(path);
            if (answer is not null)
            {
                Find(path, FormEngine.DoesNotApply, "Finding_DoesNotApply");
            }

            // What stands in a section that does not apply does not apply either, and says so of itself.
            InspectAll(field.Type == FieldType.Section ? field.Fields : [], within, line);
            return;
        }

        switch (field.Type)
        {
            case FieldType.Section:
                InspectAll(field.Fields, within, line);
                break;
            case FieldType.Repeat:
                InspectLines(field, path, answer);
                break;
            case FieldType.Calculation:
                _calculated.Add(path, _report.ValueOf(field, line).Text);
                break;
            case FieldType.Note:
                break;
            default:
                InspectAnswer(field, path, answer, line);
                break;
        }
    }

    private void InspectAll(ImmutableArray<FormField> fields, Answers within, FormLine? line)
    {
        foreach (FormField field in fields)
        {
            Inspect(field, within, line);
        }
    }

    private void InspectAnswer(FormField field, FieldPath path, Answer? answer, FormLine? line)
    {
        if (field.Required is not null && Holds(field.Required, line, "F01") == true)
        {
            _required.Add(path);
        }

        if (IsBlank(answer))
        {
            _blank.Add(path);
            if (_required.Contains(path))
            {
                Find(path, "F01", field.OffersUnknown ? "Finding_RequiredOrUnknown" : "Finding_Required");
            }
        }
        else if (AnswerForm.Fault(field, answer!, context) is { } fault)
        {
            _malformed.Add(path);
            Find(
                path,
                fault.RuleId,
                fault.MessageKey,
                new FindingArgument(null, field.Most.ToString(CultureInfo.InvariantCulture))
            );
        }
        else
        {
            InspectFitting(field, path, answer!, line);
        }
    }

    private void InspectFitting(FormField field, FieldPath path, Answer answer, FormLine? line)
    {
        Value self = AnswerForm.ValueOf(field, answer);
        if (
            field.ChoiceFilter is not null
            && self.Text.Split(' ').Any(code => !FormChoices.IsOffered(_report, field, code, line))
        )
        {
            Find(path, "F09", "Finding_ChoiceDoesNotFit");
        }

        if (field.Constraint is not null && Holds(field.Constraint, line, "F04", self) == false)
        {
            _findings.Add(
                new Finding(path, "F04", field.ConstraintSeverity, "Finding_Constraint", []) { Message = field.ConstraintMessage }
            );
        }

        // Tables differ between machines, so an unknown place is never more than a hint: both ends must come to one verdict.
        if (
            field.Type == FieldType.Location
            && context.Locations is { } locations
            && !field.Specials.Contains(self.Text, StringComparer.Ordinal)
            && locations.ByCode(self.Text) is null
        )
        {
            Find(path, "P01", "Finding_UnknownPlace", Severity.Hint, new FindingArgument(null, self.Text));
        }
    }

    private void InspectLines(FormField field, FieldPath path, Answer? answer)
    {
        if (answer is not null and not Answer.Lines)
        {
            Find(path, "F02", "Finding_Form");
            return;
        }

        ImmutableArray<Answers> lines = answers.Lines(field.Name);
        if (lines.Length < field.Least || lines.Length > field.Most)
        {
            Find(
                path,
                "F08",
                "Finding_LineCount",
                new FindingArgument(null, field.Least.ToString(CultureInfo.InvariantCulture)),
                new FindingArgument(null, field.Most.ToString(CultureInfo.InvariantCulture))
            );
        }

        for (int i = 0; i < lines.Length; i++)
        {
            InspectAll(field.Fields, lines[i], new FormLine(field.Name, i));
            Strangers(lines[i], field.Questions, new FormLine(field.Name, i));
        }
    }

    private void Strangers(Answers within, ImmutableArray<FormField> questions, FormLine? line)
    {
        foreach ((string name, _) in within.All)
        {
            if (!questions.Any(field => field.Name == name && field.Type is not (FieldType.Note or FieldType.Calculation)))
            {
                FieldPath path = line is { } place ? new FieldPath(name, place.Repeat, place.Index) : new FieldPath(name);
                Find(path, "F06", "Finding_UnknownField", new FindingArgument(null, name));
            }
        }
    }

    private void Ask(FormRule rule, FormLine? line)
    {
        if (
            !_report.IsRelevant(rule.Field, line)
            || rule.Mentions.Any(field => IsUnusable(field, line, !rule.MustBeAnswered.Contains(field.Name)))
        )
        {
            return;
        }

        bool? applies = rule.When is null ? true : Holds(rule.When, line, rule.Id);
        if (applies == true && Holds(rule.Check, line, rule.Id) == false)
        {
            var scope = new ReportScope(_report, line);
            ImmutableArray<FindingArgument> arguments =
            [
                .. rule.Arguments.Select(field => new FindingArgument(field.Name, scope.Answer(field.Name).Text)),
            ];
            _findings.Add(
                new Finding(PathOf(rule.Field, line), rule.Id, rule.Severity, "Finding_Constraint", arguments)
                {
                    Message = rule.Message,
                }
            );
        }
    }

    // A blank or malformed answer has its own finding; a rule about it would only repeat it.
    private bool IsUnusable(FormField field, FormLine? line, bool mayBeBlank)
    {
        if (field.Repeat is { } repeat && line?.Repeat != repeat)
        {
            return Enumerable.Range(0, _report.LinesOf(repeat)).Any(i => IsUnusable(field, new FormLine(repeat, i), mayBeBlank));
        }

        FieldPath path = PathOf(field, line);
        return _malformed.Contains(path)
            || (!mayBeBlank && field.IsAsked && (_blank.Contains(path) || !_report.IsRelevant(field, line)));
    }

    private bool? Holds(Expression expression, FormLine? line, string rule, Value self = default)
    {
        Value value = new Evaluator(new ReportScope(_report, line) { Self = self }).Evaluate(expression);
        if (value.IsUnknown)
        {
            _notEvaluated.Add(rule);
            return null;
        }

        return value.Truth;
    }

    private void Find(FieldPath path, string rule, string message, params ImmutableArray<FindingArgument> arguments) =>
        Find(path, rule, message, Severity.Error, arguments);

    private void Find(
        FieldPath path,
        string rule,
        string message,
        Severity severity,
        params ImmutableArray<FindingArgument> arguments
    ) => _findings.Add(new Finding(path, rule, severity, message, arguments));

    private IEnumerable<Finding> InFormOrder()
    {
        return _findings.OrderBy(finding =>
            (Place(finding.Path.Repeat ?? finding.Path.Field), finding.Path.Line, Place(finding.Path.Field))
        );

        int Place(string name) => form.Find(name)?.Index ?? int.MaxValue;
    }

    private static FieldPath PathOf(FormField field, FormLine? line) =>
        line is { } place && field.Repeat == place.Repeat
            ? new FieldPath(field.Name, place.Repeat, place.Index)
            : new FieldPath(field.Name);

    private static bool IsBlank(Answer? answer) =>
        answer is null || (answer is Answer.Text text && string.IsNullOrWhiteSpace(text.Value));
}
