using System.Collections.Immutable;
using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Written = DocumentFormat.OpenXml.Spreadsheet;

namespace Comm.Client.Spreadsheets;

/// <summary>Reads a package that <see cref="PackageGuard"/> let in.</summary>
internal sealed class XlsxReader(SpreadsheetLimits limits, SheetFaults faults)
{
    private readonly List<string?> _shared = [];
    private XlsxDates? _dates;
    private int _cells;

    public Workbook? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            var settings = new OpenSettings { AutoSave = false, MaxCharactersInPart = limits.PartBytes };
            using var document = SpreadsheetDocument.Open(stream, false, settings);
            return Read(document);
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            // The library tells of malformed packages by a dozen exceptions, those of XML, zip, addresses and numbers among them.
            faults.Add(CellPlace.File, "Sheet_Malformed", "xlsx");
            return null;
        }
    }

    private Workbook? Read(SpreadsheetDocument document)
    {
        if (document.WorkbookPart is not { } workbook || !XlsxParts.Accepts(document, faults))
        {
            faults.Add(CellPlace.File, "Sheet_Malformed", "workbook");
            return null;
        }

        _dates = new XlsxDates(workbook);
        ReadShared(workbook.SharedStringTablePart);
        Written.Sheet[] listed = [.. workbook.Workbook.Sheets?.Elements<Written.Sheet>() ?? []];
        if (listed.Length > limits.Sheets)
        {
            faults.Add(CellPlace.File, "Sheet_TooManySheets", limits.Sheets);
            return null;
        }

        var sheets = ImmutableArray.CreateBuilder<Sheet>();
        foreach (Written.Sheet entry in listed)
        {
            string name = entry.Name?.Value ?? "";
            if (
                name.Length is 0 or > 31
                || sheets.Any(sheet => string.Equals(sheet.Name, name, StringComparison.OrdinalIgnoreCase))
            )
            {
                faults.Add(new CellPlace(name), "Sheet_Malformed", "sheets");
            }
            else if (workbook.GetPartById(entry.Id?.Value ?? "") is WorksheetPart part)
            {
                sheets.Add(new Sheet(name, Rows(name, part)));
            }
            else
            {
                faults.Add(new CellPlace(name), "Sheet_NotATable");
            }
        }

        return new Workbook(sheets.ToImmutable());
    }

    private void ReadShared(SharedStringTablePart? part)
    {
        if (part is null)
        {
            return;
        }

        using OpenXmlReader reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
            {
                _shared.Add(TextOf(reader.LoadCurrentElement()));
            }
        }
    }

    private ImmutableArray<SheetRow> Rows(string sheet, WorksheetPart part)
    {
        var rows = ImmutableArray.CreateBuilder<SheetRow>();
        using OpenXmlReader reader = OpenXmlReader.Create(part);
        int number = 0;
        while (reader.Read() && !faults.IsFull)
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement || reader.LoadCurrentElement() is not Row row)
            {
                continue;
            }

            uint said = row.RowIndex?.Value ?? (uint)(number + 1);
            if (said <= number || said > 1_048_576)
            {
                faults.Add(new CellPlace(sheet, number + 1), "Sheet_Malformed", "row");
                break;
            }

            number = (int)said;
            ImmutableArray<Cell> cells = Cells(sheet, number, row);
            if (cells.IsEmpty)
            {
                continue;
            }

            if (rows.Count == limits.Rows)
            {
                faults.Add(new CellPlace(sheet, number), "Sheet_TooManyRows", limits.Rows);
                break;
            }

            rows.Add(new SheetRow(number, cells));
        }

        return rows.ToImmutable();
    }

    private ImmutableArray<Cell> Cells(string sheet, int row, Row element)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>();
        int column = 0;
        foreach (Written.Cell cell in element.Elements<Written.Cell>())
        {
            int before = column++;
            if (
                cell.CellReference?.Value is { } reference
                && (!CellPlace.TryParse(reference, out int said, out column) || said != row || column <= before)
            )
            {
                faults.Add(new CellPlace(sheet, row, column), "Sheet_Malformed", reference);
                break;
            }

            var place = new CellPlace(sheet, row, column);
            if (cell.CellFormula is not null)
            {
                faults.Add(place, "Sheet_Formula", cell.CellFormula.Text);
            }
            else if (Read(place, cell) is { } read)
            {
                if (column > limits.Columns || ++_cells > limits.Cells)
                {
                    faults.Add(place, "Sheet_TooManyCells", limits.Columns, limits.Cells);
                    break;
                }

                cells.Add(read);
            }
        }

        return cells.ToImmutable();
    }

    /// <summary>Null for a blank cell, and for one that is refused.</summary>
    private Cell? Read(CellPlace place, Written.Cell cell)
    {
        string value = cell.CellValue?.Text ?? "";
        string kind = cell.DataType?.InnerText ?? "n";
        switch (kind)
        {
            case "inlineStr":
                return cell.InlineString is null ? null : Text(place, TextOf(cell.InlineString));
            case "s" when value.Length == 0:
                return null;
            case "s" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int i) && i < _shared.Count:
                return Text(place, _shared[i]);
            case "str":
                return Text(place, XlsxText.Decode(value));
            case "b" when value is "0" or "1":
                return new Cell(place, CellKind.Boolean, value == "1" ? "true" : "false");
            case "d" when value.Length <= 40:
                return new Cell(place, CellKind.Date, value);
            case "n" when value.Length == 0:
                return null;
            case "n" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                return Number(place, number, cell.StyleIndex?.Value);
            case "e":
                faults.Add(place, "Sheet_ErrorValue", value);
                return null;
            default:
                faults.Add(place, "Sheet_Malformed", value);
                return null;
        }
    }

    private Cell? Number(CellPlace place, double number, uint? style)
    {
        if (_dates!.IsDateStyle(style))
        {
            if (_dates.Iso(number) is { } iso)
            {
                return new Cell(place, CellKind.Date, iso);
            }
        }
        else if (Math.Abs(number) < 1e15)
        {
            // A spreadsheet holds fifteen digits; what a binary fraction adds to them nobody typed.
            decimal exact = (decimal)number;
            return new Cell(place, CellKind.Number, exact.ToString("0.###############", CultureInfo.InvariantCulture));
        }

        faults.Add(place, "Sheet_Number", number);
        return null;
    }

    private Cell? Text(CellPlace place, string? text)
    {
        if (text is null || text.Length > limits.CellCharacters)
        {
            faults.Add(
                place,
                text is null ? "Sheet_Malformed" : "Sheet_CellTooLong",
                text is null ? "text" : limits.CellCharacters
            );
            return null;
        }

        return text.Length == 0 ? null : new Cell(place, CellKind.Text, NeutralText.Read(text));
    }

    /// <summary>The runs of a rich text, without the reading aids of East Asian scripts.</summary>
    private static string? TextOf(OpenXmlElement? element) =>
        element is null
            ? ""
            : XlsxText.Decode(
                string.Concat(element.Descendants<Text>().Where(text => text.Parent is not PhoneticRun).Select(text => text.Text))
            );
}
