using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <summary>At which cell of the spreadsheet the part of a form is that the compiler finds fault with.</summary>
internal sealed class XlsPlaces(XlsSettings settings, XlsSurveyReader survey, XlsChoicesReader choices, XlsRulesReader rules)
{
    /// <summary>Stands for the column whose expression needs itself.</summary>
    public const string Cycle = "cycle";

    public CellPlace Of(FormFault fault, FormDocument probe)
    {
        if (fault.Place.Length == 0)
        {
            return OfForm(fault.Part);
        }

        int rule = probe.Rules.IsDefault ? -1 : probe.Rules.IndexOf(probe.Rules.FirstOrDefault(rule => rule.Id == fault.Place)!);
        return rule >= 0
            ? rules.PlaceOf(rule, fault.Part == "labels" ? "message" : fault.Part ?? "id")
            : fault.Part switch
            {
                "codeLists" => settings.Place("cc_code_lists"),
                "lists" => choices.PlaceOf(fault.Place, null),
                "choices" => choices.PlaceOf(fault.Place, fault.Arguments.FirstOrDefault()),
                "tables" => rules.PlaceOfTable(fault.Place),
                _ when fault.Key == "Fault_Cycle" => survey.PlaceOf(fault.Place, Cycle, last: false),
                _ => survey.PlaceOf(fault.Place, ColumnOf(fault.Part), last: fault.Key == "Fault_Name"),
            };
    }

    private CellPlace OfForm(string? part) =>
        part switch
        {
            "id" => settings.Place("form_id"),
            "version" => settings.Place("version"),
            "defaultLanguage" => settings.Place("default_language"),
            "labels" => settings.Place("form_title"),
            "goods" => settings.Place("cc_goods"),
            "lists" => new CellPlace(XlsColumns.ChoicesSheet),
            "tables" => new CellPlace(XlsColumns.TablesSheet),
            "rules" => new CellPlace(XlsColumns.RulesSheet),
            _ => CellPlace.File,
        };

    private static string ColumnOf(string? part) =>
        part switch
        {
            null or "codeList" or "fields" or "type" => "type",
            "choiceFilter" => "choice_filter",
            "placesBy" => "cc_places_by",
            "severity" => "cc_severity",
            "most" => "cc_most",
            "labels" => "label",
            _ => part,
        };
}
