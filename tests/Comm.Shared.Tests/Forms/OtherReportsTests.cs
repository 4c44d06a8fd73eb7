using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class OtherReportsTests
{
    [Fact]
    public void FewLinesSayNothingOfWhatIsHigh()
    {
        Assert.Null(Of(OtherReports.LeastLines - 1).HighQuantity("TOB.CIG", "STK"));
        Assert.Equal(199m, Of(OtherReports.LeastLines).HighQuantity("TOB.CIG", "STK"));
        Assert.Equal(995m, Of(1_000).HighQuantity("TOB.CIG", "STK"));
    }

    [Fact]
    public void OneReportIsAsGoodAsAnotherForm()
    {
        var others = new OtherReports([(Seizures.Standard, Seizures.CigarettesInFull)]);
        var same = new SeizedGoods("FR", new DateOnly(2026, 11, 20), "FRLEH", "TOB.CIG", 200_000m, "STK");
        Assert.True(others.Has(same));
        Assert.False(others.Has(same with { Place = "" }));
        Assert.False(others.Has(same with { Quantity = 200_001m }));
    }

    [Fact]
    public void WhatIsNoSeizureOrHalfFilledIsPassedOver()
    {
        var others = new OtherReports([
            (WarningTests.Form, WarningTests.Plain),
            (Seizures.Form, Seizures.Cigarettes.Without("seizure_date")),
            (Seizures.Form, Seizures.Cigarettes.With("lines", Answers.Of(("commodity", "TOB.CIG"), ("quantity", "many")))),
        ]);
        Assert.Null(others.HighQuantity("TOB.CIG", "STK"));
    }

    [Fact]
    public void AGraceBeyondAllDaysIsNoFault() =>
        Assert.True(new OperationWindow(new(2026, 1, 1), DateOnly.MaxValue, int.MaxValue).Covers(new(2030, 1, 1)));

    private static OtherReports Of(int lines) =>
        new(
            Enumerable
                .Range(1, lines)
                .Select(i => (Seizures.Form, Seizures.Cigarettes.With("lines", Seizures.Line("TOB.CIG", i, "STK"))))
        );
}
