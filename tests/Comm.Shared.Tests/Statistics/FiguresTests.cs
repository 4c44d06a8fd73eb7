using System.Globalization;
using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Statistics;
using Comm.Shared.Tests.Forms;

namespace Comm.Shared.Tests.Statistics;

public class FiguresTests
{
    [Fact]
    public void AnEventIsCountedOnceInEachOfItsGroups()
    {
        Figures figures = Figures.From([
            Counted(Seizures.Cigarettes.With("lines", Seizures.Line("TOB.CIG", 200, "STK"), Seizures.Line("TOB.CIG", 3, "NMP"))),
            Counted(Seizures.Cigarettes.With("lines", Seizures.Line("TOB.RAW", 2.5m, "KGM"), Seizures.Line("ALC", 7, "LTR"))),
        ]);
        Assert.Equal(2, figures.Events);
        Assert.Equal([new EventCount("ALC", 1), new EventCount("TOB", 2)], figures.ByCommodityGroup.AsEnumerable());
        Assert.Equal([new EventCount("FR", 2)], figures.ByReportingCountry.AsEnumerable());
        Assert.Equal([new EventCount("IMP", 2)], figures.ByMovement.AsEnumerable());
        Assert.Equal(
            [
                new QuantityTotal("ALC", "LTR", 7, 1),
                new QuantityTotal("TOB", "KGM", 2.5m, 1),
                new QuantityTotal("TOB", "STK", 260, 1),
            ],
            figures.Quantities.AsEnumerable()
        );
    }

    [Fact]
    public void AReportThatArrivedTwiceIsOneEvent()
    {
        CountedReport report = Counted(Seizures.Cigarettes);
        Assert.Equal(1, Figures.From([report, report]).Events);
    }

    [Fact]
    public void AmountsOfMoneyAreNotAddedAcrossCurrencies()
    {
        Answers money = Seizures
            .Cigarettes.With("offence_type", "CASH")
            .With("lines", Seizures.Line("CUR", 10_000, "EUR"), Seizures.Line("CUR", 500, "USD"));
        Assert.Equal(["EUR", "USD"], Figures.From([Counted(money)]).Quantities.Select(total => total.Unit));
    }

    [Theory]
    [InlineData("DRG.COC", "1500", "GRM", "1.5", "KGM")]
    [InlineData("DRG.AMP", "2", "LTR", "2", "KGM")]
    [InlineData("DRG.MDMA", "100", "H87", "100", "H87")]
    [InlineData("TOB.CIG", "2.5", "MIL", "2500", "STK")]
    [InlineData("ENV", "1.5", "TNE", "1500", "KGM")]
    [InlineData("GEM", "5", "CTM", "0.001", "KGM")]
    [InlineData("IPR.FTW", "3", "PR", "3", "PR")]
    public void QuantitiesAreNormalisedByTheirGroup(
        string commodity,
        string quantity,
        string unit,
        string normalised,
        string normalUnit
    )
    {
        decimal amount = decimal.Parse(quantity, CultureInfo.InvariantCulture);
        QuantityTotal total = Assert.Single(
            Figures.From([Counted(Seizures.Cigarettes.With("lines", Seizures.Line(commodity, amount, unit)))]).Quantities
        );
        Assert.Equal((decimal.Parse(normalised, CultureInfo.InvariantCulture), normalUnit), (total.Quantity, total.Unit));
    }

    [Fact]
    public void TheRowsDoNotDependOnTheOrderOfArrival()
    {
        CountedReport[] reports =
        [
            Counted(Seizures.Cigarettes),
            Counted(Seizures.Cigarettes.With("movement", "INL").With("location_type", "WHS")),
            Counted(Seizures.Cigarettes.With("lines", Seizures.Line("ALC", 1, "LTR"))),
        ];
        Assert.Equal(Csv(reports, "en"), Csv(reports.Reverse(), "en"));
        Assert.Equal(Figures.From(reports).ByMovement.AsEnumerable(), Figures.From(reports.Reverse()).ByMovement.AsEnumerable());
    }

    [Fact]
    public void AnInvalidReportCannotBeCounted()
    {
        Report wrong = Report.New(Seizures.Form, "en", Seizures.Cigarettes.With("departure_country", "DE"));
        Assert.Null(CountedReport.From(wrong, Seizures.Verdict(wrong)));
    }

