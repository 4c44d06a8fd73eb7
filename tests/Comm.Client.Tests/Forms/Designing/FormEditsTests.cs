using Comm.Client.Forms.Designing;
using Comm.Client.Tests.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Tests.Forms.Designing;

/// <summary>Every act of the designer gives a form that still is one, or is not done at all.</summary>
public sealed class FormEditsTests
{
    private static readonly FormDocument Simplified = SampleRoom.Form.Document;

    [Fact]
    public void AQuestionIsAddedBehindAnotherAtTheEndOrIntoALine()
    {
        FormDocument end = Added(Simplified, FieldType.Text, "seal", null);
        Assert.Equal("seal", end.Fields[^1].Name);
        FormDocument behind = Added(Simplified, FieldType.Text, "seal", "movement");
        Assert.Equal(FormTree.Find(behind, "movement")!.Index + 1, FormTree.Find(behind, "seal")!.Index);
        FormDocument inLine = Added(Simplified, FieldType.Text, "seal", "lines");
        Assert.Equal("lines", FormTree.Find(inLine, "seal")!.Repeat);
        AssertCompiles(end);
        AssertCompiles(behind);
        AssertCompiles(inLine);
    }

    [Fact]
    public void ANameIsThereOnce() =>
        Assert.Null(FormEdits.Add(Simplified, FieldType.Text, "movement", Words("Again"), near: null));

    [Fact]
    public void LinesHoldNoLines()
    {
        Assert.Null(FormEdits.Add(Simplified, FieldType.Repeat, "more", Words("More"), "lines"));
        Assert.Null(FormEdits.Add(Simplified, FieldType.Repeat, "more", Words("More"), "quantity"));
    }

    [Fact]
    public void ASectionTakesTheQuestionsThatAreMovedIntoItAndGivesThemBack()
    {
        FormDocument document = Added(Simplified, FieldType.Section, "where", "reporting_country");
        document = Moved(document, "national_ref", Step.Into);
        Assert.Equal("where", FormTree.Find(document, "national_ref")!.Parent!.Name);
        AssertCompiles(document);
        document = Moved(document, "national_ref", Step.Out);
        Assert.Null(FormTree.Find(document, "national_ref")!.Parent);
        Assert.Equal(FormTree.Find(document, "where")!.Index + 1, FormTree.Find(document, "national_ref")!.Index);
    }

    [Fact]
    public void UpAndDownUndoEachOtherAndEndAtTheEnds()
    {
        FormDocument up = Moved(Simplified, "movement", Step.Up);
        Assert.NotEqual(Order(Simplified), Order(up));
        Assert.Equal(Order(Simplified), Order(Moved(up, "movement", Step.Down)));
        Assert.Null(FormEdits.Move(Simplified, Simplified.Fields[0].Name, Step.Up));
        Assert.Null(FormEdits.Move(Simplified, Simplified.Fields[^1].Name, Step.Down));
        Assert.Null(FormEdits.Move(Simplified, "movement", Step.Into));
        Assert.Null(FormEdits.Move(Simplified, "movement", Step.Out));
    }

    [Theory]
    [InlineData("movement", "national_ref")]
    [InlineData("national_ref", "conveyance")]
    [InlineData("remarks", "quantity")]
    public void WhatIsDroppedOnAQuestionStandsBeforeIt(string name, string target)
    {
        FormDocument document = FormEdits.MoveTo(Simplified, name, target, into: false)!;
        Assert.Equal(FormTree.Find(document, target)!.Index, FormTree.Find(document, name)!.Index + 1);
        Assert.Equal(FormTree.All(Simplified).Count(), FormTree.All(document).Count());
    }

    [Fact]
    public void NothingIsMovedIntoItselfNorLinesIntoLines()
    {
        Assert.Null(FormEdits.MoveTo(Simplified, "lines", "quantity", into: false));
        Assert.Null(FormEdits.MoveTo(Simplified, "lines", "lines", into: true));
        Assert.Null(FormEdits.MoveTo(Simplified, "movement", "conveyance", into: true));
        FormDocument two = Added(Simplified, FieldType.Repeat, "legs", null);
        Assert.Null(FormEdits.MoveTo(two, "legs", "lines", into: true));
    }

    [Fact]
    public void SectionsGoNoDeeperThanAnybodyFindsAQuestionIn()
    {
        FormDocument document = Simplified;
        string? near = null;
        for (int depth = 0; depth < FormLimits.SectionDepth; depth++)
        {
            document = Added(document, FieldType.Section, $"s{depth}", near);
            near = $"s{depth}";
        }

        document = Added(document, FieldType.Text, "deep", near);
        AssertCompiles(document);
        Assert.Null(FormEdits.MoveTo(document, "s0", "lines", into: true));
        document = Added(document, FieldType.Section, "beside", "s3");
        Assert.Null(FormEdits.Add(document, FieldType.Text, "too_deep", Words("Too deep"), "beside"));
    }

