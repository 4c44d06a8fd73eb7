using System.Text.RegularExpressions;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Starting;

/// <summary>A report that begins with a message: its text in the remarks, and what it names beyond doubt in the fields of that kind.</summary>
internal static partial class MessageReport
{
    private const string Remarks = "remarks";

    /// <summary>From this many characters on, a text is free text and no number or name.</summary>
    private const int FreeText = 200;

    public static Answers Begin(FormDefinition form, string text, FormContext context)
    {
        Answers answers = FormEngine.Begin(form, context);
        if (FreeTextOf(form) is { } free)
        {
            answers = answers.With(free.Name, text);
        }

        if (context.Locations is not { } places)
        {
            return answers;
        }

        Dictionary<string, string> kinds = KindsOf(form);
        foreach (MessageCode code in MessageCodes.Find(text, places))
        {
            FormField? field = form
                .Questions.SelectMany(question => question.Type == FieldType.Repeat ? question.Questions : [question])
                .FirstOrDefault(question =>
                    question.IsAsked
                    && !question.ReadOnly
                    && (
                        code.Kind == MessageCodes.Place
                            ? question is { Type: FieldType.Location, Repeat: null }
                            : kinds.GetValueOrDefault(question.Name) == code.Kind
                    )
                );
            answers = field is null ? answers : With(answers, field, code.Value, form);
        }

        return answers;
    }

    /// <summary>Only where nothing stands yet; a repeat gets a line for each.</summary>
    private static Answers With(Answers answers, FormField field, string value, FormDefinition form) =>
        field.Repeat is not { } repeat
            ? answers[field.Name] is null
                ? answers.With(field.Name, value)
                : answers
            : answers.Lines(repeat) is var lines && lines.Length < form.Find(repeat)!.Most
                ? answers.With(repeat, [.. lines, Answers.Of((field.Name, value))])
                : answers;

    private static FormField? FreeTextOf(FormDefinition form) =>
        form.Questions.FirstOrDefault(field => field is { Name: Remarks, Type: FieldType.Text })
        ?? form.Questions.FirstOrDefault(field =>
            field is { Type: FieldType.Text, ReadOnly: false, Most: >= FreeText } && !field.DependsOn.Any()
        );

    /// <summary>Which number a question asks for: the form says it where it checks it.</summary>
    private static Dictionary<string, string> KindsOf(FormDefinition form)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (RuleDocument rule in form.Document.Rules.IsDefault ? [] : form.Document.Rules)
        {
            Note(kinds, rule.Check, rule.Field);
        }

        foreach (FieldDocument field in form.Document.AllFields)
        {
            Note(kinds, field.Constraint, field.Name);
        }

        return kinds;
    }

    private static void Note(Dictionary<string, string> kinds, string? expression, string field)
    {
        if (expression is not null && Check().Match(expression) is { Success: true } check)
        {
            kinds.TryAdd(field, check.Groups["kind"].Value);
        }
    }

    [GeneratedRegex(
        @"valid-id\('(?<kind>[a-z0-9-]+)'",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Check();
}
