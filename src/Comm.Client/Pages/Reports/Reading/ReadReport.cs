using Comm.Client.Conversations;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>A report to be read, with all its revisions, and the reports that it refers to or that refer to it.</summary>
public sealed record ReadReport(
    OpenedReport Current,
    IReadOnlyList<OpenedReport> Revisions,
    IReadOnlyDictionary<Guid, OpenedReport> Linked,
    IReadOnlyList<OpenedReport> LinkedBy,
    bool IsOwn
)
{
    public Report Report => Current.Report;

    public FormDefinition? Form => Current.Verdict.Form;

    /// <summary>Null for a report that is not among them.</summary>
    internal static ReadReport? Of(
        Guid id,
        IReadOnlyList<OpenedReport> all,
        IReadOnlyList<OpenedReport> revisions,
        Func<ReportHistory, bool> isOwn
    )
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
            [.. all.Where(report => report.Report.Id != id && LinksOf(report).Contains(id))],
            isOwn(current.History)
        );
    }

    private static IEnumerable<Guid> LinksOf(OpenedReport opened) =>
        opened.Verdict.Form is { } form ? ReportLinks.Of(form, opened.Report.Answers) : [];
}
