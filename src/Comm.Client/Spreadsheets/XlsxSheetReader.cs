using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Comm.Client.Spreadsheets;

/// <summary>
/// Reads the cells of a sheet, and the texts that sheets share, from their XML without ever holding it: whatever stands in them, and
/// however often, nothing grows that is not counted.
/// </summary>
internal sealed class XlsxSheetReader(SpreadsheetLimits limits, SheetFaults faults, XlsxDates dates)
{
    /// <summary>Cells that are there and blank, for their borders, are many; but not this many for each that is not.</summary>
    private const int BlanksPerCell = 10;

    private readonly List<string?> _shared = [];
    private int _cells;
    private int _elements;

    public void ReadShared(Stream part)
    {
        using XmlReader reader = Open(part);
        while (reader.Read())
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                continue;
            }

            if (_shared.Count == limits.Cells)
            {
                faults.Add(CellPlace.File, "Sheet_TooManyCells", limits.Columns, limits.Cells);
                return;
            }

            // Once, not where it is used: one long text may stand in half a million cells.
            string? text = XlsxText.Decode(Inside(reader, "t")["t"]);
            _shared.Add(text is null ? null : NeutralText.Read(text));
        }
    }

    public ImmutableArray<SheetRow> Read(string sheet, Stream part)
    {
        var rows = ImmutableArray.CreateBuilder<SheetRow>();
        var cells = ImmutableArray.CreateBuilder<Cell>();
        int row = 0;
        int column = 0;
        using XmlReader reader = Open(part);
        while (reader.Read() && !faults.IsFull)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("row" or "c"))
            {
                continue;
            }

            if (reader.LocalName == "row")
            {
                Close();
                int before = row;
                if (!TryRow(reader.GetAttribute("r"), ref row))
                {
                    faults.Add(new CellPlace(sheet, before + 1), "Sheet_Malformed", "row");
                    return [];
                }

                column = 0;
            }
            else if (!TryColumn(reader.GetAttribute("r"), row, ref column))
            {
                faults.Add(new CellPlace(sheet, row, column), "Sheet_Malformed", reader.GetAttribute("r") ?? "c");
                return [];
            }
            else if (Cell(reader, new CellPlace(sheet, row, column)) is { } cell)
            {
                cells.Add(cell);
            }

            if (rows.Count > limits.Rows || _cells > limits.Cells || _elements > limits.Cells * BlanksPerCell)
            {
                break;
            }
        }

        Close();
        CheckCounts(sheet, rows, row, column);
        return rows.ToImmutable();

        void Close()
        {
            if (cells.Count > 0)
            {
                rows.Add(new SheetRow(row, cells.ToImmutable()));
                cells.Clear();
            }
        }
    }

    private void CheckCounts(string sheet, ImmutableArray<SheetRow>.Builder rows, int row, int column)
    {
        if (rows.Count > limits.Rows)
        {
            faults.Add(new CellPlace(sheet, rows[limits.Rows].Number), "Sheet_TooManyRows", limits.Rows);
        }
        else if (_cells > limits.Cells || _elements > limits.Cells * BlanksPerCell)
        {
            faults.Add(new CellPlace(sheet, row, column), "Sheet_TooManyCells", limits.Columns, limits.Cells);
        }
    }

    /// <summary>A row that does not say its number follows the one above.</summary>
    private static bool TryRow(string? said, ref int row)
    {
        int before = row;
        row = before + 1;
        return (said is null || int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out row))
            && row > before
            && row <= 1_048_576;
    }

    private static bool TryColumn(string? reference, int row, ref int column)
    {
        int before = column;
        column = before + 1;
        return reference is null || (CellPlace.TryParse(reference, out int said, out column) && said == row && column > before);
    }

    /// <summary>Null for a blank cell, and for one that is refused.</summary>
    private Cell? Cell(XmlReader reader, CellPlace place)
    {
        _elements++;
        string kind = reader.GetAttribute("t") ?? "n";
        string? style = reader.GetAttribute("s");
        Dictionary<string, string> parts = Inside(reader, "f", "v", "t");
        if (parts.TryGetValue("f", out string? formula))
        {
            faults.Add(place, "Sheet_Formula", formula);
            return null;
        }

        Cell? cell = Cell(place, kind, style, parts);
        if (cell is not null && (++_cells > limits.Cells || place.Column > limits.Columns))
        {
            // One cell too many in all is said once, where reading stops.
            if (place.Column > limits.Columns)
            {
                faults.Add(place, "Sheet_TooManyCells", limits.Columns, limits.Cells);
            }

            return null;
        }

        return cell;
    }

    private Cell? Cell(CellPlace place, string kind, string? style, Dictionary<string, string> parts)
    {
        string value = parts.GetValueOrDefault("v", "");
        switch (kind)
        {
            case "inlineStr":
                return Own(place, parts.GetValueOrDefault("t", ""));
            case "s" or "n" when value.Length == 0:
                return null;
            case "s" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int i) && i < _shared.Count:
                return Text(place, _shared[i]);
            case "str":
                return Own(place, value);
            case "b" when value is "0" or "1":
                return new Cell(place, CellKind.Boolean, value == "1" ? "true" : "false");
            case "d" when value.Length is > 0 and <= 40:
                return new Cell(place, CellKind.Date, value);
            case "n" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                return Number(place, number, style);
            case "e":
                faults.Add(place, "Sheet_ErrorValue", value);
                return null;
            default:
                faults.Add(place, "Sheet_Malformed", value);
                return null;
        }
    }

    private Cell? Number(CellPlace place, double number, string? style)
    {
        if (dates.IsDateStyle(style))
        {
            if (dates.Iso(number) is { } iso)
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

    private Cell? Own(CellPlace place, string written) =>
        Text(place, XlsxText.Decode(written) is { } text ? NeutralText.Read(text) : null);

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

        return text.Length == 0 ? null : new Cell(place, CellKind.Text, text);
    }

    /// <summary>
    /// The texts of these elements inside of the present one, those of one name joined (the runs of a rich text), without the reading aids
    /// of East Asian scripts. What is longer than a cell may be is cut just beyond that.
    /// </summary>
    private Dictionary<string, string> Inside(XmlReader reader, params ReadOnlySpan<string> names)
    {
        var found = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        int depth = reader.Depth;
        int aid = int.MaxValue;
        StringBuilder? text = null;
        while (!(reader.IsEmptyElement && reader.Depth == depth) && reader.Read() && reader.Depth > depth)
        {
            aid =
                reader.Depth <= aid && reader.NodeType == XmlNodeType.Element
                    ? (reader.LocalName == "rPh" ? reader.Depth : int.MaxValue)
                    : aid;
            if (reader.NodeType == XmlNodeType.Element)
            {
                text = null;
                if (reader.Depth <= aid && names.Contains(reader.LocalName) && !found.TryGetValue(reader.LocalName, out text))
                {
                    found.Add(reader.LocalName, text = new StringBuilder());
                }
            }
            else if (
                reader.NodeType
                is XmlNodeType.Text
                    or XmlNodeType.SignificantWhitespace
                    or XmlNodeType.Whitespace
                    or XmlNodeType.CDATA
            )
            {
                int room = limits.CellCharacters * 7 + 1 - (text?.Length ?? 0);
                text?.Append(reader.Value.AsSpan(0, Math.Min(room, reader.Value.Length)));
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                text = null;
            }
        }

        if (names is ["t"])
        {
            found.TryAdd("t", new StringBuilder());
        }

        return found.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.Ordinal);
    }

    private XmlReader Open(Stream part) =>
        XmlReader.Create(
            part,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = limits.PartBytes,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );
}
