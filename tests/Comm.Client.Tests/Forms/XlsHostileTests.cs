using System.Collections.Immutable;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Spreadsheets;

namespace Comm.Client.Tests.Forms;

/// <summary>Every cell of a real form, one after the other, says something else: a form or a refusal, never an exception.</summary>
public sealed class XlsHostileTests
{
    private const string Small =
        "type|name|label|hint|required|relevant|constraint|constraint_message|calculation|choice_filter|default|read_only|appearance|cc_type|cc_specials|cc_severity|cc_places_by|cc_least|cc_most|cc_export\n"
        + "begin_group|g|G|||1 = 1||||||||||||||\n"
        + "select_one yes_no|a|A|H|yes||. != ''|No||name != 'x'|yes|no|minimal||_U|W||||no\n"
        + "text|p|P|||||||||||location|_U||||9|yes\n"
        + "end_group|g||||||||||||||||||\n"
        + "begin_repeat|r|R|||||||||||||||1|3|\n"
        + "integer|n|N|||||||||||||||||\n"
        + "end_repeat|r||||||||||||||||||\n"
        + "calculate|c|C||||||count(${r})|||||||||||";

    private const string Choices =
        "list_name|name|label|cc_list|region\nyes_no|yes|Yes||x\nyes_no|no|No||y\nCL_YESNO|Y|Yes|CL_YESNO 1.0|";
    private const string Settings =
        "form_id|form_title|version|default_language|cc_kind|cc_code_lists|cc_goods\nx|X|1|English (en)|other|CL_UNIT 1.0|";
    private const string Rules = "id|severity|field|when|check|message\nX1|E|a||${a} != ''|No";
    private const string Tables = "table|key|value\nt|a|1";

    private static readonly string[] Nasty =
    [
        "",
        " ",
        "x",
        "${a}",
        "${",
        "''",
        "'",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
        "select_one",
        "select_one a b c",
        "survey",
        "label::",
        "::",
        "label::xx",
        "-1",
        "99999999999999999999",
        "true()",
        "regex(., '((((')",
        "\t",
        "=1+1",
        "(((((",
        "${a} and",
        "_U _U",
        "CL_UNIT",
        "CL_UNIT 1.0, CL_UNIT 1.0",
        "r n n n",
        "\u0000",
        "\uD800",
        "كل",
    ];

    public static TheoryData<int> Sheet => [0, 1, 2, 3, 4];

    [Theory, MemberData(nameof(Sheet))]
    public void AnyCellMaySayAnything(int changed)
    {
        (string Name, string Rows)[] sheets =
        [
            ("survey", Small),
            ("choices", Choices),
            ("settings", Settings),
            ("cc_rules", Rules),
            ("cc_tables", Tables),
        ];
        Assert.NotNull(Sheets.Form(Sheets.Workbook(sheets)));
        string[] rows = sheets[changed].Rows.Split('\n');
        for (int row = 0; row < rows.Length; row++)
        {
            string[] cells = rows[row].Split('|');
            for (int column = 0; column < cells.Length; column++)
            {
                // Each cell meets a fifth of them, its neighbours the others: all of them everywhere takes half a minute.
                foreach (string text in Nasty.Where((_, index) => (index + row + column) % 5 == 0))
                {
                    string[] other = [.. cells];
                    other[column] = text;
                    string[] all = [.. rows];
                    all[row] = string.Join('|', other);
                    sheets[changed].Rows = string.Join('\n', all);
                    XlsFormImported imported = Sheets.Import(Sheets.Workbook(sheets));
                    Assert.Equal(imported.Form is null, !imported.Faults.IsEmpty);
                }
            }
        }
    }

    [Fact]
    public void ASheetWithoutAnythingInItIsNoException()
    {
        ImmutableArray<WrittenSheet> blank =
        [
            new WrittenSheet("survey", [], []),
            new WrittenSheet("choices", [], []),
            new WrittenSheet("settings", [], []),
        ];
        Assert.Contains(
            "XlsForm_NoQuestions",
            string.Join(' ', Sheets.Import(SpreadsheetWriter.Write(blank)).Faults),
            StringComparison.Ordinal
        );
    }
}
