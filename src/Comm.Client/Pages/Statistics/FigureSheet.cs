using Comm.Client.Conversations;
using Comm.Shared.Statistics;

namespace Comm.Client.Pages.Statistics;

/// <summary>The figures of a group, and how many of its reports are not in them because they break a rule.</summary>
public sealed record FigureSheet(Figures Counted, int Uncounted)
{
    internal static FigureSheet Of(IReadOnlyList<OpenedReport> reports)
    {
        List<CountedReport> counted = [.. Countable(reports)];
        return new FigureSheet(Figures.From(counted), reports.Count - counted.Count);
    }

    internal static IEnumerable<CountedReport> Countable(IReadOnlyList<OpenedReport> reports) =>
        reports.Select(opened => CountedReport.From(opened.Report, opened.Verdict)).OfType<CountedReport>();
}
