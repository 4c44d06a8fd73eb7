using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>What is said of a spreadsheet and its cells, in the reader's language.</summary>
internal sealed class BulkWords(AnswerWords words, IStringLocalizer<L.Bulk> bulk, IStringLocalizer<L.Faults> faults)
{
    /// <summary>There is enough to mend in as many lines.</summary>
    private const int MostFaults = 100;

    /// <summary>Enough to see what a rule warns of.</summary>
    private const int MostWarnings = 5;

    public BulkView View(BulkSheet sheet, bool asksForReasons)
    {
        BulkLine[] wrong = [.. sheet.Faults];
        HashSet<string> missing = asksForReasons ? [.. sheet.Unexplained] : [];
        return new BulkView(
            sheet.Kept.File,
            sheet.Reports.Count,
            sheet.Kept.Rows.Rows.Length,
            sheet.Wrong,
            [.. wrong.Take(MostFaults).Select(line => Sentence(line, sheet.Form))],
            Math.Max(wrong.Length - MostFaults, 0),
            sheet.Wrong > 0 ? [] : [.. sheet.Warnings.Select(rule => Warning(rule, sheet, missing))],
            sheet.Kept.Sent
        );
    }

    public string Sentence(SheetFault fault) =>
        At(fault.Place.Row, fault.Place.Column, new FaultSentences(faults).Say(fault.Key, fault.Arguments));

    public string Sentence(PasteFault fault) =>
        At(
            fault.Row,
            fault.Column,
            fault.Key.StartsWith("Bulk.", StringComparison.Ordinal)
                ? bulk[fault.Key, fault.Text, fault.Field is { } field ? words.Label(field) : ""]
                : words.Bare(fault)
        );

    private string Sentence(BulkLine line, FormDefinition form) =>
        line.Fault is { } fault ? Sentence(fault) : At(line.Row, line.Column, words.Sentence(line.Finding!, form));

    private BulkWarning Warning(
        IGrouping<string, (BulkReport Report, Finding Finding)> rule,
        BulkSheet sheet,
        HashSet<string> missing
    )
    {
        (BulkReport Report, Finding Finding)[] all = [.. rule];
        return new BulkWarning(
            rule.Key,
            all.Select(warning => warning.Report).Distinct().Count(),
            [.. all.Take(MostWarnings).Select(warning => Sentence(sheet.Line(warning.Report, warning.Finding), sheet.Form))],
            Math.Max(all.Length - MostWarnings, 0),
            sheet.Kept.Reasons.GetValueOrDefault(rule.Key, ""),
            missing.Contains(rule.Key)
        );
    }

    private string At(int row, int column, string sentence) =>
        row == 0 ? sentence
        : column == 0 ? bulk["Bulk.AtRow", row, sentence]
        : bulk["Bulk.AtCell", row, CellPlace.LettersOf(column), sentence];
}
