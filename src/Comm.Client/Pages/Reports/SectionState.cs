using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>How a section stands: what is missing in it, what is wrong, and whether there is anything to see.</summary>
/// <param name="Missing">Questions that must be answered and are not.</param>
/// <param name="Wrong">Errors that are shown, those of missing answers among them.</param>
/// <param name="IsOpen">Where something is asked for, answered or wrong.</param>
internal sealed record SectionState(int Missing, int Wrong, bool IsOpen)
{
    private const string MissingRule = "F01";

    public static SectionState Of(FormField section, ReportDraft draft)
    {
        var inside = new HashSet<string>(StringComparer.Ordinal);
        inside.Add(section.Name);
        Gather(section, inside);
        Finding[] findings = [.. draft.Evaluation.Findings.Where(finding => IsInside(inside, finding.Path))];
        int wrong = draft.ShowsFindings ? findings.Count(finding => finding.Severity == Severity.Error) : 0;
        return new SectionState(
            findings.Count(finding => finding.RuleId == MissingRule),
            wrong,
            wrong > 0
                || (draft.ShowsFindings && findings.Length > 0)
                || draft.Evaluation.Required.Any(path => IsInside(inside, path))
                || IsAnswered(section, draft.Answers)
        );
    }

    private static bool IsInside(HashSet<string> inside, FieldPath path) =>
        inside.Contains(path.Field.Length > 0 ? path.Field : path.Repeat ?? "");

    private static bool IsAnswered(FormField section, Answers answers) =>
        section.Questions.Any(field =>
            field.Type == FieldType.Repeat
                ? answers.Lines(field.Name).Any(line => line.All.Any())
                : !field.ReadOnly && answers[field.Name] is not null
        );

    private static void Gather(FormField section, HashSet<string> inside)
    {
        foreach (FormField field in section.Fields)
        {
            inside.Add(field.Name);
            Gather(field, inside);
        }
    }
}
