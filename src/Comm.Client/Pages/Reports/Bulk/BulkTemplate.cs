using System.Text;
using Comm.Client.Shell;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>An empty spreadsheet of a form's reports: names of the questions, then their words in the reader's language, and lists to choose from.</summary>
internal sealed class BulkTemplate(FormDefinition form, Language language, IStringLocalizer<L.Bulk> words)
{
    private const string YesNo = "CL_YESNO";

    private readonly FormField[] _fields = [.. BulkColumns.Of(form)];

    private IEnumerable<string> Labels =>
        _fields.Select(asked => asked.Labels.Text(language.Code)).Prepend(words["Bulk.KeyColumn"].Value);

    public byte[] ToXlsx() =>
        SpreadsheetWriter.Write(
            new WrittenSheet(
                "reports",
                [
                    new WrittenColumn(BulkColumns.Key),
                    .. _fields.Select(field => new WrittenColumn(field.Name, KindOf(field)) { Choices = [.. Choices(field)] }),
                ],
                [
                    [.. Labels.Select(label => (WrittenCell)label)],
                ]
            )
            {
                RightToLeft = language.Direction == "rtl",
            }
        );

    /// <summary>UTF-8 with its mark: without it spreadsheet programs take it for something older.</summary>
    public byte[] ToCsv() =>
        [
            .. Encoding.UTF8.Preamble,
            .. Encoding.UTF8.GetBytes(Line(_fields.Select(field => field.Name).Prepend(BulkColumns.Key)) + Line(Labels)),
        ];

    private static string Line(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(cell => $"\"{NeutralText.Written(cell).Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
        + "\r\n";

    private static CellKind KindOf(FormField field) => field.Type == FieldType.Date ? CellKind.Date : CellKind.Text;

    /// <summary>In words; where two choices have the same words, their codes.</summary>
    private IEnumerable<string> Choices(FormField field)
    {
        IEnumerable<(string Code, string Label)> offered = field.Type switch
        {
            FieldType.Code or FieldType.Unit => Labelled(field.List!),
            FieldType.Flag => Labelled(CodeLists.Shipped.Find(YesNo)!).Where(choice => choice.Code is "Y" or "N"),
            FieldType.Country => CountryTable
                .Shipped.Sorted(language.Code)
                .Select(country => (country.Code, country.Names.Text(language.Code))),
            _ => [],
        };
        (string Code, string Label)[] all =
        [
            .. offered,
            .. field.Type is FieldType.Code or FieldType.Country
                ? field.Specials.Select(code => (code, CodeLists.Shipped.Label(CodeLists.Special, code, language.Code)))
                : [],
        ];
        ILookup<string, string> codes = all.ToLookup(choice => choice.Label, choice => choice.Code, StringComparer.Ordinal);
        return all.Select(choice => codes[choice.Label].Count() == 1 ? choice.Label : choice.Code);
    }

    private IEnumerable<(string Code, string Label)> Labelled(CodeList list) =>
        list.Offered.Where(code => !list.IsHeading(code.Value)).Select(code => (code.Value, code.Labels.Text(language.Code)));
}