    [Fact]
    public void EveryRowOfTheExportSaysThatItWasNotReleased()
    {
        Answers two = Seizures.Cigarettes.With("lines", Seizures.Line("ALC", 7.5m, "LTR"), Seizures.Line("DRG.COC", 250, "GRM"));
        string[] lines = Csv([Counted(two)], "fr").TrimEnd().Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("release_status,report_id,revision,form,form_version,", lines[0]);
        Assert.All(lines[1..], line => Assert.StartsWith("not_released,", line));
        Assert.Contains("TOB", Csv([Counted(Seizures.Cigarettes)], "fr"));
        Assert.EndsWith(",DRG,Stupéfiants,0.25,KGM,0.001", lines[2]);
        Assert.Contains(",FRLEH,Le Havre,", lines[1]);
        Assert.Contains(",AE,Émirats arabes unis,", lines[1]);
        Assert.Contains(",IMP,Importation,", lines[1]);
    }

    [Fact]
    public void WhatStaysInTheGroupIsNotInTheExport()
    {
        Answers answers = Seizures
            .Cigarettes.With("remarks", "SECRET-REMARK")
            .With("national_ref", "SECRET-REF")
            .With("offence_type", "_O")
            .With("offence_text", "SECRET-OFFENCE");
        string csv = Csv([Counted(answers)], "en");
        Assert.DoesNotContain("SECRET", csv);
        Assert.DoesNotContain("remarks", csv);
        Assert.DoesNotContain("national_ref", csv);
        Assert.Contains(",_O,Other (say what),", csv);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public void ACellThatASpreadsheetWouldRunIsNeutralised(string hostile)
    {
        // The only texts of a report that are not codes are kept out of the export; a form of a coordinator may let one in.
        string json = """
            {"id":"open","version":1,"kind":"seizure","labels":{"en":"Open"},"codeLists":{"CL_COMMODITY":"1.0","CL_UNIT":"1.0"},
            "goods":{"repeat":"lines","commodity":"commodity","quantity":"quantity","unit":"unit"},"fields":[
            {"name":"vessel","type":"text","most":35,"labels":{"en":"Vessel"}},
            {"name":"lines","type":"repeat","least":1,"most":5,"labels":{"en":"Goods"},"fields":[
            {"name":"commodity","type":"code","codeList":"CL_COMMODITY","labels":{"en":"C"}},
            {"name":"quantity","type":"decimal","labels":{"en":"Q"}},
            {"name":"unit","type":"unit","codeList":"CL_UNIT","labels":{"en":"U"}}]}],"rules":[]}
            """;
        FormDefinition? form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(json), CodeLists.Shipped, out _);
        Report report = Report.New(form!, "en", Answers.Of(("vessel", hostile)).With("lines", Seizures.Line("ALC", 1, "LTR")));
        ReportVerdict verdict = ReportVerdict.Of(report, new FormLibrary([form!]), Seizures.Context());
        string csv = Csv([CountedReport.From(report, verdict)!], "en");
        Assert.Contains("'" + hostile, csv);
        Assert.DoesNotContain("," + hostile, csv);
        Assert.DoesNotContain(",\"" + hostile, csv);
    }

    [Fact]
    public void ArabicChangesNoDigitInAFile()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CountedReport[] reports = [Counted(Seizures.Cigarettes.With("lines", Seizures.Line("DRG.COC", 1_234.5m, "KGM")))];
        string plain = Csv(reports, "ar");
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ar-EG");
            Assert.Equal(plain, Csv(reports, "ar"));
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }

        Assert.Contains(",1234.5,KGM,", plain);
        Assert.Contains("2026-11-20", plain);
        Assert.Contains("كوكايين", plain);
        Assert.DoesNotContain(plain, c => c is '\u066B' or (>= '\u0660' and <= '\u0669'));
    }

    private static CountedReport Counted(Answers answers)
    {
        Report report = Report.New(Seizures.Form, "en", answers);
        ReportVerdict verdict = Seizures.Verdict(report);
        Assert.Empty(verdict.Findings);
        return CountedReport.From(report, verdict)!;
    }

    private static string Csv(IEnumerable<CountedReport> reports, string language)
    {
        using var stream = new MemoryStream();
        new ReportCsv(language).Write(stream, reports);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        // Excel takes a file without the mark for the machine's old code page: Arabic and Cyrillic would be rubbish.
        Assert.StartsWith("\uFEFF", text, StringComparison.Ordinal);
        return text[1..];
    }
}
