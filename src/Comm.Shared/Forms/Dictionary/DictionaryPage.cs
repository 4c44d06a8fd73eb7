using System.Globalization;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms.Dictionary;

/// <summary>A form, or the code lists, as a page to read.</summary>
internal static class DictionaryPage
{
    private static readonly string[] Languages = [.. ProductCultures.All];

    private static readonly string[] Headings = [.. ProductCultures.All.Select(ProductCultures.OwnName)];

    public static string Of(FormDefinition form)
    {
        FormDocument document = form.Document;
        FieldDocument[] fields = [.. document.AllFields];
        var page = new MarkdownPage();
        page.Heading(1, form.Labels.Text(ProductCultures.Fallback));
        page.Paragraph(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Form `{form.Id}`, version {form.Version}, of kind {DataDictionary.Word(form.Kind)}. SHA-256 of the definition: `{form.Hash}`."
            )
        );
        page.Heading(2, "Questions");
        page.Table(
            ["Name", "Type", "In", "Answers", "Asked when", "Required", "Must be", "Released"],
            Rows(form.Fields, null)
                .Select(row =>
                    (string[])
                        [
                            MarkdownPage.Code(row.Field.Name),
                            DataDictionary.Word(row.Field.Type),
                            MarkdownPage.Code(row.In),
                            Answers(form, row.Field),
                            MarkdownPage.Code(Find(fields, row.Field).Relevant),
                            Required(Find(fields, row.Field)),
                            MarkdownPage.Code(Find(fields, row.Field).Constraint),
                            row.Field.IsAsked ? (row.Field.Export ? "yes" : "never") : "",
                        ]
                )
        );
        page.Heading(2, "Questions in six languages");
        page.Table(["Name", .. Headings], fields.Select(field => Words(field.Name, field.Labels)));
        page.Heading(2, "Hints in six languages");
        page.Table(
            ["Name", .. Headings],
            fields.Where(field => field.Hints is not null).Select(field => Words(field.Name, field.Hints!))
        );
        RuleDocument[] rules = [.. document.Rules.IsDefault ? [] : document.Rules];
        page.Heading(2, "Rules");
        page.Paragraph(
            "E blocks, W wants a reason, I is a hint. A rule is asked only when the questions it mentions are answered."
        );
        page.Table(
            ["Rule", "Severity", "At", "Asked when", "Must hold"],
            rules.Select(rule =>
                (string[])
                    [
                        rule.Id,
                        rule.Severity,
                        MarkdownPage.Code(rule.Field),
                        MarkdownPage.Code(rule.When),
                        MarkdownPage.Code(rule.Check),
                    ]
            )
        );
        page.Heading(2, "Rules in six languages");
        page.Table(["Rule", .. Headings], rules.Select(rule => Words(rule.Id, rule.Message)));
        foreach (TableDocument table in document.Tables.IsDefault ? [] : document.Tables)
        {
            page.Heading(2, $"Table `{table.Name}`");
            page.Table(["Row", "Says"], table.Rows.Select(row => (string[])[row.Key, row.Value]));
        }

        return page.ToString();
    }

    public static string Of(CodeLists lists)
    {
        var page = new MarkdownPage();
        page.Heading(1, "Code lists");
        page.Paragraph(
            "A retired code stays readable and is not offered any more. A heading groups codes and is no answer itself."
        );
        foreach (CodeList list in lists.All)
        {
            page.Heading(2, $"{list.Id} {list.Version}: {list.Labels.Text(ProductCultures.Fallback)}");
            page.Table(
                ["Code", .. Headings, ""],
                list.Codes.Select(code => (string[])[.. Words(code.Value, code.Labels), Remark(list, code)])
            );
        }

        return page.ToString();
    }

    private static string[] Words(string name, Labels labels) =>
        [MarkdownPage.Code(name), .. Languages.Select(language => labels.Exactly(language) ?? "")];

    private static string Remark(CodeList list, Code code) =>
        code.Retired ? "retired"
        : list.IsHeading(code.Value) ? "heading"
        : "";

    private static IEnumerable<(FormField Field, string? In)> Rows(IEnumerable<FormField> fields, string? within) =>
        fields.SelectMany(field => Rows(field.Fields, field.Name).Prepend((field, within)));

    private static FieldDocument Find(FieldDocument[] fields, FormField field) => fields.First(one => one.Name == field.Name);

    private static string Answers(FormDefinition form, FormField field)
    {
        string[] parts =
        [
            field.List is { } list
                ? form.CodeLists.ContainsKey(list.Id)
                    ? $"[{list.Id}](code-lists.md)"
                    : string.Join(", ", list.Codes.Select(code => $"`{code.Value}`"))
                : "",
            .. field.Specials.Select(special => $"`{special}`"),
            field.Type switch
            {
                FieldType.Repeat => string.Create(CultureInfo.InvariantCulture, $"{field.Least} to {field.Most} lines"),
                FieldType.Text => string.Create(CultureInfo.InvariantCulture, $"at most {field.Most} characters"),
                _ => "",
            },
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private static string Required(FieldDocument field) =>
        field.Required switch
        {
            null => "",
            "true()" => "always",
            var condition => MarkdownPage.Code(condition),
        };
}
