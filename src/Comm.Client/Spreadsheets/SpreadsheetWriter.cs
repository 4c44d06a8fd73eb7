using System.Collections.Immutable;
using System.IO.Compression;
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

        return WithoutTheHour(stream.ToArray());
    }

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

    /// <summary>A package says of each part when it was written, and in the order in which the library came to it.</summary>
    private static byte[] WithoutTheHour(byte[] package)
    {
        using var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The list of content types comes first: some readers look for it there.
            foreach (ZipArchiveEntry part in from.Entries.OrderBy(part => part.FullName, StringComparer.Ordinal))
            {
                ZipArchiveEntry entry = to.CreateEntry(part.FullName, CompressionLevel.Optimal);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream content = part.Open();
                using Stream target = entry.Open();
                content.CopyTo(target);
            }
        }

        return stream.ToArray();
    }
}
