using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Shared.Statistics;

/// <summary>The words beside the codes of an export, in one language.</summary>
internal sealed class CsvLabels(string language, CodeLists lists, Func<string, Location?> places)
{
    public string Of(CsvColumn column, string form, FormField field, string text) =>
        text.Length == 0 ? ""
        : field.Type == FieldType.Codes ? string.Join("; ", text.Split(' ').Select(code => One(column, form, field, code)))
        : One(column, form, field, text);

    public string Commodity(string group) => lists.Label("CL_COMMODITY", group, language);

    private string One(CsvColumn column, string form, FormField field, string code) =>
        code.StartsWith('_')
            ? lists.Label(CodeLists.Special, code, language)
            : field.Type switch
            {
                FieldType.Country => CountryTable.Shipped.Name(code, language),
                FieldType.Location => places(code)?.Name ?? code,
                FieldType.Currency => CurrencyTable.Shipped.Name(code, language),
                FieldType.Unit when field.List?.Find(code) is null => CurrencyTable.Shipped.Name(code, language),
                _ => column.Find(form, code)?.Labels.Text(language) ?? code,
            };
}
