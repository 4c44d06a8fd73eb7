using System.Text;
using Comm.Client.Forms.XlsForm;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms;

/// <summary>Forms as ODK and KoboToolbox know them, without any column of ours.</summary>
public sealed class XlsImportTests
{
    private const string Choices =
        "list_name|name|label|country\nyes_no|yes|Yes|\nyes_no|no|No|\ntowns|par|Paris|FR\ntowns|tll|Tallinn|EE\ncountries|FR|France|\ncountries|EE|Estonia|";

    [Fact]
    public void APlainFormBecomesAFormOfOurs()
    {
        FormDefinition form = Sheets.Form(
            Sheets.Workbook(
                (
                    "survey",
                    """
                    type|name|label|hint|required|relevant|constraint|constraint_message|calculation|choice_filter|default|read_only|appearance
                    text|who|Your name|As in the passport|yes||string-length(.) > 2|Too short|||||
                    begin_group|visit|The visit||||||||||field-list
                    select_one yes_no|came|Did they come?||true()||||||yes||minimal
                    integer|how_many|How many?||TRUE|selected(${came}, 'yes')|. >= 0 and . < 100|||||
                    end_group|||||||||||
                    select_multiple yes_no|all|All that apply||no||count-selected(.) < 2|||||
                    select_one countries|country|Country|||||||||
                    select_one towns|town|Town|||||||country = ${country}||
                    begin repeat|boxes|Boxes|||||||||
                    decimal|weight|Weight|||||||||
                    text|seal|Seal||||regex(., '[A-Z]{3}[0-9]{4}')|Three letters and four digits|||||
                    end repeat||||||||||||
                    calculate|total|||||||sum(${weight})||
                    calculate|boxes_counted|||||||count(${boxes})||
                    note|thanks|Thank you||no|||||||||
                    geopoint|place|Where|||||||||
                    date|day|Day||||. <= today()||||2026-01-31||
                    time|hour|Hour|||||||||
                    dateTime|moment|Moment|||||||||yes|
                    """
                ),
                ("choices", Choices),
                ("settings", "form_title|form_id|version\nVisits|household_visits|7")
            )
        );
        Assert.Equal(("household-visits", 7, FormKind.Other), (form.Id, form.Version, form.Kind));
        Assert.Equal("Visits", form.Labels.Exactly("en"));
        Assert.Equal(
            "who:Text came:Code how_many:Integer all:Codes country:Code town:Code boxes:Repeat total:Calculation boxes_counted:Calculation "
                + "thanks:Note place:Position day:Date hour:Time moment:DateTime",
            string.Join(' ', form.Questions.Select(field => $"{field.Name}:{field.Type}"))
        );
        FormContext context = FormContext.At(TimeProvider.System);
        Assert.Equal("2026-01-31", FormEngine.Begin(form, context).Text("day"));
        Answers answers = Answers
            .Of(("who", "Al"), ("came", "no"), ("country", "FR"), ("town", "tll"))
            .With("boxes", Answers.Of(("weight", 1.5m), ("seal", "ABC1234")), Answers.Of(("weight", 2m), ("seal", "abc")));
        FormEvaluation evaluation = FormEngine.Evaluate(form, answers, context);
        Assert.Equal(
            ["who F04", "town F09", "boxes[1].seal F04"],
            evaluation.Findings.Select(finding => $"{finding.Path} {finding.RuleId}")
        );
        Assert.Contains(new FieldPath("how_many"), evaluation.Irrelevant);
        Assert.Equal("3.5", evaluation.Calculated[new FieldPath("total")]);
        Assert.Equal("2", evaluation.Calculated[new FieldPath("boxes_counted")]);
    }

    [Fact]
    public void LabelsInSeveralLanguagesAreReadByCodeOrName()
    {
        FormDefinition form = Sheets.Form(
            Sheets.Workbook(
                (
                    "survey",
                    "type|name|label::English (en)|label::Français|label::العربية (ar)|hint::fr\ntext|a|Name|Nom|الاسم|Ici"
                ),
                ("settings", "form_id|default_language\nx|French (fr)")
            )
        );
        FormField field = form.Find("a")!;
        Assert.Equal(["ar", "en", "fr"], field.Labels.Languages);
        Assert.Equal("Ici", field.Hints!.Exactly("fr"));
        Assert.Equal("fr", form.Document.DefaultLanguage);
    }

