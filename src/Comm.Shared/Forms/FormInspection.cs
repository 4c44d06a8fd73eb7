using System.Collections.Immutable;
using System.Globalization;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>One evaluation of one set of answers: first what applies, then the form of each answer, then the rules over several.</summary>
internal sealed class FormInspection(FormDefinition form, Answers answers, FormContext context)
{
    private readonly List<Finding> _findings = [];
    private readonly SortedSet<string> _notEvaluated = new(StringComparer.Ordinal);
    private readonly HashSet<FieldPath> _irrelevant = [];
    private readonly HashSet<FieldPath> _unusable = [];

    public FormEvaluation Run()
    {
        foreach (FormField field in form.Fields)
        {
            Inspect(field, answers, line: null);
        }

        Strangers(answers, form.Fields, line: null);
        foreach (FormRule rule in form.Rules)
        {
            if (rule.Field.Repeat is not { } repeat)
            {
                Ask(rule, line: null);
                continue;
            }

            for (int i = 0; i < answers.Lines(repeat).Length; i++)
            {
                Ask(rule, (repeat, i));
            }
        }

        return new FormEvaluation([.. InFormOrder()], [.. _notEvaluated], [.. _irrelevant]);
    }

    private void Inspect(FormField field, Answers within, (string Repeat, int Index)? line)
    {
        FieldPath path = PathOf(field, line);
        Answer? answer = within[field.Name];
        if (field.Relevant is not null && Holds(field.Relevant, line, "F07") == false)
        {
            _irrelevant.Add(path);
            if (answer is not null)
            {
                Find(path, "F07", "Finding_DoesNotApply");
            }

            return;
        }

        if (field.Type == FieldType.Repeat)
        {
            InspectLines(field, path, answer);
        }
        else if (IsBlank(answer))
        {
            _unusable.Add(path);
            if (field.Required is not null && Holds(field.Required, line, "F01") == true)
            {
                Find(path, "F01", field.OffersUnknown ? "Finding_RequiredOrUnknown" : "Finding_Required");
            }
        }
        else if (AnswerForm.Fault(field, answer!, context) is { } fault)
        {
            _unusable.Add(path);
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

    private void InspectFitting(FormField field, FieldPath path, Answer answer, (string Repeat, int Index)? line)
    {
        Value self = AnswerForm.ValueOf(field, answer);
        if (field.Constraint is not null && Holds(field.Constraint, line, "F04", self) == false)
        {
            Find(path, "F04", field.ConstraintMessage);
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
            foreach (FormField inner in field.Fields)
            {
                Inspect(inner, lines[i], (field.Name, i));
            }

            Strangers(lines[i], field.Fields, (field.Name, i));
        }
    }

    private void Strangers(Answers within, ImmutableArray<FormField> fields, (string Repeat, int Index)? line)
    {
        foreach ((string name, _) in within.All)
        {
            if (!fields.Any(field => field.Name == name))
            {
                FieldPath path = line is { } place ? new FieldPath(name, place.Repeat, place.Index) : new FieldPath(name);
                Find(path, "F06", "Finding_UnknownField", new FindingArgument(null, name));
            }
        }
    }

    private void Ask(FormRule rule, (string Repeat, int Index)? line)
    {
        if (rule.Mentions.Any(name => IsUnusable(form.Find(name)!, line)))
        {
            return;
        }

        bool? applies = rule.When is null ? true : Holds(rule.When, line, rule.Id);
        if (applies == true && Holds(rule.Check, line, rule.Id) == false)
        {
            FindingArgument[] arguments =
            [
                .. rule.Arguments.Select(field => new FindingArgument(field.Name, Scope(line).Answer(field.Name).Text)),
            ];
            _findings.Add(new Finding(PathOf(rule.Field, line), rule.Id, rule.Severity, rule.Message, [.. arguments]));
        }
    }

    // A blank or malformed answer has its own finding; a rule about it would only repeat it.
    private bool IsUnusable(FormField field, (string Repeat, int Index)? line)
    {
        if (field.Repeat is not null && line?.Repeat != field.Repeat)
        {
            return Enumerable.Range(0, answers.Lines(field.Repeat).Length).Any(i => IsUnusable(field, (field.Repeat, i)));
        }

        FieldPath path = PathOf(field, line);
        return _unusable.Contains(path) || _irrelevant.Contains(path);
    }

    private bool? Holds(Expression expression, (string Repeat, int Index)? line, string rule, Value self = default)
    {
        Value value = new Evaluator(Scope(line, self)).Evaluate(expression);
        if (value.IsUnknown)
        {
            _notEvaluated.Add(rule);
            return null;
        }

        return value.Truth;
    }

    private ReportScope Scope((string Repeat, int Index)? line, Value self = default) =>
        new(form, context, answers, _irrelevant) { Line = line, Self = self };

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
        Dictionary<string, int> order = new(StringComparer.Ordinal);
        foreach (string name in form.Fields.SelectMany(field => field.Fields.Select(inner => inner.Name).Prepend(field.Name)))
        {
            order.Add(name, order.Count);
        }

        return _findings.OrderBy(finding =>
            (Place(finding.Path.Repeat ?? finding.Path.Field), finding.Path.Line, Place(finding.Path.Field))
        );

        int Place(string name) => order.GetValueOrDefault(name, int.MaxValue);
    }

    private static FieldPath PathOf(FormField field, (string Repeat, int Index)? line) =>
        line is { } place && field.Repeat == place.Repeat
            ? new FieldPath(field.Name, place.Repeat, place.Index)
            : new FieldPath(field.Name);

    private static bool IsBlank(Answer? answer) =>
        answer is null || (answer is Answer.Text text && string.IsNullOrWhiteSpace(text.Value));
}
