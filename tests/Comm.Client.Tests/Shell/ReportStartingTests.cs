using System.Collections.Immutable;
using Comm.Client.Pages.Reports.Starting;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Client.Tests.Shell;

public static class ReportStartingTests
{
    private static readonly FormDefinition Standard = FormLibrary.Shipped.Latest(FormLibrary.StandardSeizure)!;

    [Fact]
    public static void TheSimplifiedReportGoesOnInTheStandardFormWithAllItsAnswers()
    {
        (Answers answers, ImmutableArray<DroppedAnswer> dropped) = ReportCarry.Over(
            SampleRoom.Form,
            Standard,
            SampleRoom.Cigarettes.With("remarks", "inside the seat"),
            SampleRoom.French
        );
        Assert.Empty(dropped);
        Assert.Equal("inside the seat", answers.Text("remarks"));
        Assert.Equal("FRLEH", answers.Text("location"));
        Assert.Equal([2_400_000m, 315.5m], answers.Lines("lines").Select(line => line.Number("quantity")));
    }

    [Fact]
    public static void WhatHasNoPlaceIsToldAndNotCarried()
    {
        Answers full = Answers
            .Of(("vessel_name", "Lorena"), ("movement", "IMP"))
            .With("lines", Answers.Of(("quantity", 5m), ("brand", "Falcon")));
        (Answers answers, ImmutableArray<DroppedAnswer> dropped) = ReportCarry.Over(
            Standard,
            SampleRoom.Form,
            full,
            SampleRoom.French
        );
        Assert.Equal(["brand", "vessel_name"], dropped.Select(answer => answer.Field.Name).Order());
        Assert.Equal("IMP", answers.Text("movement"));
        Assert.Null(answers["vessel_name"]);
        Assert.Equal(5m, Assert.Single(answers.Lines("lines")).Number("quantity"));
    }

    [Theory]
    [InlineData("Container CSQU3054383, seals intact", "container CSQU3054383")]
    [InlineData("CSQU 305438-3", "container CSQU3054383")]
    [InlineData("CSQU3054384", "")]
    [InlineData("IMO 9074729 is due", "imo 9074729")]
    [InlineData("call 9074729", "")]
    [InlineData("AWB: 02312345675", "awb 02312345675")]
    [InlineData("02312345675 pieces", "")]
    [InlineData("in the port of FRLEH since noon", "place FRLEH")]
    [InlineData("au port du FRLEH", "place FRLEH")]
    [InlineData("الحاوية في ميناء FRLEH", "place FRLEH")]
    [InlineData("порт RULED", "place RULED")]
    [InlineData("seen FRLEH once", "")]
    [InlineData("port of HEAVY rain", "")]
    [InlineData("200000 cigarettes on 2026-11-25", "")]
    public static void OnlyWhatAMessageNamesBeyondDoubtIsTakenFromIt(string text, string found) =>
        Assert.Equal(
            found,
            string.Join(" ", MessageCodes.Find(text, LocationTable.Shipped).Select(code => $"{code.Kind} {code.Value}"))
        );

    [Fact]
    public static void AMessageBecomesAReportWithItsTextInTheRemarks()
    {
        const string Text = "Container CSQU3054383 on IMO 9074729, port FRLEH.";
        Answers answers = MessageReport.Begin(SampleQuestions.Everything, Text, SampleRoom.French);
        Assert.Equal(Text, answers.Text("remarks"));
        Assert.Equal("CSQU3054383", answers.Text("container_no"));
        Assert.Equal("9074729", answers.Text("ship_no"));
        Assert.Equal("FRLEH", answers.Text("port"));
        Assert.Equal("FRLEH", MessageReport.Begin(SampleRoom.Form, Text, SampleRoom.French).Text("location"));
    }
}
