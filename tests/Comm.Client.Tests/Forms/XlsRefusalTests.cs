using System.Globalization;
using System.Security.Cryptography;
using Comm.Client.Spreadsheets;
using Comm.Client.Tests.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms;

/// <summary>What is not understood is refused with sheet, row and column, and never left out.</summary>
public sealed class XlsRefusalTests
{
    [Theory]
    // Types.
    [InlineData("type|name|label\nhologram|a|A", "survey!A2 XlsForm_UnknownType")]
    [InlineData("type|name|label\naudio|a|A", "survey!A2 XlsForm_Attachment")]
    [InlineData("type|name|label\nvideo|a|A", "survey!A2 XlsForm_Attachment")]
    [InlineData("type|name|label\nselect_one_from_file x.csv|a|A", "survey!A2 XlsForm_Attachment")]
    [InlineData("type|name|label\nselect_one|a|A", "survey!A2 XlsForm_TypeWords")]
    [InlineData("type|name|label\ntext yes_no|a|A", "survey!A2 XlsForm_TypeWords")]
    [InlineData("type|name|label\nselect_one yes_no or_other|a|A", "survey!A2 XlsForm_OrOther")]
    [InlineData("type|name|label\nselect_one none|a|A", "survey!A2 XlsForm_MissingList")]
    [InlineData("type|name|label|cc_type\ndate|a|A|location", "survey!D2 XlsForm_TypeDiffers")]
    [InlineData("type|name|label\n|a|A", "survey!A2 XlsForm_NoType")]
    // Names and columns.
    [InlineData("type|name|label\ntext||A", "survey!B2 XlsForm_NoName")]
    [InlineData("type|name|label\ntext|A b|A", "survey!B2 Fault_Name")]
    [InlineData("type|name|label\ntext|a|A\ntext|a|B", "survey!B3 Fault_Name")]
    [InlineData("type|name|label\ntext|a|", "survey!C2 Fault_NoLabel")]
    [InlineData("type|name|label|media::image\ntext|a|A|x.png", "survey!D1 XlsForm_UnknownColumn")]
    [InlineData("type|name|label|guidance_hint\ntext|a|A|x", "survey!D1 XlsForm_UnknownColumn")]
    [InlineData("type|name|label|label::English (en)\ntext|a|A|B", "survey!D1 XlsForm_ColumnTwice")]
    [InlineData("type|name|label::Klingon (tlh)\ntext|a|A", "survey!C1 XlsForm_Language")]
    [InlineData("type|name|label|\ntext|a|A|left over", "survey!D2 XlsForm_NoHeader")]
    [InlineData("type|name|label\ntext|a|Dear ${b}", "survey!C2 XlsForm_LabelMentions")]
    [InlineData("type|name|label|appearance\ntext|a|A|printer:com.x", "survey!D2 XlsForm_Appearance")]
    [InlineData("type|name|label|appearance\ndate|a|A|month-year", "survey!D2 XlsForm_Appearance")]
    [InlineData("type|name|label|read_only\ntext|a|A|perhaps", "survey!D2 XlsForm_NotOneOf")]
    [InlineData("type|name|label|cc_most\ntext|a|A|many", "survey!D2 XlsForm_WholeNumber")]
    [InlineData("type|name|label|cc_most\ntext|a|A|9999", "survey!D2 Fault_Most")]
    [InlineData("type|name|label|cc_specials\ntext|a|A|_X", "survey!D2 XlsForm_NotOneOf")]
    [InlineData("type|name|label|cc_severity\ntext|a|A|Z", "survey!D2 Fault_Severity")]
    // Groups.
    [InlineData("type|name|label\nbegin_group|g|G\ntext|a|A", "survey!A2 XlsForm_BeginWithoutEnd")]
    [InlineData("type|name|label\ntext|a|A\nend_group||", "survey!A3 XlsForm_EndWithoutBegin")]
    [InlineData("type|name|label\nbegin_group|g|G\ntext|a|A\nend_repeat||", "survey!A4 XlsForm_EndWithoutBegin")]
    [InlineData("type|name|label\nbegin_group|g|G\nend_group||", "survey!A2 Fault_Fields")]
    [InlineData("type|name|label|required\nbegin_group|g|G|yes\ntext|a|A|\nend_group|||", "survey!D2 XlsForm_NotHere")]
    [InlineData("type|name|label|constraint\nnote|a|A|. = 1", "survey!D2 XlsForm_NotHere")]
    // Expressions.
    [InlineData("type|name|label|relevant\ntext|a|A|pulldata('x', 'y')", "survey!D2 Expression_UnknownFunction")]
    [InlineData("type|name|label|relevant\ntext|a|A|jr:choice-name(${a}, 'x')", "survey!D2 Expression_Unexpected")]
    [InlineData("type|name|label|relevant\ntext|a|A|${gone} = 1", "survey!D2 Fault_UnknownField")]
    [InlineData("type|name|label|relevant\ntext|a|A|${b} = 1\ntext|b|B|${a} = 1", "survey!D2 Fault_Cycle")]
    [InlineData("type|name|label|calculation\ncalculate|a|A|${b} + 1\ncalculate|b|B|${a} + 1", "survey!D2 Fault_Cycle")]
    [InlineData("type|name|label|calculation\ncalculate|a|A|", "survey!D2 Fault_Calculation")]
    [InlineData("type|name|label|calculation\ntext|a|A|1 + 1", "survey!D2 Fault_Calculation")]
    [InlineData("type|name|label|constraint\ntext|a|A|regex(., '(a')", "survey!D2 Expression_BadPattern")]
    [InlineData("type|name|label|constraint\ntext|a|A|regex(., '(a)\\1')", "survey!D2 Expression_BadPattern")]
    [InlineData("type|name|label|cc_relevant|relevant\ntext|a|A|line() = 1|1 = 1", "survey!D2 XlsForm_ColumnTwice")]
    [InlineData("type|name|label|choice_filter\nselect_one yes_no|a|A|region = 'x'", "survey!D2 XlsForm_UnknownAttribute")]
    [InlineData("type|name|label|choice_filter\nselect_one yes_no|a|A|code = 'x'", "survey!D2 XlsForm_UnknownAttribute")]
    public void AWrongRowIsRefusedAtItsCell(string survey, string fault) =>
        Assert.Contains(fault, Sheets.Faults(Sheets.Survey(survey)));