    [Fact]
    public void WhatRefersToAQuestionIsNamedAndGoesWithIt()
    {
        Assert.Contains(new Mention("location_text", null, "relevant"), FormMentions.Of(Simplified, "location_type"));
        Assert.Contains(FormMentions.Of(Simplified, "location_type"), mention => mention.Part == "placesBy");
        Assert.Contains(FormMentions.Of(Simplified, "quantity"), mention => mention.Part == "goods");
        Assert.Empty(FormMentions.Of(Simplified, "remarks"));
        foreach (string name in new[] { "location_type", "quantity", "movement", "lines", "conveyance" })
        {
            FormDocument without = FormMentions.RemoveWithMentions(Simplified, name);
            Assert.Null(FormTree.Find(without, name));
            Assert.DoesNotContain(
                $"${{{name}}}",
                System.Text.Encoding.UTF8.GetString(without.ToUtf8()),
                StringComparison.Ordinal
            );
            AssertCompiles(without);
        }
    }

    [Fact]
    public void RemovingAloneLeavesAFaultThatIsTold() =>
        Assert.Contains(
            DesignCheck.Of(FormEdits.Remove(Simplified, "movement")).Faults,
            fault => fault.Key == "Fault_UnknownField" && fault.Arguments.Contains("movement")
        );

    [Fact]
    public void ANewNameIsSaidWhereverTheOldOneWas()
    {
        foreach (string name in new[] { "location_type", "quantity", "lines", "movement" })
        {
            FormDocument renamed = FormEdits.Rename(Simplified, name, "quite_new")!;
            AssertCompiles(renamed);
            Assert.DoesNotContain(
                $"${{{name}}}",
                System.Text.Encoding.UTF8.GetString(renamed.ToUtf8()),
                StringComparison.Ordinal
            );
        }

        Assert.Null(FormEdits.Rename(Simplified, "movement", "conveyance"));
        Assert.Null(FormEdits.Rename(Simplified, "movement", "Not a name"));
    }

    [Fact]
    public void AnotherTypeLosesWhatItCannotHave()
    {
        FormDocument document = FormEdits.SetType(Simplified, "offence_type", FieldType.Text);
        Assert.Null(FormTree.Find(document, "offence_type")!.Field.CodeList);
        AssertCompiles(document);
        document = FormEdits.SetType(document, "remarks", FieldType.Unit);
        Assert.Equal("CL_UNIT", FormTree.Find(document, "remarks")!.Field.CodeList);
        AssertCompiles(document);
        document = FormEdits.SetType(document, "remarks", FieldType.Calculation);
        Assert.Contains(DesignCheck.Of(document).At("remarks", "calculation"), fault => fault.Key == "Expression_EndsEarly");
    }

    [Fact]
    public void ATextThatBecomesPicturesTakesNoMoreThanAMessageCarries()
    {
        FormDocument document = FormEdits.SetType(Simplified, "remarks", FieldType.Image);
        Assert.InRange(FormTree.Find(document, "remarks")!.Field.Most, 0, 20);
        AssertCompiles(document);
    }

    [Fact]
    public void AListThatAQuestionUsesIsNamedByTheForm()
    {
        FormDocument document = Added(Simplified, FieldType.Code, "procedure", null);
        FieldDocument question = FormTree.Find(document, "procedure")!.Field with { CodeList = "CL_PROCEDURE" };
        document = FormEdits.Set(document, question);
        Assert.Contains("CL_PROCEDURE", document.CodeLists.Keys);
        AssertCompiles(document);
    }

    [Fact]
    public void NewRulesHaveIdsThatNobodyElseHas()
    {
        FormDocument document = FormRuleEdits.Add(FormRuleEdits.Add(Simplified, "quantity"), "quantity");
        Assert.Equal(["X01", "X02"], document.Rules[^2..].Select(rule => rule.Id));
        document = FormRuleEdits.Remove(document, document.Rules.Length - 2)!;
        Assert.Equal("X01", FormRuleEdits.Add(document, "quantity").Rules[^1].Id);
        Assert.Null(FormRuleEdits.Remove(document, document.Rules.Length));
        Assert.Null(FormRuleEdits.Set(document, -1, rule => rule));
        Assert.Equal("I", FormRuleEdits.Set(document, 0, rule => rule with { Severity = "I" })!.Rules[0].Severity);
    }

