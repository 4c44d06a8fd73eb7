using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>A kept spreadsheet with what the engine says of its reports, as its page shows it.</summary>
internal sealed record BulkSheet(FormDefinition Form, KeptBulk Kept, IReadOnlyList<BulkReport> Reports)
{
    public int Wrong => Reports.Count(report => report.IsWrong);

    /// <summary>The rules that warn, each once, with the reports it warns of.</summary>
    public IEnumerable<IGrouping<string, (BulkReport Report, Finding Finding)>> Warnings =>
        Reports
            .SelectMany(report => report.Warnings.Select(finding => (report, finding)))
            .GroupBy(warning => warning.finding.RuleId, StringComparer.Ordinal);

    public IEnumerable<string> Unexplained =>
        Reports
            .Where(report => !report.IsWrong)
            .SelectMany(report => ReportVerdict.Unconfirmed(report.Evaluation, Kept.OverridesOf(report)))
            .Distinct(StringComparer.Ordinal);

    public bool MayBeSent => Reports.Count > 0 && Wrong == 0 && !Unexplained.Any();

    /// <summary>All that is wrong, in the order of the rows.</summary>
    public IEnumerable<BulkLine> Faults =>
        Reports
            .SelectMany(report =>
                report
                    .Faults.Select(fault => new BulkLine(fault.Row, fault.Column, fault, null))
                    .Concat(report.Errors.Select(finding => Line(report, finding)))
            )
            .OrderBy(line => line.Row)
            .ThenBy(line => line.Column);

    public BulkLine Line(BulkReport report, Finding finding) =>
        new(report.RowOfLine(finding.Path), Kept.Rows.ColumnOf(finding.Path.Field), null, finding);
}

/// <summary>Something said of a cell: either it could not be read, or a rule found it wrong.</summary>
internal sealed record BulkLine(int Row, int Column, PasteFault? Fault, Finding? Finding);
