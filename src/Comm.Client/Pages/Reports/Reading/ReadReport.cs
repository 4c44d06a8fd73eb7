using Comm.Client.Conversations;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>A report to be read, with all its revisions, and the reports that it refers to or that refer to it.</summary>
public sealed record ReadReport(
    OpenedReport Current,
    IReadOnlyList<OpenedReport> Revisions,
    IReadOnlyDictionary<Guid, OpenedReport> Linked,
    IReadOnlyList<OpenedReport> LinkedBy
)
{
    public Report Report => Current.Report;

    public FormDefinition? Form => Current.Verdict.Form;

    /// <summary>Null for a report that is not among them.</summary>
    internal static ReadReport? Of(Guid id, IReadOnlyList<OpenedReport> all, IReadOnlyList<OpenedReport> revisions)
    {
        if (all.FirstOrDefault(report => report.Report.Id == id) is not { } current)
        {
            return null;
        }

        HashSet<Guid> linked = [.. revisions.Append(current).SelectMany(LinksOf)];
        return new ReadReport(
            current,
            revisions,
            all.Where(report => linked.Contains(report.Report.Id)).ToDictionary(report => report.Report.Id),
            [.. all.Where(report => report.Report.Id != id && LinksOf(report).Contains(id))]
        );
    }

    private static IEnumerable<Guid> LinksOf(OpenedReport opened)
    {
        Answers answers = opened.Report.Answers;
        return (opened.Verdict.Form?.All ?? [])
            .Where(field => field.Type == FieldType.Link)
            .SelectMany(field =>
                field.Repeat is null
                    ? [answers.Text(field.Name)]
                    : answers.Lines(field.Repeat).Select(line => line.Text(field.Name))
            )
            .Select(text => Guid.TryParseExact(text, "D", out Guid id) ? id : (Guid?)null)
            .OfType<Guid>();
    }
}
