using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Bulk;

internal sealed record BulkCell(int Column, CellKind Kind, string Text);

/// <summary>Its number as the spreadsheet counts.</summary>
internal sealed record BulkRow(int Number, ImmutableArray<BulkCell> Cells);

/// <summary>The rows of a spreadsheet, and which question each of its columns is, by name.</summary>
internal sealed record BulkRows(Dictionary<int, string> Columns, ImmutableArray<BulkRow> Rows)
{
    public FormField? FieldOf(BulkCell cell, FormDefinition form) => form.Find(Columns.GetValueOrDefault(cell.Column, ""));

    public int ColumnOf(string field) => Columns.FirstOrDefault(column => column.Value == field).Key;

    /// <summary>What rows of one report have in common; a blank is no key.</summary>
    public string KeyOf(BulkRow row) =>
        row.Cells.FirstOrDefault(cell => Columns.GetValueOrDefault(cell.Column) == BulkColumns.Key)?.Text.Trim()
            is { Length: > 0 } key
            ? "k" + key
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"r{row.Number}");
}

/// <summary>A report of some rows, and what is wrong with it.</summary>
internal sealed record BulkReport(
    string Key,
    ImmutableArray<BulkRow> Rows,
    Answers Answers,
    FormEvaluation Evaluation,
    IReadOnlyList<PasteFault> Faults
)
{
    /// <summary>In which row a line of a repeat stands.</summary>
    public required Func<FieldPath, int> RowOfLine { get; init; }

    public bool IsWrong => Faults.Count > 0 || Evaluation.Has(Severity.Error);

    /// <summary>What could not be read is not missing: it is told once.</summary>
    public IEnumerable<Finding> Errors =>
        Evaluation.Findings.Where(finding =>
            finding.Severity == Severity.Error && !Faults.Any(fault => fault.Field?.Name == finding.Path.Field)
        );

    public IEnumerable<Finding> Warnings =>
        IsWrong ? [] : Evaluation.Findings.Where(finding => finding.Severity == Severity.Warning);
}
