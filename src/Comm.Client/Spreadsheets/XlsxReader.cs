using System.Collections.Immutable;
using DocumentFormat.OpenXml.Packaging;
using Written = DocumentFormat.OpenXml.Spreadsheet;

namespace Comm.Client.Spreadsheets;

/// <summary>Reads a package that <see cref="PackageGuard"/> let in.</summary>
/// <param name="sizes">Of its parts, unpacked.</param>
internal sealed class XlsxReader(SpreadsheetLimits limits, SheetFaults faults, IReadOnlyDictionary<string, long> sizes)
{
    /// <summary>Of the list of sheets and of the styles, which the library reads whole: many times what a real one has.</summary>
    private const int MostBytesRead = 1_024 * 1_024;

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

        foreach (OpenXmlPart? part in (OpenXmlPart?[])[workbook, workbook.WorkbookStylesPart])
        {
            if (
                part is not null
                && sizes.GetValueOrDefault(part.Uri.OriginalString.TrimStart('/'), long.MaxValue) > MostBytesRead
            )
            {
                faults.Add(CellPlace.File, "Sheet_UnpacksTooLarge", part.Uri.OriginalString, MostBytesRead, limits.Ratio);
                return null;
            }
        }

        Written.Sheet[] listed = [.. workbook.Workbook.Sheets?.Elements<Written.Sheet>() ?? []];
        if (listed.Length > limits.Sheets)
        {
            faults.Add(CellPlace.File, "Sheet_TooManySheets", limits.Sheets);
            return null;
        }

        var reader = new XlsxSheetReader(limits, faults, new XlsxDates(workbook));
        if (workbook.SharedStringTablePart is { } shared)
        {
            using Stream content = shared.GetStream(FileMode.Open, FileAccess.Read);
            reader.ReadShared(content);
        }

        return new Workbook(Sheets(workbook, listed, reader));
    }

    private ImmutableArray<Sheet> Sheets(WorkbookPart workbook, Written.Sheet[] listed, XlsxSheetReader reader)
    {
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
                using Stream content = part.GetStream(FileMode.Open, FileAccess.Read);
                sheets.Add(new Sheet(name, reader.Read(name, content)));
            }
            else
            {
                faults.Add(new CellPlace(name), "Sheet_NotATable");
            }
        }

        return sheets.ToImmutable();
    }
}
