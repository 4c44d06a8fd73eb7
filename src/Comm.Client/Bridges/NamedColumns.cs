using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Spreadsheets;

namespace Comm.Client.Bridges;

/// <summary>The first sheet of a table by the names of its columns; those that nobody asks for are left alone.</summary>
internal sealed class NamedColumns
{
    private readonly ImmutableArray<SheetRow> _rows;
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private NamedColumns(Sheet sheet)
    {
        _rows = [.. sheet.Rows.Skip(1)];
        foreach (Cell cell in sheet.Rows.IsEmpty ? [] : sheet.Rows[0].Cells)
        {
            _columns.TryAdd(cell.Text.Trim(), cell.Place.Column);
        }
    }

    public IEnumerable<SheetRow> Rows => _rows;

    /// <summary>Null where the file is no table, or lacks a column that it must have.</summary>
    public static NamedColumns? Read(ReadOnlyMemory<byte> file, SheetFaults faults, params ReadOnlySpan<string> needed)
    {
        if (SpreadsheetReader.Read(file, out ImmutableArray<SheetFault> wrong) is not { } workbook)
        {
            foreach (SheetFault fault in wrong)
            {
                faults.Add(fault.Place, fault.Key, [.. fault.Arguments]);
            }

            return null;
        }

        var columns = new NamedColumns(workbook.Sheets[0]);
        foreach (string name in needed)
        {
            if (!columns.Has(name))
            {
                faults.Add(new CellPlace(workbook.Sheets[0].Name, 1), "Sheet_MissingColumn", name);
            }
        }

        return faults.IsEmpty ? columns : null;
    }

    public bool Has(string column) => _columns.ContainsKey(column);

    public Cell? Cell(SheetRow row, string column) => _columns.TryGetValue(column, out int at) ? row[at] : null;

    /// <summary>Null for a blank cell.</summary>
    public string? Text(SheetRow row, string column) => Cell(row, column)?.Text.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Null for a blank cell, and for one that is no date, which is told.</summary>
    public string? Day(SheetRow row, string column, SheetFaults faults)
    {
        if (Text(row, column) is not { } text)
        {
            return null;
        }

        // The order of day and month cannot be told from "03/04/2026": only ISO 8601 is read.
        if (
            DateOnly.TryParseExact(
                text.Length > 10 ? text[..10] : text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateOnly day
            )
        )
        {
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        faults.Add(Cell(row, column)!.Place, "Sheet_NotADate", text);
        return null;
    }
}
