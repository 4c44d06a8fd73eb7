using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace Comm.Client.Spreadsheets;

/// <summary>What a workbook may hold beside its tables: what acts, or reaches out of the file, is refused.</summary>
internal static class XlsxParts
{
    public static bool Accepts(SpreadsheetDocument document, SheetFaults faults)
    {
        bool plain = document.DocumentType is SpreadsheetDocumentType.Workbook or SpreadsheetDocumentType.Template;
        if (!plain)
        {
            faults.Add(CellPlace.File, "Sheet_Macros");
        }

        foreach (OpenXmlPart part in document.GetAllParts())
        {
            if (Key(part) is { } key)
            {
                faults.Add(CellPlace.File, key, part.Uri.OriginalString);
            }
        }

        return faults.IsEmpty;
    }

    private static string? Key(OpenXmlPart part) =>
        part switch
        {
            VbaProjectPart or VbaDataPart or MacroSheetPart or InternationalMacroSheetPart or DialogsheetPart => "Sheet_Macros",
            _ when part.ContentType.Contains("vbaProject", StringComparison.OrdinalIgnoreCase) => "Sheet_Macros",
            ExternalWorkbookPart or ConnectionsPart or QueryTablePart => "Sheet_External",
            EmbeddedObjectPart or EmbeddedPackagePart or EmbeddedControlPersistencePart => "Sheet_Embedded",
            // Addresses that a reader may click on are relationships of another kind.
            _ when part.ExternalRelationships.Any() => "Sheet_External",
            _ => null,
        };
}
