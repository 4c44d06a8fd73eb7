using System.Globalization;
using Comm.Shared.Localization;
using CsvHelper;

namespace Comm.Shared.Forms.Dictionary;

/// <summary>The dictionary as tables for programs: comma, UTF-8, invariant, what a spreadsheet would run begins with an apostrophe.</summary>
internal static class DictionaryTable
{
    private static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        FormatProvider = CultureInfo.InvariantCulture,
        NewLine = "\n",
    };

    public static string Questions(IEnumerable<FormDefinition> forms) =>
        Write(
            [
                "form",
                "version",
                "name",
                "type",
                "repeat",
                "code_list",
                "specials",
                "required",
                "relevant",
                "constraint",
                "released",
                .. Labels("label"),
            ],
            forms.SelectMany(form =>
            {
                Dictionary<string, FieldDocument> written = form.Document.AllFields.ToDictionary(
                    field => field.Name,
                    StringComparer.Ordinal
                );
                return form
                    .All.Where(field => field.IsAsked)
                    .Select(field =>
                        (string[])
                            [
                                form.Id,
                                Number(form.Version),
                                field.Name,
                                DataDictionary.Word(field.Type),
                                field.Repeat ?? "",
                                field.List?.Id ?? "",
                                string.Join(' ', field.Specials),
                                written[field.Name].Required ?? "",
                                written[field.Name].Relevant ?? "",
                                written[field.Name].Constraint ?? "",
                                field.Export ? "true" : "false",
                                .. Words(field.Labels),
                            ]
                    );
            })
        );

    public static string Rules(IEnumerable<FormDefinition> forms) =>
        Write(
            ["form", "version", "rule", "severity", "field", "when", "check", .. Labels("message")],
            forms.SelectMany(form =>
                (form.Document.Rules.IsDefault ? [] : form.Document.Rules).Select(rule =>
                    (string[])
                        [
                            form.Id,
                            Number(form.Version),
                            rule.Id,
                            rule.Severity,
                            rule.Field,
                            rule.When ?? "",
                            rule.Check,
                            .. Words(rule.Message),
                        ]
                )
            )
        );

    public static string Codes(CodeLists lists) =>
        Write(
            ["list", "version", "code", "retired", .. Labels("label")],
            lists.All.SelectMany(list =>
                list.Codes.Select(code =>
                    (string[])[list.Id, list.Version, code.Value, code.Retired ? "true" : "false", .. Words(code.Labels)]
                )
            )
        );

    private static IEnumerable<string> Labels(string name) => ProductCultures.All.Select(language => $"{name}_{language}");

    private static IEnumerable<string> Words(Localization.Labels labels) =>
        ProductCultures.All.Select(language => labels.Exactly(language) ?? "");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Write(string[] columns, IEnumerable<string[]> rows)
    {
        using var stream = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(stream, Options, leaveOpen: true))
        {
            csv.WriteRecord(columns);
            foreach (string[] row in rows)
            {
                csv.WriteRecord(row);
            }
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
