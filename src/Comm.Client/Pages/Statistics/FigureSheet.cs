using Comm.Client.Conversations;
using Comm.Shared.Forms;
using Comm.Shared.Statistics;

namespace Comm.Client.Pages.Statistics;

/// <summary>
/// The figures of a group, and how many of its seizures are not in them: they break a rule, were withdrawn, or returned and not yet
/// corrected.
/// </summary>
public sealed record FigureSheet(Figures Counted, int Uncounted)
{
    /// <summary>What the reports list besides their goods: a file of its own each.</summary>
    public IReadOnlyList<string> OtherTables { get; init; } = [];

    internal static FigureSheet Of(IReadOnlyList<OpenedReport> reports)
    {
        List<CountedReport> counted = [.. Countable(reports)];
        return new FigureSheet(Figures.From(counted), reports.Count(IsSeizure) - counted.Count)
        {
            OtherTables = ReportCsv.OtherRepeats(counted),
        };
    }

    internal static IEnumerable<CountedReport> Countable(IReadOnlyList<OpenedReport> reports) =>
        reports
            .Where(opened => opened.History.MayBeCounted)
            .Select(opened =>
                CountedReport.From(opened.Report, opened.Verdict, opened.History.Standing == ReportStanding.Validated)
            )
            .OfType<CountedReport>();

    /// <summary>What cannot be told might be one.</summary>
    private static bool IsSeizure(OpenedReport opened) => opened.Verdict.Form is null or { Kind: FormKind.Seizure };
}
