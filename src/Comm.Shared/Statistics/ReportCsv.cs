using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;
using CsvHelper;

namespace Comm.Shared.Statistics;

/// <summary>
/// Writes reports for statisticians: one row per goods line over all forms and versions that were counted, stable column names, a label
/// beside every code. The other repeats (legs, containers, documents) are tables of their own, joined by the report's id. The first column
/// says of every row that it was not released, so that the mark survives sorting, filtering and cutting.
/// </summary>
/// <remarks>
/// Invariant culture, ISO dates, dot decimals, UTF-8 with its mark at the start (without it, Excel reads Arabic and Cyrillic as something else), the same bytes for the same reports. Cells that a spreadsheet would run begin with an
/// apostrophe. Questions that a form does not export (remarks, national reference, free text) are not columns at all.
/// </remarks>
public sealed class ReportCsv(string language, CodeLists? lists = null, Func<string, Location?>? places = null)
{
    public const string NotReleased = "not_released";

    private static readonly string[] OfReport =
    [
        "release_status",
        "report_id",
        "revision",
        "form",
        "form_version",
        "code_list_versions",
        "standing",
        "validation",
        "label_language",
        "line_number",
    ];

    private static readonly string[] OfGoods =
    [
        "commodity_group",
        "commodity_group_label",
        "normalised_quantity",
        "normalised_unit",
        "normalisation_factor",
    ];

    private static readonly FrozenSet<string> Ours = OfReport.Concat(OfGoods).ToFrozenSet(StringComparer.Ordinal);

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
    private readonly CsvLabels _labels = new(language, lists ?? CodeLists.Shipped, places ?? LocationTable.Shipped.ByCode);

