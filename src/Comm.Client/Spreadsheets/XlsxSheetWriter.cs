using System.Collections.Immutable;
using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Written = DocumentFormat.OpenXml.Spreadsheet;

namespace Comm.Client.Spreadsheets;

/// <summary>Writes one sheet row by row, so that a large one is never in memory as a tree.</summary>
internal static class XlsxSheetWriter
{
    /// <summary>The rows below the header in which a drop-down is offered.</summary>
    private const int OfferedRows = 10_000;

    private static readonly DateTime Epoch = new(1899, 12, 30);

    public static void Write(WorksheetPart part, WrittenSheet sheet, ImmutableArray<ImmutableArray<string>> lists)
    {
        using OpenXmlWriter writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(
            new SheetViews(
                new SheetView(
                    new Pane
                    {
                        VerticalSplit = 1,
                        TopLeftCell = "A2",
                        ActivePane = PaneValues.BottomLeft,
                        State = PaneStateValues.Frozen,
                    }
                )
                {
                    WorkbookViewId = 0,
                    RightToLeft = sheet.RightToLeft ? true : null,
                }
            )
        );
        writer.WriteElement(
            new Columns(
                sheet.Columns.Select(
                    (column, index) =>
                        new Column
                        {
                            Min = (uint)index + 1,
                            Max = (uint)index + 1,
                            Width = column.Width,
                            CustomWidth = true,
                            Style = XlsxStyles.Of(column.Kind),
                        }
                )
            )
        );
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, 1, sheet.Columns.Length, index => Text(sheet.Columns[index].Header, XlsxStyles.Header));
        for (int i = 0; i < sheet.Rows.Length; i++)
        {
            ImmutableArray<WrittenCell> row = sheet.Rows[i];
            WriteRow(writer, i + 2, row.Length, index => ToCell(row[index]));
        }

        writer.WriteEndElement();
        DataValidation[] validations =
        [
            .. sheet.Columns.Select((column, index) => Validation(column, index, lists)).OfType<DataValidation>(),
        ];
        if (validations.Length > 0)
        {
            writer.WriteElement(new DataValidations(validations) { Count = (uint)validations.Length });
        }

        writer.WriteEndElement();
    }

    /// <summary>A column for each list.</summary>
    public static void WriteLists(WorksheetPart part, ImmutableArray<ImmutableArray<string>> lists)
    {
        using OpenXmlWriter writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteStartElement(new SheetData());
        for (int row = 0; row < lists.Max(list => list.Length); row++)
        {
            WriteRow(
                writer,
                row + 1,
                lists.Length,
                index => row < lists[index].Length ? Text(lists[index][row], XlsxStyles.Text) : null
            );
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, int number, int cells, Func<int, Written.Cell?> cell)
    {
        writer.WriteStartElement(new Row { RowIndex = (uint)number });
        for (int i = 0; i < cells; i++)
        {
            if (cell(i) is { } written)
            {
                written.CellReference = string.Create(CultureInfo.InvariantCulture, $"{CellPlace.LettersOf(i + 1)}{number}");
                writer.WriteElement(written);
            }
        }

        writer.WriteEndElement();
    }

    private static Written.Cell? ToCell(WrittenCell cell)
    {
        switch (cell.Kind)
        {
            case var _ when cell.Text.Length == 0:
                return null;
            case CellKind.Number when decimal.TryParse(cell.Text, CultureInfo.InvariantCulture, out decimal number):
                return Value(CellValues.Number, number.ToString(CultureInfo.InvariantCulture), XlsxStyles.Plain);
            case CellKind.Boolean:
                return Value(CellValues.Boolean, cell.Text == "true" ? "1" : "0", XlsxStyles.Plain);
            case CellKind.Date when Serial(cell.Text) is { } date:
                return Value(CellValues.Number, date.Days.ToString("R", CultureInfo.InvariantCulture), date.Style);
            default:
                return Text(cell.Text, XlsxStyles.Text);
        }
    }

    private static Written.Cell Value(CellValues kind, string text, uint style) =>
        new(new CellValue(text))
        {
            DataType = kind == CellValues.Number ? null : new EnumValue<CellValues>(kind),
            StyleIndex = style,
        };

    private static Written.Cell Text(string text, uint style) =>
        new(new InlineString(new Text(XlsxText.Encode(NeutralText.Written(text))) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = style,
        };

    // Before March 1900 the calendar of spreadsheets differs from everybody's.
    private static (double Days, uint Style)? Serial(string iso)
    {
        const DateTimeStyles Exact = DateTimeStyles.None;
        CultureInfo culture = CultureInfo.InvariantCulture;
        return TimeOnly.TryParseExact(iso, "HH:mm", culture, Exact, out TimeOnly time)
                ? (time.ToTimeSpan().TotalDays, XlsxStyles.Time)
            : DateOnly.TryParseExact(iso, "yyyy-MM-dd", culture, Exact, out DateOnly date) && date.Year > 1900
                ? ((date.ToDateTime(default) - Epoch).TotalDays, XlsxStyles.Date)
            : DateTime.TryParseExact(iso, "yyyy-MM-ddTHH:mm", culture, Exact, out DateTime instant) && instant.Year > 1900
                ? ((instant - Epoch).TotalDays, XlsxStyles.DateTime)
            : null;
    }

    private static DataValidation? Validation(WrittenColumn column, int index, ImmutableArray<ImmutableArray<string>> lists)
    {
        if (column.Choices.IsEmpty)
        {
            return null;
        }

        int list = lists.Select((choices, i) => (choices, i)).First(one => one.choices.SequenceEqual(column.Choices)).i;
        string from = CellPlace.LettersOf(list + 1);
        string at = CellPlace.LettersOf(index + 1);
        return new DataValidation(
            new Formula1(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{SpreadsheetWriter.ListsSheet}'!${from}$1:${from}${column.Choices.Length}"
                )
            )
        )
        {
            Type = DataValidationValues.List,
            AllowBlank = true,
            ShowErrorMessage = true,
            SequenceOfReferences = new ListValue<StringValue>([
                new StringValue(string.Create(CultureInfo.InvariantCulture, $"{at}2:{at}{OfferedRows + 1}")),
            ]),
        };
    }
}
