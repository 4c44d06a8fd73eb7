using System.Collections.Immutable;

namespace Comm.Client.Spreadsheets;

internal enum CellKind
{
    Text,

    /// <summary>In invariant form: <c>1234.5</c>.</summary>
    Number,

    /// <summary>ISO 8601: <c>2026-11-25</c>, <c>06:30</c> or <c>2026-11-25T06:30</c>; in a spreadsheet the style says so, in CSV nothing does.</summary>
    Date,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
}

/// <summary>What stands in a cell; blank cells are not there.</summary>
internal sealed record Cell(CellPlace Place, CellKind Kind, string Text);

/// <summary>A row with something in it, and its number as a spreadsheet counts it: from 1.</summary>
internal sealed record SheetRow(int Number, ImmutableArray<Cell> Cells)
{
    /// <summary>The cell of a column, counted from 1; null for a blank one.</summary>
    public Cell? this[int column] => Cells.FirstOrDefault(cell => cell.Place.Column == column);
}

/// <summary>A sheet without its blank rows.</summary>
internal sealed record Sheet(string Name, ImmutableArray<SheetRow> Rows);

/// <summary>A spreadsheet as it was read: texts at their places, no formula, no link. A CSV file is a workbook of one sheet.</summary>
internal sealed record Workbook(ImmutableArray<Sheet> Sheets)
{
    public Sheet? Find(string name) =>
        Sheets.FirstOrDefault(sheet => string.Equals(sheet.Name, name, StringComparison.OrdinalIgnoreCase));
}
