using System.Collections.Immutable;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Written = DocumentFormat.OpenXml.Spreadsheet;

namespace Comm.Client.Spreadsheets;

/// <summary>Writes an .xlsx file: the same sheets are the same bytes on every machine. No cell of it is ever a formula.</summary>
internal static class SpreadsheetWriter
{
    /// <summary>The hidden sheet in which the choices of drop-downs stand: a validation's own list holds 255 characters only.</summary>
    public const string ListsSheet = "_lists";

    public static byte[] Write(params ImmutableArray<WrittenSheet> sheets)
    {
        if (sheets.FirstOrDefault(sheet => !IsName(sheet.Name)) is { } wrong)
        {
            throw new ArgumentException($"No spreadsheet has a sheet of this name: {wrong.Name}", nameof(sheets));
        }

        ImmutableArray<ImmutableArray<string>> lists =
        [
            .. sheets
                .SelectMany(sheet => sheet.Columns)
                .Select(column => column.Choices)
                .Where(choices => !choices.IsEmpty)
                .DistinctBy(choices => string.Join('\n', choices)),
        ];
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "workbook");
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = XlsxStyles.Create();
            var listed = new Sheets();
            foreach (WrittenSheet sheet in sheets)
            {
                var part = workbook.AddNewPart<WorksheetPart>($"sheet{listed.ChildElements.Count + 1}");
                XlsxSheetWriter.Write(part, sheet, lists);
                List(listed, workbook, part, sheet.Name, SheetStateValues.Visible);
            }

            if (!lists.IsEmpty)
            {
                var part = workbook.AddNewPart<WorksheetPart>("lists");
                XlsxSheetWriter.WriteLists(part, lists);
                List(listed, workbook, part, ListsSheet, SheetStateValues.Hidden);
            }

            workbook.Workbook = new Written.Workbook(listed);
        }

        return XlsxRepack.Repack(stream.ToArray());
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 31 && name.IndexOfAny(['[', ']', ':', '*', '?', '/', '\\', '\'']) < 0 && name != ListsSheet;

    private static void List(Sheets sheets, WorkbookPart workbook, WorksheetPart part, string name, SheetStateValues state) =>
        sheets.AppendChild(
            new Written.Sheet
            {
                Name = name,
                SheetId = (uint)sheets.ChildElements.Count + 1,
                Id = workbook.GetIdOfPart(part),
                State = state == SheetStateValues.Visible ? null : new EnumValue<SheetStateValues>(state),
            }
        );
}
