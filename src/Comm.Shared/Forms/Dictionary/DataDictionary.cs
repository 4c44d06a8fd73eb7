using System.Globalization;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms.Dictionary;

/// <summary>
/// What forms ask and what their answers mean, for whoever reads the figures: every question, rule and code, in six languages. Made of
/// the definitions themselves, so that it says what the product does.
/// </summary>
public static class DataDictionary
{
    /// <summary>The files of the dictionary by name: pages to read, tables to load.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(IEnumerable<FormDefinition> forms, CodeLists lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        FormDefinition[] all = [.. forms.OrderBy(form => form.Id, StringComparer.Ordinal).ThenBy(form => form.Version)];
        yield return KeyValuePair.Create("README.md", Index(all));
        foreach (FormDefinition form in all)
        {
            yield return KeyValuePair.Create(PageOf(form), DictionaryPage.Of(form));
        }

        yield return KeyValuePair.Create("code-lists.md", DictionaryPage.Of(lists));
        yield return KeyValuePair.Create("questions.csv", DictionaryTable.Questions(all));
        yield return KeyValuePair.Create("rules.csv", DictionaryTable.Rules(all));
        yield return KeyValuePair.Create("codes.csv", DictionaryTable.Codes(lists));
    }

    internal static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    internal static string PageOf(FormDefinition form) =>
        string.Create(CultureInfo.InvariantCulture, $"{form.Id}.v{form.Version}.md");

    private static string Index(FormDefinition[] forms)
    {
        var page = new MarkdownPage();
        page.Heading(1, "Data dictionary");
        page.Paragraph(
            "Made of the forms, rules and code lists that the product ships, and compared with them by a test: it says what the product does. "
                + "Labels in languages other than English are drafts until a customs officer who speaks the language has read them."
        );
        page.Table(
            ["Form", "Version", "Kind", "Questions", "Rules"],
            forms.Select(form =>
                (string[])
                    [
                        $"[{form.Labels.Text(ProductCultures.Fallback)}]({PageOf(form)})",
                        form.Version.ToString(CultureInfo.InvariantCulture),
                        Word(form.Kind),
                        form.All.Count(field => field.IsAsked).ToString(CultureInfo.InvariantCulture),
                        form.Rules.Length.ToString(CultureInfo.InvariantCulture),
                    ]
            )
        );
        page.Paragraph(
            "Codes: [code-lists.md](code-lists.md). The same as tables, for programs: [questions.csv](questions.csv), "
                + "[rules.csv](rules.csv), [codes.csv](codes.csv) (UTF-8, comma)."
        );
        page.Heading(2, "Types of answers");
        page.Table(
            ["Type", "What an answer is in the file of a report"],
            Types.Select(type => (string[])[$"`{type.Key}`", type.Value])
        );
        page.Paragraph(
            "A question without an answer is left out; a blank never means unknown. `_U` is unknown, `_Z` not applicable, `_O` other, "
                + "where the question offers them."
        );
        return page.ToString();
    }

    private static readonly KeyValuePair<string, string>[] Types =
    [
        new("text", "text, at most as many characters as the question says"),
        new("integer", "a whole number"),
        new("decimal", "a number with a point and at most three places"),
        new("date", "`2026-11-25`"),
        new("time", "`06:30`"),
        new("dateTime", "with its offset: `2026-11-25T06:30+01:00`"),
        new("flag", "`true` or `false`"),
        new("country", "ISO 3166-1 alpha-2"),
        new("currency", "ISO 4217"),
        new("location", "UN/LOCODE; `IATA:xxx` for an airport that has none"),
        new("code", "one code of the list"),
        new("codes", "codes of the list, separated by spaces, each once"),
        new("unit", "UNECE Recommendation 20, of those that the commodity may be counted in; ISO 4217 for money"),
        new("position", "decimal degrees, north and east positive: `59.437 24.745`"),
        new("link", "another report of the group, by its id"),
        new("note", "says something and asks nothing"),
        new("calculation", "computed from the other answers on every machine; never part of a report"),
        new("section", "holds questions"),
        new("repeat", "lines, each with the questions it holds"),
    ];
}
