using Comm.Client.Pages.Reports;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Shell;

/// <summary>What the page's inputs of each type send, as one answer.</summary>
public static class EveryTypeEntryTests
{
    [Fact]
    public static void AnHourHasTheOffsetThatWasChosenOrThatOfThisMachineOnThatDay()
    {
        Assert.Equal("2026-07-01T06:30+02:00", Text("moment", ("moment", "2026-07-01T06:30"), ("moment.offset", "")));
        Assert.Equal("2026-07-01T06:30+05:30", Text("moment", ("moment", "2026-07-01T06:30"), ("moment.offset", "+05:30")));
        Assert.Null(Text("moment", ("moment", ""), ("moment.offset", "+05:30")));
    }

    [Fact]
    public static void TheHalvesOfAPositionAreOneAnswerAndStayAsTypedWhereTheyAreNone()
    {
        Assert.Equal(
            "59.43333 24.75",
            Text("place_on_earth", ("place_on_earth.lat", "59°26'N"), ("place_on_earth.lon", "24°45'E"))
        );
        Assert.Equal("59.437 24.745", Text("place_on_earth", ("place_on_earth.lat", "59.437, 24.745")));
        Assert.Equal("north | 24", Text("place_on_earth", ("place_on_earth.lat", "north"), ("place_on_earth.lon", "24")));
    }

    [Fact]
    public static void SeveralBoxesAreOneAnswer() => Assert.Equal("DOG XRAY", Text("means", ("means", "DOG"), ("means", "XRAY")));

    [Fact]
    public static void UnknownStandsBesideAnInputAndGivesWayToAnEntry()
    {
        Assert.Equal("_U", Text("day", ("day", ""), ("day.special", "_U")));
        Assert.Equal("2026-11-22", Text("day", ("day", "2026-11-22"), ("day.special", "_U")));
        Assert.Null(Text("hour", ("hour.special", "_U")));
    }

    [Fact]
    public static void WhatIsComputedOrSaidIsNeverAnAnswerOfThePage()
    {
        ReportDraft draft = SampleQuestions.Read(("whole", "21"), ("twice", "7"), ("notice", "x"));
        Assert.Null(draft.Answers["twice"]);
        Assert.Null(draft.Answers["notice"]);
        Assert.Equal("42", draft.Evaluation.Calculated[new FieldPath("twice")]);
        Assert.NotEqual(draft.Shape, SampleQuestions.Read(("whole", "22")).Shape);
    }

    [Fact]
    public static void ChoicesThatGoWithAnotherAnswerChangeThePage()
    {
        ReportDraft wild = SampleQuestions.Read(("animal_kind", "wild"));
        Assert.Equal(["LYNX", "BEAR", "WOLF"], wild.Choices(new FieldPath("animal")).Select(code => code.Value));
        Assert.NotEqual(wild.Shape, SampleQuestions.Read(("animal_kind", "tame")).Shape);
    }

    [Fact]
    public static void ASectionIsOpenWhereSomethingIsAskedAnsweredOrWrong()
    {
        ReportDraft draft = SampleQuestions.Read(("hour", "06:30"));
        bool IsOpen(string section) => SectionState.Of(draft.Form.Find(section)!, draft).IsOpen;
        Assert.True(IsOpen("texts"), "a question of it is required");
        Assert.True(IsOpen("times"), "it holds an answer");
        Assert.False(IsOpen("places"));
        Assert.True(SectionState.Of(draft.Form.Find("places")!, SampleQuestions.Wrong()).IsOpen, "its position is wrong");
        Assert.Equal(1, SectionState.Of(draft.Form.Find("texts")!, draft).Missing);
    }

    [Fact]
    public static void RowsOfASpreadsheetBecomeLinesByTheirHeadingsOrInTheirOrder()
    {
        PasteOutcome byOrder = Paste("A-1\t2026-11-22\t3\r\nA-2\t\t4\r\n\r\n");
        Assert.Equal(2, byOrder.Lines);
        Assert.Equal(["A-1", "A-2"], Numbers(byOrder));
        PasteOutcome byHeading = Paste("Paper pages (en)\tpaper_no\n5\tA-3\n");
        Assert.Equal(["A-3"], Numbers(byHeading));
        Assert.Equal(5, byHeading.Answers.Lines("papers")[0].Number("paper_pages"));
        Assert.Equal(["two\nlines", "21\" screen"], Numbers(Paste("\"two\nlines\"\n21\" screen\n")));
    }

    [Fact]
    public static void ARowThatCannotBeReadIsNamedAndNothingIsPasted()
    {
        PasteOutcome refused = Paste("A-1\t03/04/2026\t3\nA-2\t2026-11-22\tthree\tmore\n");
        Assert.Equal(
            [(1, 2, "Paste.Unread"), (2, 3, "Paste.Unread"), (2, 4, "Paste.NoColumn")],
            refused.Faults.Select(fault => (fault.Row, fault.Column, fault.Key))
        );
        Assert.Empty(refused.Answers.Lines("papers"));
        Assert.Contains("03/04/2026", refused.Text, StringComparison.Ordinal);
        Assert.Equal("Paste.UnknownColumn", Assert.Single(Paste("paper_no\tcolour\nA-1\tred\n").Faults).Key);
        Assert.Equal("Paste.TooMany", Assert.Single(Paste(string.Concat(Enumerable.Repeat("A\n", 6))).Faults).Key);
        Assert.Equal("Paste.Nothing", Assert.Single(Paste(" \n\t\n").Faults).Key);
    }

    private static PasteOutcome Paste(string text) => SampleQuestions.Read(("paste", "papers"), ("papers.pasted", text)).Paste!;

    private static IEnumerable<string?> Numbers(PasteOutcome pasted) =>
        pasted.Answers.Lines("papers").Select(line => line.Text("paper_no"));

    private static string? Text(string field, params (string, string)[] posted) =>
        SampleQuestions.Read(posted).Answers.Text(field);
}
