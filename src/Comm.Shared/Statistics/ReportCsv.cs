using System.Globalization;
using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;
using CsvHelper;

namespace Comm.Shared.Statistics;

/// <summary>
/// Writes reports for statisticians: one row per goods line, stable column names, a label beside every code. The first column says of
/// every row that it was not released, so that the mark survives sorting, filtering and cutting.
/// </summary>
/// <remarks>
/// Invariant culture, ISO dates, dot decimals, UTF-8 with its mark at the start (without it, Excel reads Arabic and Cyrillic as something else), the same bytes for the same reports. Cells that a spreadsheet would run begin with an
/// apostrophe. Fields a form does not export (remarks, national reference, free text) are not columns at all.
/// </remarks>
public sealed class ReportCsv(string language, CodeLists? lists = null, Func<string, Location?>? places = null)
{
    public const string NotReleased = "not_released";

    private static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        FormatProvider = CultureInfo.InvariantCulture,
        TrueValue = "true",
        FalseValue = "false",
    };

    private readonly string _language = ProductCultures.Contains(language)
        ? language
        : throw new ArgumentException("Not one of the product's languages.", nameof(language));
    private readonly CodeLists _lists = lists ?? CodeLists.Shipped;
    private readonly Func<string, Location?> _places = places ?? LocationTable.Shipped.ByCode;

    /// <summary>Writes the reports on one form, ordered by date, country and id; each report once.</summary>
    public void Write(Stream stream, FormDefinition form, IEnumerable<CountedReport> reports)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(reports);
        GoodsFields goods = form.Goods ?? throw new ArgumentException("A form without goods lines has no rows.", nameof(form));
        FormField[] outer = [.. form.Questions.Where(field => field is { Export: true, IsAsked: true })];
        FormField[] inner = [.. form.Find(goods.Repeat)!.Questions.Where(field => field is { Export: true, IsAsked: true })];

        stream.Write(Encoding.UTF8.Preamble);
        using CsvWriter csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        csv.WriteRecord([.. Columns(outer, inner)]);
        foreach (CountedReport counted in InOrder(form, reports))
        {
            int number = 0;
            foreach (GoodsLine line in counted.Goods(_lists))
            {
                WriteRow(csv, counted, line, ++number, outer, inner);
            }
        }
    }

    private static IEnumerable<string> Columns(FormField[] outer, FormField[] inner) =>
        [
            "release_status",
            "report_id",
            "form_id",
            "form_version",
            "code_list_versions",
            "validation",
            "label_language",
            "line_number",
            .. outer
                .Concat(inner)
                .SelectMany(field => IsCoded(field) ? new[] { field.Name, field.Name + "_label" } : [field.Name]),
            "commodity_group",
            "commodity_group_label",
            "normalised_quantity",
            "normalised_unit",
            "normalisation_factor",
        ];

    private static IEnumerable<CountedReport> InOrder(FormDefinition form, IEnumerable<CountedReport> reports) =>
        reports
            .Where(counted => counted.Form.Id == form.Id && counted.Form.Version == form.Version)
            .DistinctBy(counted => counted.Report.Id)
            .OrderBy(counted => counted.Report.Answers.Text("seizure_date"), StringComparer.Ordinal)
            .ThenBy(counted => counted.Report.Answers.Text("reporting_country"), StringComparer.Ordinal)
            .ThenBy(counted => counted.Report.Id);

    private void WriteRow(CsvWriter csv, CountedReport counted, GoodsLine line, int number, FormField[] outer, FormField[] inner)
    {
        Report report = counted.Report;
        csv.WriteField(NotReleased);
        csv.WriteField(report.Id.ToString("D"));
        csv.WriteField(report.Form);
        csv.WriteField(report.FormVersion);
        csv.WriteField(string.Join(' ', report.CodeLists.Select(list => $"{list.Key}:{list.Value}")));
        csv.WriteField(counted.Confirmed ? "valid_with_overrides" : "valid");
        csv.WriteField(_language);
        csv.WriteField(number);
        foreach (FormField field in outer)
        {
            WriteAnswer(csv, field, report.Answers[field.Name]);
        }

        foreach (FormField field in inner)
        {
            WriteAnswer(csv, field, line.Answers[field.Name]);
        }

        csv.WriteField(line.Group);
        csv.WriteField(_lists.Label("CL_COMMODITY", line.Group, _language));
        csv.WriteField(line.Normalised is { } exact ? Plain(exact.Quantity) : "");
        csv.WriteField(line.Normalised?.Unit);
        csv.WriteField(line.Normalised is { } factor ? Plain(factor.Factor) : "");
        csv.EndRecord();
    }

    private void WriteAnswer(CsvWriter csv, FormField field, Answer? answer)
    {
        switch (answer)
        {
            case Answer.Number number:
                csv.WriteField(Plain(number.Value));
                break;
            case Answer.Flag flag:
                csv.WriteField(flag.Value);
                break;
            default:
                string text = (answer as Answer.Text)?.Value ?? "";
                csv.WriteField(text);
                if (IsCoded(field))
                {
                    csv.WriteField(Label(field, text));
                }

                break;
        }
    }

    private static bool IsCoded(FormField field) =>
        field.Type
            is FieldType.Code
                or FieldType.Codes
                or FieldType.Unit
                or FieldType.Country
                or FieldType.Currency
                or FieldType.Location;

    private string Label(FormField field, string code) =>
        code.Length == 0 ? ""
        : code.StartsWith('_') ? _lists.Label(CodeLists.Special, code, _language)
        : field.Type switch
        {
            FieldType.Country => CountryTable.Shipped.Name(code, _language),
            FieldType.Location => _places(code)?.Name ?? code,
            FieldType.Currency => CurrencyTable.Shipped.Name(code, _language),
            FieldType.Unit when field.List?.Find(code) is null => CurrencyTable.Shipped.Name(code, _language),
            _ => string.Join("; ", code.Split(' ').Select(one => field.List?.Find(one)?.Labels.Text(_language) ?? one)),
        };

    // No exponent and no trailing zeros, whatever scale the sums came with.
    private static string Plain(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);
}
