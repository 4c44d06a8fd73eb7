using System.Globalization;
using System.Text.RegularExpressions;
using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

/// <summary>
/// A line of a rule table: changes to answers that no rule objects to, as "field=value;legs[1].leg_date=value", and the findings that
/// follow, as "E M01 departure_country|…". An empty value takes the answer away; "@author=BE" is written by another administration.
/// </summary>
internal static partial class RuleCase
{
    public static string Findings(FormDefinition form, Answers plain, string changes) => Written(Evaluate(form, plain, changes));

    public static FormEvaluation Evaluate(FormDefinition form, Answers plain, string changes)
    {
        Answers answers = Bend(form, plain, changes);
        return FormEngine.Evaluate(form, answers, Context(answers, changes));
    }

    public static FormContext Context(Answers answers, string changes) =>
        Seizures.AtEntry(
            Parts(changes).FirstOrDefault(part => part.Path == "@author").Value ?? answers.Text("reporting_country") ?? "FR"
        );

    public static Answers Bend(FormDefinition form, Answers plain, string changes) =>
        Parts(changes)
            .Where(part => part.Path[0] != '@')
            .Aggregate(plain, (answers, part) => Change(form, answers, part.Path, part.Value));

    public static string Written(FormEvaluation evaluation) =>
        string.Join(
            '|',
            evaluation.Findings.Select(finding => $"{"EWI"[(int)finding.Severity]} {finding.RuleId} {finding.Path}")
        );

    private static IEnumerable<(string Path, string Value)> Parts(string changes) =>
        changes
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Select(part => (part[0], part[1]));

    private static Answers Change(FormDefinition form, Answers answers, string path, string value)
    {
        if (InLine().Match(path) is not { Success: true } inLine)
        {
            return Set(form, answers, path, value);
        }

        string repeat = inLine.Groups["repeat"].Value;
        int index = int.Parse(inLine.Groups["line"].Value, CultureInfo.InvariantCulture);
        List<Answers> lines = [.. answers.Lines(repeat)];
        if (index == lines.Count)
        {
            lines.Add(Answers.None);
        }

        if (inLine.Groups["field"].Value is { Length: > 0 } field)
        {
            lines[index] = Set(form, lines[index], field, value);
        }
        else
        {
            lines.RemoveAt(index);
        }

        return answers.With(repeat, [.. lines]);
    }

    private static Answers Set(FormDefinition form, Answers answers, string field, string value) =>
        value.Length == 0
            ? answers.Without(field)
            : answers.With(
                field,
                form.Find(field)?.Type switch
                {
                    FieldType.Integer or FieldType.Decimal => decimal.Parse(value, CultureInfo.InvariantCulture),
                    FieldType.Flag => bool.Parse(value),
                    _ => value,
                }
            );

    [GeneratedRegex(@"^(?<repeat>\w+)\[(?<line>\d+)\]([.](?<field>\w+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex InLine();
}