    [Theory]
    [InlineData("list_name|name|label\nyes_no||Yes", "choices!2 XlsForm_ChoiceWithoutName")]
    [InlineData("list_name|name|label\nyes_no|a b|Yes", "choices!B2 Fault_Choice")]
    [InlineData("list_name|name|label\nyes_no|a|Yes\nyes_no|a|No", "choices!B3 Fault_Choice")]
    [InlineData("list_name|name|label\nyes_no|a|", "choices!C2 Fault_NoLabel")]
    [InlineData("list_name|name|label|media::image\nyes_no|a|A|x.png", "choices!D1 XlsForm_UnknownColumn")]
    [InlineData("list_name|name|label\nyes_no|a|A\nYes No|a|A", "choices!A3 Fault_OwnList")]
    public void AWrongChoiceIsRefusedAtItsCell(string choices, string fault) =>
        Assert.Contains(fault, Sheets.Faults(Sheets.Survey("type|name|label\nselect_one yes_no|a|A", choices)));

    [Theory]
    [InlineData("settings", "form_id|version\nx|v2", "settings!B2 XlsForm_Version")]
    [InlineData("settings", "form_id|version\nx|0", "settings!B2 Fault_Version")]
    [InlineData("settings", "form_id\n1x", "settings!A2 Fault_Id")]
    [InlineData("settings", "form_id|default_language\nx|Klingon", "settings!B2 XlsForm_Language")]
    [InlineData("settings", "form_id|public_key\nx|MIIB", "settings!B1 XlsForm_UnknownColumn")]
    [InlineData("settings", "form_id|cc_kind\nx|party", "settings!B2 XlsForm_NotOneOf")]
    [InlineData("settings", "form_id|cc_goods\nx|a b", "settings!B2 Fault_Goods")]
    [InlineData("settings", "form_id|cc_goods\nx|a b c d", "settings!B2 Fault_Goods")]
    [InlineData("settings", "form_id|cc_code_lists\nx|CL_NONE 1.0", "settings!B2 Fault_UnknownList")]
    [InlineData("settings", "form_id|cc_code_lists\nx|CL_UNIT", "settings!B2 XlsForm_CodeLists")]
    [InlineData("settings", "form_id\nx\ny", "settings!3 XlsForm_OneRow")]
    [InlineData("cc_rules", "id|severity|field|when|check|message\nX1|E|a||${gone} = 1|No", "cc_rules!E2 Fault_UnknownField")]
    [InlineData(
        "cc_rules",
        "id|severity|field|when|check|message\nX1|E|a||1 = 1|No\nX1|E|a|2 =|1 = 1|No",
        "cc_rules!D3 Expression_EndsEarly"
    )]
    [InlineData("cc_rules", "id|severity|field|when|check|message\nX1|Q|a||1 = 1|No", "cc_rules!B2 Fault_Severity")]
    [InlineData("cc_rules", "id|severity|field|when|check|message\nX-1|E|a||1 = 1|No", "cc_rules!A2 Fault_RuleId")]
    [InlineData("cc_rules", "id|severity|field|when|check|message\nX1|E|a|||No", "cc_rules!E2 XlsForm_CellMissing")]
    [InlineData("cc_rules", "id|severity|field|when|check|message\nX1|E|a||1 = 1|", "cc_rules!F2 Fault_NoLabel")]
    [InlineData("cc_tables", "table|key|value\nt|a|1\nt|a|2", "cc_tables!B3 XlsForm_KeyTwice")]
    [InlineData("cc_tables", "table|key|value\nT|a|1", "cc_tables!A2 Fault_Name")]
    [InlineData("external_choices", "list_name|name\na|b", "external_choices XlsForm_UnknownSheet")]
    [InlineData("entities", "list_name|label\na|b", "entities XlsForm_UnknownSheet")]
    public void AWrongSheetBesideIsRefusedAtItsCell(string sheet, string rows, string fault) =>
        Assert.Contains(fault, Sheets.Faults(Sheets.Workbook(("survey", "type|name|label\ntext|a|A"), (sheet, rows))));