    [Fact]
    public void WhatIsUnderstoodOtherwiseIsSaid()
    {
        XlsFormImported imported = Sheets.Import(
            Sheets.Workbook(
                ("survey", "type|name|label|appearance\ntext|a|A|multiline"),
                ("settings", "form_id\nMy_Form"),
                ("my notes", "to do\nask Ann")
            )
        );
        Assert.NotNull(imported.Form);
        Assert.Equal(
            ["my notes XlsForm_SheetNotRead", "settings!A2 XlsForm_Id", "survey!D2 XlsForm_AppearanceNotUsed"],
            imported.Remarks.Select(remark => $"{remark.Place} {remark.Key}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void AProductListIsUsedByItsName()
    {
        FormDefinition form = Sheets.Form(
            Sheets.Workbook(
                ("survey", "type|name|label|cc_type|cc_specials\nselect_one CL_OFFENCE|a|A||_U\nselect_one CL_UNIT|b|B|unit|")
            )
        );
        Assert.Equal("CL_OFFENCE", form.Find("a")!.List!.Id);
        Assert.True(form.Find("a")!.OffersUnknown);
        Assert.Equal(FieldType.Unit, form.Find("b")!.Type);
        Assert.Equal(["CL_OFFENCE", "CL_UNIT"], form.CodeLists.Keys);
    }

    [Fact]
    public void AChoiceOfTheProductThatWasChangedIsRefusedAndWithoutItsMarkItIsTheForms()
    {
        const string Survey = "type|name|label|cc_specials\nselect_one CL_YESNO|a|A|";
        Assert.NotNull(Import("CL_YESNO|Y|Yes|CL_YESNO 1.0\nCL_YESNO|N|No|CL_YESNO 1.0").Form);
        AssertRefused("CL_YESNO|Y|Aye|CL_YESNO 1.0\nCL_YESNO|N|No|CL_YESNO 1.0", "choices!C2 XlsForm_ListChanged");
        AssertRefused("CL_YESNO|Y|Yes|CL_YESNO 1.0", "choices!A2 XlsForm_ListChanged");
        AssertRefused(
            "CL_YESNO|Y|Yes|CL_YESNO 1.0\nCL_YESNO|N|No|CL_YESNO 1.0\nCL_YESNO|M|Maybe|CL_YESNO 1.0",
            "choices!B4 XlsForm_ListChanged"
        );
        AssertRefused("CL_YESNO|Y|Yes|CL_YESNO 0.9\nCL_YESNO|N|No|CL_YESNO 0.9", "choices!D2 XlsForm_ListVersion");
        AssertRefused(
            "CL_YESNO|Y|Yes|CL_YESNO 1.0\nCL_YESNO|N|No|CL_YESNO 1.0\nCL_YESNO|M|Maybe|",
            "choices!D4 XlsForm_ListMixed"
        );
        FormDefinition own = Sheets.Form(
            Sheets.Survey("type|name|label\nselect_one aye|a|A", "list_name|name|label|cc_list\naye|Y|Aye|")
        );
        Assert.Equal("Aye", own.Find("a")!.List!.Find("Y")!.Labels.Text("en"));

        XlsFormImported Import(string rows) => Sheets.Import(Sheets.Survey(Survey, "list_name|name|label|cc_list\n" + rows));

        void AssertRefused(string rows, string fault) =>
            Assert.Equal([fault], Import(rows).Faults.Select(one => $"{one.Place} {one.Key}"));
    }

    [Fact]
    public void HostileBytesAreARefusalAndNeverAnException()
    {
        byte[] file = Sheets.Survey("type|name|label|relevant\nselect_one yes_no|a|A|${a} = 'x'\ntext|b|B|");
        for (int i = 0; i < file.Length; i += 11)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 0x10;
            XlsFormImported imported = Sheets.Import(damaged);
            Assert.Equal(imported.Form is null, !imported.Faults.IsEmpty);
        }

        Assert.NotEmpty(Sheets.Import(Encoding.UTF8.GetBytes("type,name\ntext,a\n")).Faults);
    }
}
