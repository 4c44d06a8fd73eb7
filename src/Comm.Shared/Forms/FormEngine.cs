using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>Asks a form's questions of a set of answers. The same engine runs while a report is written and after it was opened.</summary>
/// <remarks>
/// Findings that every form can have: F01 answer missing, F02 of the wrong form, F03 not a code of the list, F04 constraint, F05 too
/// long, F06 unknown field, F07 answered though it does not apply, F08 number of lines, F09 a choice that the other answers exclude,
/// P01 place. The others are the form's own rules.
/// </remarks>
public static class FormEngine
{
    /// <summary>The finding of an answer to a question that does not apply.</summary>
    public const string DoesNotApply = "F07";

    public static FormEvaluation Evaluate(FormDefinition form, Answers answers, FormContext context)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(context);
        return new FormInspection(form, answers, context).Run();
    }

    /// <summary>The answers of a report that is begun: the defaults, and as many lines as a repeat wants at least.</summary>
    public static Answers Begin(FormDefinition form, FormContext context)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(context);
        Answers answers = Answers.None;
        foreach (FormField field in form.Questions)
        {
            if (field.Type != FieldType.Repeat)
            {
                answers = WithDefault(answers, field, form, answers, context);
            }
            else if (field.Least > 0)
            {
                answers = answers.With(
                    field.Name,
                    [.. Enumerable.Range(0, field.Least).Select(_ => NewLine(form, field, answers, context))]
                );
            }
        }

        return answers;
    }

    /// <summary>A line that is added: the defaults of its questions.</summary>
    public static Answers NewLine(FormDefinition form, FormField repeat, Answers answers, FormContext context)
    {
        ArgumentNullException.ThrowIfNull(repeat);
        return repeat.Questions.Aggregate(Answers.None, (line, field) => WithDefault(line, field, form, answers, context));
    }

    /// <summary>The choices of a field's list that go with the other answers, retired ones left out.</summary>
    public static IEnumerable<Code> Choices(FormDefinition form, FieldPath path, Answers answers, FormContext context)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Find(path.Field) is not { List: { } list } field)
        {
            return [];
        }

        var report = new ReportState(form, answers, context);
        FormLine? line = path.Repeat is { } repeat ? new FormLine(repeat, path.Line) : null;
        return list.Offered.Where(code => FormChoices.IsOffered(report, field, code.Value, line));
    }

    private static Answers WithDefault(Answers into, FormField field, FormDefinition form, Answers answers, FormContext context)
    {
        if (field.Default is not { } expression)
        {
            return into;
        }

        Value value = new Evaluator(new ReportScope(new ReportState(form, answers, context))).Evaluate(expression);
        Answer? answer = value.Kind switch
        {
            ValueKind.Number => value.Number!.Value,
            ValueKind.Boolean => value.Truth,
            ValueKind.Unknown or ValueKind.Blank or ValueKind.NotANumber => null,
            _ => value.Text,
        };
        return answer is null ? into : into.With(field.Name, answer);
    }
}