    [Fact]
    public void EverythingWrongIsSaidAtOnce() =>
        Assert.Equal(
            ["survey!A2 XlsForm_UnknownType", "survey!A3 XlsForm_MissingList", "survey!D4 Expression_EndsEarly"],
            Sheets.Faults(Sheets.Survey("type|name|label|relevant\nhologram|a|A|\nselect_one none|b|B|\ntext|c|C|1 ="))
        );

    [Fact]
    public void WithoutItsSheetOfQuestionsThereIsNoForm() =>
        Assert.Equal([" XlsForm_NoSheet"], Sheets.Faults(Sheets.Workbook(("choices", "list_name|name|label\na|b|B"))));

    [Fact]
    public void AFormulaIsRefusedAtItsCell()
    {
        byte[] file = Packages.With(
            Sheets.Survey("type|name|label\ntext|a|A"),
            "xl/worksheets/sheet1.xml",
            sheet =>
                sheet.Replace(
                    """<c r="C2" """,
                    """<c r="D2"><f>HYPERLINK("http://x")</f></c><c r="E2" """,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(["survey!D2 Sheet_Formula"], Sheets.Faults(file));
    }

    [Fact]
    public void AHundredThousandChoicesAreRefused()
    {
        Assert.Equal($"choices!{SpreadsheetLimits.Default.Rows + 1} Sheet_TooManyRows", Sheets.Faults(WithChoices(100_000))[0]);
        Assert.Contains("choices Fault_TooManyChoices", Sheets.Faults(WithChoices(FormLimits.ChoicesPerForm + 1)));

        static byte[] WithChoices(int count) =>
            Sheets.Survey(
                "type|name|label\nselect_one many|a|A",
                "list_name|name|label\n"
                    + string.Join(
                        '\n',
                        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"many|c{i}|C"))
                    )
            );
    }

    [Fact]
    public void AFormOfManyLongTextsIsRefused()
    {
        string rows = string.Join(
            '\n',
            Enumerable
                .Range(0, 300)
                .Select(i =>
                    $"yes_no|c{i}|"
                    + string.Concat(
                        Enumerable.Range(0, 470).Select(part => Convert.ToHexString(SHA256.HashData([(byte)i, (byte)part])))
                    )
                )
        );
        Assert.Equal(
            [" Fault_TooLarge"],
            Sheets.Faults(Sheets.Survey("type|name|label\nselect_one yes_no|a|A", "list_name|name|label\n" + rows))
        );
    }

    [Fact]
    public void TooManyQuestionsAndTooDeepGroupsAreRefused()
    {
        string many = "type|name|label\n" + string.Join('\n', Enumerable.Range(0, 500).Select(i => $"text|q{i}|Q"));
        Assert.Contains("Fault_TooManyFields", string.Join(' ', Sheets.Faults(Sheets.Survey(many))), StringComparison.Ordinal);
        string deep =
            "type|name|label\n"
            + string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"begin_group|g{i}|G"))
            + "\ntext|a|A\n"
            + string.Join('\n', Enumerable.Range(0, 5_000).Select(_ => "end_group||"));
        Assert.Contains("Fault_Nesting", string.Join(' ', Sheets.Faults(Sheets.Survey(deep))), StringComparison.Ordinal);
    }

    [Fact]
    public void AnExplodingPatternNeitherStopsTheImportNorTheForm()
    {
        string pattern = "(a+)+b";
        FormDefinition form = Sheets.Form(Sheets.Survey($"type|name|label|constraint\ntext|a|A|regex(., '{pattern}')"));
        FormEvaluation evaluation = FormEngine.Evaluate(
            form,
            Answers.Of(("a", new string('a', 2_000))),
            FormContext.At(TimeProvider.System)
        );
        Assert.True(evaluation.Findings.Any(finding => finding.RuleId == "F04") || evaluation.NotEvaluated.Contains("F04"));
        string tooLong = new('x', 300);
        Assert.Contains(
            "survey!D2 Expression_PatternTooLong",
            Sheets.Faults(Sheets.Survey($"type|name|label|constraint\ntext|a|A|regex(., '{tooLong}')"))
        );
        string counted = string.Concat(Enumerable.Repeat("(a{900})", 20));
        Assert.Contains(
            "survey!D2 Expression_BadPattern",
            Sheets.Faults(Sheets.Survey($"type|name|label|constraint\ntext|a|A|regex(., '{counted}{{900}}')"))
        );
    }
}
