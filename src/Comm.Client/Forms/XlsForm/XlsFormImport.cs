using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <param name="Form">Null where anything is refused.</param>
/// <param name="Faults">What is refused, at its cell, all at once.</param>
/// <param name="Remarks">What was understood otherwise than it was written, or does nothing here.</param>
internal sealed record XlsFormImported(
    FormDefinition? Form,
    ImmutableArray<SheetFault> Faults,
    ImmutableArray<SheetFault> Remarks
);

/// <summary>
/// Reads a form that was authored as XLSForm, by the export of ours or in ODK or KoboToolbox. Whatever is not understood is refused with
/// sheet, row and column: a form that lost a question or a condition on the way would be another form.
/// </summary>
internal static class XlsFormImport
{
    /// <summary>What a sheet may hold that changes the form, and that we do not read.</summary>
    private static readonly string[] RefusedSheets = ["external_choices", "entities", "osm"];

    /// <summary>Of all cells together: a form's definition may have an eighth, and with it go the product's lists and remarks.</summary>
    private const int MostCharacters = 8 * FormLimits.DefinitionBytes;

    /// <param name="bytes">The file.</param>
    /// <param name="name">Its name without folder and ending: the form's id, where its settings give none, as in ODK.</param>
    /// <param name="lists">The product's code lists.</param>
    public static XlsFormImported Read(ReadOnlyMemory<byte> bytes, string name, CodeLists lists)
    {
        if (SpreadsheetReader.Read(bytes, out ImmutableArray<SheetFault> unreadable) is not { } workbook)
        {
            return new XlsFormImported(null, unreadable, []);
        }

        // One long text may stand in many cells of a small file; a form of that size would be refused, and first it would be made.
        if (
            workbook.Sheets.SelectMany(sheet => sheet.Rows).SelectMany(row => row.Cells).Sum(cell => (long)cell.Text.Length)
            > MostCharacters
        )
        {
            return new XlsFormImported(null, [new SheetFault(CellPlace.File, "Fault_TooLarge", [Bound(MostCharacters)])], []);
        }

        var faults = new SheetFaults();
        var remarks = new SheetFaults();
        CheckSheets(workbook, faults, remarks);
        var settings = new XlsSettings(workbook.Find(XlsColumns.SettingsSheet), name, faults, remarks);
        string language = settings.Language;
        var choices = new XlsChoicesReader(
            Table(workbook, XlsColumns.ChoicesSheet, XlsColumns.Choices, language, faults, takesOthers: true),
            faults
        );
        if (Table(workbook, XlsColumns.SurveySheet, XlsColumns.Survey, language, faults) is not { } survey)
        {
            faults.Add(CellPlace.File, "XlsForm_NoSheet", XlsColumns.SurveySheet);
            return new XlsFormImported(null, faults.All, remarks.All);
        }

        var fields = new XlsSurveyReader(survey, choices, lists, language, faults, remarks);
        var rules = new XlsRulesReader(
            Table(workbook, XlsColumns.RulesSheet, XlsColumns.Rules, language, faults),
            Table(workbook, XlsColumns.TablesSheet, XlsColumns.Tables, language, faults),
            faults
        );
        FormDocument form = settings.Document(fields.Read(), fields.CodeListsUsed, lists) with
        {
            Lists = choices.Own,
            Rules = rules.Rules(),
            Tables = rules.Tables(),
        };
        choices.CheckMarked(form, lists, remarks);
        var places = new XlsPlaces(settings, fields, choices, rules);
        FormDefinition? compiled = XlsCompiler.Compile(form, lists, places, faults);
        return new XlsFormImported(faults.IsEmpty ? compiled : null, faults.All, remarks.All);
    }

    private static string Bound(int bound) => bound.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static SheetTable? Table(
        Workbook workbook,
        string sheet,
        XlsColumns columns,
        string language,
        SheetFaults faults,
        bool takesOthers = false
    ) => workbook.Find(sheet) is { } found ? new SheetTable(found, columns, language, faults, takesOthers) : null;

    private static void CheckSheets(Workbook workbook, SheetFaults faults, SheetFaults remarks)
    {
        string[] known =
        [
            XlsColumns.SurveySheet,
            XlsColumns.ChoicesSheet,
            XlsColumns.SettingsSheet,
            XlsColumns.RulesSheet,
            XlsColumns.TablesSheet,
        ];
        foreach (Sheet sheet in workbook.Sheets.Where(sheet => !sheet.Rows.IsEmpty))
        {
            string name = sheet.Name.ToLowerInvariant();
            if (RefusedSheets.Contains(name, StringComparer.Ordinal))
            {
                faults.Add(new CellPlace(sheet.Name), "XlsForm_UnknownSheet", sheet.Name, string.Join(", ", known));
            }
            else if (!known.Contains(name, StringComparer.Ordinal) && name != XlsColumns.NotesSheet)
            {
                remarks.Add(new CellPlace(sheet.Name), "XlsForm_SheetNotRead", sheet.Name);
            }
        }
    }
}