    [Fact]
    public void OwnListsAreMadeUsedAndKeptWhileTheyAreUsed()
    {
        FormDocument document = FormListEdits.Add(Simplified, "colours")!;
        Assert.Null(FormListEdits.Add(document, "colours"));
        document = FormListEdits.AddChoice(document, "colours", "RED", Words("Red"))!;
        Assert.Null(FormListEdits.AddChoice(document, "colours", "RED", Words("Red")));
        document = FormListEdits.SetChoice(
            document,
            "colours",
            "RED",
            choice => choice with { Attributes = FormListEdits.ReadAttributes("country=FR; kind=warm") }
        )!;
        Assert.Equal("country=FR; kind=warm", FormListEdits.WriteAttributes(document.Lists[0].Choices[0]));
        document = Added(document, FieldType.Code, "colour", null);
        document = FormEdits.Set(document, FormTree.Find(document, "colour")!.Field with { CodeList = "colours" });
        AssertCompiles(document);
        Assert.Null(FormListEdits.Remove(document, "colours"));
        Assert.NotNull(FormListEdits.Remove(FormEdits.Remove(document, "colour"), "colours"));
        Assert.Empty(FormListEdits.RemoveChoice(document, "colours", "RED")!.Lists[0].Choices);
        Assert.Null(FormListEdits.ReadAttributes("no sign of equality"));
        Assert.Null(FormListEdits.ReadAttributes("a=1; a=2"));
    }

    [Fact]
    public void MissingTranslationsAreCountedAndFilled()
    {
        Assert.Equal(0, FormTexts.CountMissing(Simplified));
        FormDocument document = Added(Simplified, FieldType.Text, "seal", null);
        Assert.Equal(5, FormTexts.CountMissing(document));
        document = FormTexts.Set(document, "Label:seal", "ar", "الختم")!;
        Assert.Equal(4, FormTexts.CountMissing(document));
        Assert.Equal("الختم", FormTree.Find(document, "seal")!.Field.Labels.Exactly("ar"));
        Assert.Null(FormTexts.Set(document, "Label:nowhere", "ar", "x"));
        Assert.Null(FormTexts.Set(document, "Label:seal", "de", "x"));
        Assert.All(FormTexts.Of(document), text => Assert.NotNull(FormTexts.Set(document, text.Key, "fr", "texte")));
        Assert.Equal(FormTexts.Of(document).Count(), FormTexts.Of(document).Select(text => text.Key).Distinct().Count());
    }

    [Fact]
    public void NamesAreReadableAndFree()
    {
        Assert.Equal("colour_of_the_seal", DesignNames.ForField(Simplified, "Colour of the seal?", "question"));
        Assert.Equal("numero_du_scelle", DesignNames.ForField(Simplified, "Numéro du scellé", "question"));
        Assert.Equal("question", DesignNames.ForField(Simplified, "لون الختم", "question"));
        Assert.Equal("movement_2", DesignNames.ForField(Simplified, "Movement", "question"));
        Assert.Equal("seizure-simplified-2", DesignNames.ForForm("Seizure simplified", "form", []));
        Assert.Equal("falcon-form-2", DesignNames.ForForm("Falcon form", "form", ["falcon-form"]));
    }

    [Fact]
    public void ACopyOfAShippedFormKeepsWhatFiguresNeedAndAnEmptyOneIsAForm()
    {
        FormDocument copy = FormStarts.CopyOf(Simplified, []);
        Assert.False(FormStarts.IsShipped(copy.Id));
        Assert.Equal((Simplified.Kind, Simplified.Goods, 1), (copy.Kind, copy.Goods, copy.Version));
        Assert.Equal(Order(Simplified), Order(copy));
        AssertCompiles(copy);
        AssertCompiles(FormStarts.Empty("Falcon", "fr", FormKind.Other, []));
        Assert.Equal(2, FormStarts.NextOf(Simplified, [SampleRoom.Form]).Version);
    }

    [Fact]
    public void APublishingThatWasCutOffIsTheSameVersionWhenItIsDoneAgain()
    {
        FormDocument own = FormStarts.CopyOf(Simplified, []);
        FormDefinition sent = DesignCheck.Of(own with { Version = 3 }).Form!;
        Assert.Equal(3, FormStarts.Numbered(own, [sent]).Version);
        Assert.Equal(4, FormStarts.Numbered(FormEdits.Remove(own, "remarks"), [sent]).Version);
        Assert.Equal(1, FormStarts.Numbered(own, []).Version);
    }

    internal static Labels Words(string english) => new([KeyValuePair.Create("en", english)]);

    private static FormDocument Added(FormDocument document, FieldType type, string name, string? near)
    {
        FormDocument? added = FormEdits.Add(document, type, name, Words(name), near);
        Assert.NotNull(added);
        return added;
    }

    private static FormDocument Moved(FormDocument document, string name, Step step)
    {
        FormDocument? moved = FormEdits.Move(document, name, step);
        Assert.NotNull(moved);
        return moved;
    }

    private static IEnumerable<string> Order(FormDocument document) => FormTree.All(document).Select(placed => placed.Field.Name);

    private static void AssertCompiles(FormDocument document) => Assert.Empty(DesignCheck.Of(document).Faults);
}
