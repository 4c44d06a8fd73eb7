using System.Collections.Immutable;
using System.Text;
using Comm.Client.Bridges;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Client.Tests.Bridges;

public sealed class ManifestWarningsTests
{
    private static readonly FormDefinition Warning = FormLibrary.Shipped.Latest("warning")!;

    [Fact]
    public void EachRowIsADraftWithItsConveyanceItsContainerAndItsRoute()
    {
        ImmutableArray<Answers> drafts = Read(
            "reference,vessel,imo,bl,container,seal,loading,discharge,eta,description,freight\n"
                + "A-1,Maersk Test,9074729,BL77,CSQU3054383,S9,CNSHA,FRLEH,2026-11-28,toys,1200\n",
            out ImmutableArray<SheetFault> faults
        );
        Assert.Empty(faults);
        Answers draft = Assert.Single(drafts);
        Assert.Equal("A-1", draft.Text("reference"));
        Assert.Equal("VSL_CARGO", draft.Text("conveyance"));
        Assert.Equal(("9074729", "BL77", "toys"), (draft.Text("imo"), draft.Text("bl_no"), draft.Text("suspicion")));
        Answers container = Assert.Single(draft.Lines("containers"));
        Assert.Equal(("CSQU3054383", "S9"), (container.Text("container_no"), container.Text("seal_no")));
        Assert.Equal(
            [("LOADING", "CN", "CNSHA", null), ("DISCHARGE", "FR", "FRLEH", "2026-11-28")],
            draft
                .Lines("legs")
                .Select(leg => (leg.Text("leg_role"), leg.Text("leg_country"), leg.Text("leg_location"), leg.Text("leg_eta")))
        );
    }

    [Fact]
    public void WhatADraftSaysIsWhatTheWarningAsks()
    {
        Answers draft = Read(
            "reference;awb;loading;discharge\nA-1;020-12345675;IATA:CDG;EGCAI\nA-2;020-12345675;IATA:CDG;EGCAI\n",
            out _
        )[1];
        FormEvaluation evaluation = FormEngine.Evaluate(Warning, draft, FormContext.At(TimeProvider.System, "FR"));
        // Unfinished, as a draft is; nothing in it is wrong.
        Assert.All(
            evaluation.Findings.Where(finding => finding.Severity == Severity.Error),
            finding => Assert.Equal("F01", finding.RuleId)
        );
    }

    [Theory]
    [InlineData("imo,reference\n9074728,A\n", "csv!A2 Sheet_CheckDigit 9074728")]
    [InlineData("reference,eta,discharge\nA,28/11/2026,FRLEH\n", "csv!B2 Sheet_NotADate 28/11/2026")]
    [InlineData("reference,loading\nA,Shanghai\n", "csv!B2 Sheet_NotAPlace Shanghai")]
    public void WhatIsWrongIsNamedAtItsCellAndNoRowIsTaken(string file, string expected)
    {
        Assert.Empty(Read(file, out ImmutableArray<SheetFault> faults));
        Assert.Equal(expected, string.Join('|', faults.Select(fault => fault.ToString())));
    }

    [Fact]
    public void MoreRowsThanAnybodyLooksThroughAreRefused()
    {
        string rows = string.Concat(Enumerable.Repeat("A,BL1\n", ManifestWarnings.MostRows + 1));
        Assert.Empty(Read("reference,bl\n" + rows, out ImmutableArray<SheetFault> faults));
        Assert.Equal("Sheet_TooManyRows", Assert.Single(faults).Key);
    }

    private static ImmutableArray<Answers> Read(string file, out ImmutableArray<SheetFault> faults) =>
        ManifestWarnings.Read(Encoding.UTF8.GetBytes(file), Warning, Answers.None, LocationTable.Shipped, out faults);
}