    /// <summary>The repeats besides the goods that these reports have lines of, by name: each is a table of its own.</summary>
    public static IReadOnlyList<string> OtherRepeats(IEnumerable<CountedReport> reports) =>
        [
            .. reports
                .SelectMany(counted =>
                    counted
                        .Form.Questions.Where(field =>
                            IsOther(counted.Form, field)
                            && field.Questions.Any(CsvColumn.MayLeave)
                            && !counted.Report.Answers.Lines(field.Name).IsEmpty
                        )
                        .Select(field => field.Name)
                )
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The goods: ordered by date, country and id, each report once. A report without goods has a row without a line number.</summary>
    public void Write(Stream stream, IEnumerable<CountedReport> reports)
    {
        List<CountedReport> counted = InOrder(reports);
        FormDefinition[] forms = FormsOf(counted);
        var outer = CsvColumn.Of(forms, form => form.Questions.Where(field => field.Type != FieldType.Repeat), Ours);
        var inner = CsvColumn.Of(forms, GoodsQuestions, Taken(outer));
        Write(
            stream,
            [.. Headings(outer, inner), .. OfGoods],
            csv =>
            {
                foreach (CountedReport report in counted)
                {
                    GoodsLine?[] lines = [.. report.Goods(_lists)];
                    for (int i = 0; i < Math.Max(lines.Length, 1); i++)
                    {
                        GoodsLine? line = lines.Length > 0 ? lines[i] : null;
                        WriteReport(csv, report, line is null ? null : i + 1);
                        WriteAnswers(csv, outer, report.Form, report.Report.Answers, inRepeat: null);
                        WriteAnswers(csv, inner, report.Form, line?.Answers ?? Answers.None, report.Form.Goods?.Repeat);
                        WriteGoods(csv, line);
                        csv.EndRecord();
                    }
                }
            }
        );
    }

    /// <summary>One row per line of this repeat.</summary>
    public void WriteRepeat(Stream stream, string repeat, IEnumerable<CountedReport> reports)
    {
        List<CountedReport> counted = InOrder(reports);
        var columns = CsvColumn.Of(
            FormsOf(counted),
            form => form.Find(repeat) is { } field && IsOther(form, field) ? field.Questions : [],
            Ours
        );
        Write(
            stream,
            [.. OfReport, .. columns.Values.SelectMany(column => column.Headings)],
            csv =>
            {
                foreach (
                    CountedReport report in counted.Where(one => one.Form.Find(repeat) is { } field && IsOther(one.Form, field))
                )
                {
                    int number = 0;
                    foreach (Answers line in report.Report.Answers.Lines(repeat))
                    {
                        WriteReport(csv, report, ++number);
                        WriteAnswers(csv, columns, report.Form, line, repeat);
                        csv.EndRecord();
                    }
                }
            }
        );
    }

    private static void Write(Stream stream, string[] headings, Action<CsvWriter> rows)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encoding.UTF8.Preamble);
        using CsvWriter csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        csv.WriteRecord(headings);
        rows(csv);
    }

    private static bool IsOther(FormDefinition form, FormField field) =>
        field.Type == FieldType.Repeat && field.Name != form.Goods?.Repeat;

    private static IEnumerable<FormField> GoodsQuestions(FormDefinition form) =>
        form.Goods is { } goods ? form.Find(goods.Repeat)!.Questions : [];

    private static FormDefinition[] FormsOf(IEnumerable<CountedReport> reports) =>
        [.. reports.Select(counted => counted.Form).DistinctBy(form => (form.Id, form.Version))];

    private static IEnumerable<string> Headings(
        IReadOnlyDictionary<string, CsvColumn> outer,
        IReadOnlyDictionary<string, CsvColumn> inner
    ) => [.. OfReport, .. outer.Values.Concat(inner.Values).SelectMany(column => column.Headings)];

    private static HashSet<string> Taken(IReadOnlyDictionary<string, CsvColumn> columns) =>
        [.. Ours, .. columns.Values.SelectMany(column => column.Headings)];

    private static List<CountedReport> InOrder(IEnumerable<CountedReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        return
        [
            .. reports
                .DistinctBy(counted => counted.Report.Id)
                .OrderBy(counted => counted.Report.Answers.Text("seizure_date"), StringComparer.Ordinal)
                .ThenBy(counted => counted.Report.Answers.Text("reporting_country"), StringComparer.Ordinal)
                .ThenBy(counted => counted.Report.Id),
        ];
    }

    private void WriteReport(CsvWriter csv, CountedReport counted, int? line)
    {
        csv.WriteField(NotReleased);
        csv.WriteField(counted.Report.Id.ToString("D"));
        csv.WriteField(counted.Report.Revision);
        csv.WriteField(counted.Form.Id);
        csv.WriteField(counted.Form.Version);
        // The form's: what the report says there itself, nobody has checked.
        csv.WriteField(string.Join(' ', counted.Form.CodeLists.Select(list => $"{list.Key}:{list.Value}")));
        csv.WriteField(counted.Validated ? "validated" : "sent");
        csv.WriteField(counted.Confirmed ? "valid_with_overrides" : "valid");
        csv.WriteField(_language);
        csv.WriteField(line?.ToString(CultureInfo.InvariantCulture) ?? "");
    }

    private void WriteAnswers(
        CsvWriter csv,
        IReadOnlyDictionary<string, CsvColumn> columns,
        FormDefinition form,
        Answers answers,
        string? inRepeat
    )
    {
        foreach ((string name, CsvColumn column) in columns)
        {
            // By the report's own form: what that does not ask here, or keeps in the group, is blank.
            FormField? field =
                form.Find(name) is { } found && found.Repeat == inRepeat && CsvColumn.MayLeave(found) ? found : null;
            Answer? answer = field is null ? null : answers[name];
            csv.WriteField(
                answer switch
                {
                    Answer.Number number => Plain(number.Value),
                    Answer.Flag flag => flag.Value ? "true" : "false",
                    Answer.Text text => text.Value,
                    _ => "",
                }
            );
            if (column.IsCoded)
            {
                bool hasLabel = field is not null && CsvColumn.HasLabels(field);
                csv.WriteField(hasLabel && answer is Answer.Text code ? _labels.Of(column, form.Id, field!, code.Value) : "");
            }
        }
    }

    private void WriteGoods(CsvWriter csv, GoodsLine? line)
    {
        csv.WriteField(line?.Group ?? "");
        csv.WriteField(line is null ? "" : _labels.Commodity(line.Group));
        csv.WriteField(line?.Normalised is { } exact ? Plain(exact.Quantity) : "");
        csv.WriteField(line?.Normalised?.Unit ?? "");
        csv.WriteField(line?.Normalised is { } factor ? Plain(factor.Factor) : "");
    }

    // No exponent and no trailing zeros, whatever scale the sums came with.
    private static string Plain(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);
}
