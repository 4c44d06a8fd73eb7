using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class RuleTests
{
    [Fact]
    public void APlainSeizureHasNoFindings()
    {
        FormEvaluation evaluation = Seizures.Evaluate(Seizures.Cigarettes, Seizures.AtEntry());
        Assert.Empty(evaluation.Findings);
        Assert.Empty(evaluation.NotEvaluated);
    }

    [Theory]
    // Import: what cannot be, and what is odd but real.
    [InlineData("departure_country=DE", "E M01 departure_country")]
    [InlineData("departure_country=FR", "E M01 departure_country|W M06 destination_country")]
    [InlineData("destination_country=US", "E M01 destination_country")]
    [InlineData("destination_country=DE", "")]
    [InlineData("destination_country=_U", "W M01 destination_country")]
    [InlineData("departure_country=_U", "")]
    [InlineData("departure_country=FR;destination_country=GP;location=GPPTP", "W M01 departure_country")]
    [InlineData("departure_country=NC", "")]
    [InlineData("departure_country=FR;destination_country=NC;location=NCNOU", "W M01 departure_country")]
    [InlineData("departure_country=TR;destination_country=BE;location=BEANR", "W M07 location")]
    [InlineData(
        "reporting_country=BY;location=;location_type=LND;conveyance=VEH_TRUCK;departure_country=RU;destination_country=BY",
        "E M01 departure_country"
    )]
    [InlineData("reporting_country=SA;location=SAJED;departure_country=AE;destination_country=SA", "")]
    // One country at both ends: fine inland, odd otherwise, never blocked.
    [InlineData(
        "movement=EXP;departure_country=FR;destination_country=FR",
        "E M02 destination_country|W M06 destination_country"
    )]
    [InlineData("movement=TRA;departure_country=CH;destination_country=CH", "W M06 destination_country")]
    [InlineData("movement=INL;departure_country=FR;destination_country=FR;location_type=WHS", "")]
    [InlineData("movement=INL;departure_country=_Z;location_type=WHS", "")]
    // Export, as import the other way round.
    [InlineData("movement=EXP;departure_country=FR;destination_country=US", "")]
    [InlineData("movement=EXP;departure_country=DE;destination_country=US", "")]
    [InlineData("movement=EXP;departure_country=US;destination_country=AE", "E M02 departure_country")]
    [InlineData("movement=EXP;departure_country=FR;destination_country=DE", "E M02 destination_country")]
    [InlineData("movement=EXP;departure_country=FR;destination_country=GP", "W M02 destination_country")]
    [InlineData("movement=EXP;departure_country=FR;destination_country=_U", "W M02 destination_country")]
    [InlineData("movement=EXP;departure_country=_U;destination_country=US", "W M02 departure_country")]
    // Transit and transhipment pass by; inside the territory is not at the border.
    [InlineData("movement=TRA;departure_country=CN;destination_country=CH", "")]
    [InlineData("movement=TRA;departure_country=CN;destination_country=FR", "W M03 movement")]
    [InlineData("movement=TSH;departure_country=CN;destination_country=US", "")]
    [InlineData("movement=TSH;departure_country=CN;destination_country=US;location_type=WHS", "E M04 location_type")]
    [InlineData("movement=TSH;departure_country=FR;destination_country=US", "W M04 movement")]
    [InlineData("movement=INL;departure_country=_Z;location_type=SEA", "W M05 location_type")]
    // A ship does not land, nobody walks on the sea; a lorry at an airport is every day.
    [InlineData("location_type=AIR;location=IATA:CDG;conveyance=VSL_CARGO", "E P03 conveyance")]
    [InlineData("location_type=MAR;location=;conveyance=PED", "E P03 conveyance")]
    [InlineData("location_type=AIR;location=IATA:CDG;conveyance=VEH_TRUCK", "")]
    [InlineData("location_type=SEA;conveyance=AC_PAX", "W P03 conveyance")]
    // Cash is counted.
    [InlineData("offence_type=CASH", "E G07 offence_type")]
    [InlineData("movement=EXP;departure_country=_Z", "E F04 departure_country")]
    // Place: abroad is odd, at sea is not, a territory is home.
    [InlineData("location=REPDG", "")]
    [InlineData("location=SGSIN", "W M07 location")]
    [InlineData("location=SGSIN;location_type=MAR", "E P04 location")]
    [InlineData("location=XZANT;location_type=MAR", "I P01 location")]
    [InlineData("location=_U;location_type=MAR", "")]
    [InlineData("location=FRQQ2", "I P01 location")]
    [InlineData("location=FRXX3", "E P01 location")]
    [InlineData("location=FRPAR;location_type=AIR;conveyance=AC_CARGO", "W P02 location")]
    [InlineData("location=FRPAR;location_type=WHS", "")]
    // An island state: by ferry perhaps.
    [InlineData("conveyance=VEH_TRUCK;location_type=INL;location=;departure_country=AU", "I P06 conveyance")]
    [InlineData("conveyance=VEH_TRUCK;departure_country=AU", "")]
    // At a land border one comes from next door, or from next door to where one is.
    [InlineData("location_type=LND;location=;conveyance=VEH_TRUCK;departure_country=CH", "")]
    [InlineData("location_type=LND;location=;conveyance=VEH_TRUCK;departure_country=TR", "W M13 departure_country")]
    [InlineData("location_type=LND;location=GFZZ9;conveyance=VEH_TRUCK;departure_country=BR", "I P01 location")]
    [InlineData("location_type=LND;location=;conveyance=VEH_TRUCK;movement=EXP;departure_country=FR;destination_country=CH", "")]
    [InlineData(
        "location_type=LND;location=;conveyance=VEH_TRUCK;movement=EXP;departure_country=FR;destination_country=TR",
        "W M13 destination_country"
    )]
    [InlineData("location_type=LND;location=;conveyance=VEH_TRUCK;movement=TRA;departure_country=TR;destination_country=CH", "")]
    [InlineData(
        "location_type=LND;location=;conveyance=VEH_TRUCK;movement=TRA;departure_country=TR;destination_country=MA",
        "W M13 movement"
    )]
    [InlineData("location=IATA:CDG;location_type=AIR;conveyance=AC_CARGO", "")]
    [InlineData("location=_U", "")]
    [InlineData("location=FRZZ9", "I P01 location")]
    [InlineData("location=fr leh", "E P01 location")]
    [InlineData("location=", "E F01 location")]
    [InlineData("location=;location_type=WHS", "")]
    // A car on a ferry, a parcel on a lorry.
    [InlineData("conveyance=VEH_CAR", "")]
    [InlineData("conveyance=EXPR;location_type=LND;location=;ecommerce=_U;departure_country=CH", "")]
    [InlineData("conveyance=EXPR", "E F01 ecommerce")]
    // Time: the day begins at UTC+14, the record in 2000.
    [InlineData("seizure_date=2026-11-23", "")]
    [InlineData("seizure_date=2026-11-24", "E T01 seizure_date")]
    [InlineData("seizure_date=1999-12-31", "E T01 seizure_date|W T02 seizure_date")]
    [InlineData("seizure_date=2000-01-01", "W T02 seizure_date")]
    [InlineData("seizure_date=2026-11-15", "W T02 seizure_date")]
    [InlineData("seizure_date=2026-11-16", "")]
    [InlineData("seizure_date=2026-02-30", "E F02 seizure_date")]
    [InlineData("seizure_date=20.11.2026", "E F02 seizure_date")]
    // Blank is not unknown, other says what, and nothing answers a question that was not asked.
    [InlineData("offence_type=", "E F01 offence_type")]
    [InlineData("offence_type=_U", "")]
    [InlineData("offence_type=_Z", "E F03 offence_type")]
    [InlineData("offence_type=_O", "E F01 offence_text")]
    [InlineData("offence_type=_O;offence_text=Bribery", "")]
    [InlineData("offence_text=Bribery", "E F07 offence_text")]
    [InlineData("movement=IMPORT", "E F03 movement")]
    [InlineData("destination_country=UK", "E F03 destination_country")]
    [InlineData("colour=red", "E F06 colour")]
    // Goods: their units, their number, and what the group has already.
    [InlineData("lines[0].quantity=0", "E G01 lines[0].quantity")]
    [InlineData("lines[0].unit=LTR", "E G01 lines[0].unit")]
    [InlineData("lines[0].quantity=10.5", "E G02 lines[0].quantity")]
    [InlineData("lines[0].quantity=2490000", "")]
    [InlineData("lines[0].quantity=2490001", "W G03 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=10000", "")]
    [InlineData("lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=10001", "W G03 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.CAN_H;lines[0].unit=KGM;lines[0].quantity=20001", "W G04 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.CAN_H;lines[0].unit=GRM;lines[0].quantity=0.4", "W G04 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.CAN_H;lines[0].unit=GRM;lines[0].quantity=0.5", "")]
    [InlineData("lines[0].commodity=ENV;lines[0].unit=TNE;lines[0].quantity=600", "W G04 lines[0].quantity")]
    [InlineData("lines[0].commodity=CUR;lines[0].unit=EUR", "W G07 offence_type")]
    [InlineData("lines[1].commodity=CUR;lines[1].quantity=500;lines[1].unit=EUR", "")]
    [InlineData("lines[0].commodity=CUR;lines[0].unit=EUR;offence_type=CASH", "")]
    [InlineData("lines[0].commodity=CIT.IVO;lines[0].unit=KGM", "")]
    [InlineData("lines[0].commodity=CIT.IVO;lines[0].unit=MTR", "E G09 lines[0].unit")]
    [InlineData("seizure_date=2026-11-19", "W G10 lines[0].quantity")]
    [InlineData("seizure_date=2026-11-19;lines[0].quantity=200001", "")]
    [InlineData(
        "conveyance=POST;location_type=PST;location=_U;ecommerce=N;lines[0].commodity=TOB.RAW;lines[0].unit=KGM;lines[0].quantity=1000",
        ""
    )]
    [InlineData(
        "conveyance=POST;location_type=PST;location=_U;ecommerce=N;lines[0].commodity=TOB.RAW;lines[0].unit=KGM;lines[0].quantity=1001",
        "W C08 lines[0].quantity"
    )]
    [InlineData(
        "conveyance=PED;location_type=INL;location=;lines[0].commodity=TOB.RAW;lines[0].unit=KGM;lines[0].quantity=100",
        ""
    )]
    [InlineData(
        "conveyance=PED;location_type=INL;location=;lines[0].commodity=TOB.RAW;lines[0].unit=KGM;lines[0].quantity=101",
        "W C08 lines[0].quantity"
    )]
    [InlineData("@author=BE", "E R01 reporting_country")]
    [InlineData("national_ref=123456789012345678901234567890123456", "E F05 national_ref")]
    public void FindsWhatIsWrongAndOnlyThat(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Seizures.Form, Seizures.Cigarettes, changes));

    [Theory]
    [InlineData("TOB.CIG", "0", "STK", "E G01 lines[0].quantity")]
    [InlineData("TOB.CIG", "-1", "STK", "E G01 lines[0].quantity")]
    [InlineData("ALC", "1000000000000", "LTR", "")]
    [InlineData("ALC", "1000000000001", "LTR", "E G01 lines[0].quantity")]
    [InlineData("DRG.COC", "1.234", "KGM", "")]
    [InlineData("DRG.COC", "1.2345", "KGM", "E G01 lines[0].quantity")]
    [InlineData("DRG.COC", "10", "MIL", "E G01 lines[0].unit")]
    [InlineData("DRG.MDMA", "1500", "H87", "")]
    [InlineData("TOB.CIG", "12.5", "STK", "E G02 lines[0].quantity")]
    [InlineData("TOB.CIG", "12.5", "MIL", "")]
    [InlineData("TOB.CIG", "10.5", "NMP", "E G02 lines[0].quantity")]
    [InlineData("IPR.FTW", "0.5", "PR", "E G02 lines[0].quantity")]
    [InlineData("CIT.IVO", "3.25", "KGM", "")]
    [InlineData("CUR", "12500.50", "EUR", "W G07 offence_type")]
    [InlineData("CUR", "1", "KGM", "W G07 offence_type|E G01 lines[0].unit")]
    [InlineData("ALC", "10", "EUR", "E G01 lines[0].unit")]
    [InlineData("TOB", "10", "KGM", "E F03 lines[0].commodity")]
    [InlineData("XXX", "10", "KGM", "E F03 lines[0].commodity")]
    [InlineData("ENV", "2", "D96", "E F03 lines[0].unit")]
    public void WeighsGoodsAgainstTheirUnits(string commodity, string quantity, string unit, string findings)
    {
        decimal number = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture);
        Answers answers = Seizures.Cigarettes.With("lines", Seizures.Line(commodity, number, unit));
        Assert.Equal(findings, RuleCase.Written(Seizures.Evaluate(answers)));
    }

    [Theory]
    [InlineData("POST", "TOB.RAW", "1000", "KGM", "")]
    [InlineData("POST", "TOB.RAW", "1000.5", "KGM", "W C08 lines[0].quantity")]
    [InlineData("EXPR", "ENV", "2", "TNE", "W C08 lines[0].quantity")]
    [InlineData("VSL_CARGO", "ENV", "2", "TNE", "")]
    [InlineData("PED", "TOB.RAW", "100.5", "KGM", "W C08 lines[0].quantity")]
    [InlineData("PED", "DRG.COC", "99000", "GRM", "")]
    [InlineData("PED", "DRG.COC", "101000", "GRM", "W C08 lines[0].quantity")]
    [InlineData("VSL_CARGO", "DRG.COC", "10000", "KGM", "")]
    [InlineData("VSL_CARGO", "DRG.COC", "10001", "KGM", "W G03 lines[0].quantity")]
    [InlineData("VSL_CARGO", "TOB.CIG", "50000001", "STK", "W G03 lines[0].quantity")]
    public void AsksAboutQuantitiesThatAreHardToBelieve(
        string conveyance,
        string commodity,
        string quantity,
        string unit,
        string findings
    )
    {
        decimal number = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture);
        Answers answers = Seizures
            .Cigarettes.With("conveyance", conveyance)
            .With("ecommerce", "N")
            .With("lines", Seizures.Line(commodity, number, unit));
        Assert.Equal(findings, RuleCase.Written(Seizures.Evaluate(answers)));
    }

    [Fact]
    public void CashIsALineOfItsOwn() =>
        Assert.Empty(
            Seizures
                .Evaluate(Seizures.Cigarettes.With("offence_type", "CASH").With("lines", Seizures.Line("CUR", 12_000m, "EUR")))
                .Findings
        );

    [Fact]
    public void NamesTheLineThatIsWrong()
    {
        Answers answers = Seizures.Cigarettes.With("lines", Seizures.Line("ALC", 5, "LTR"), Seizures.Line("ALC", 5, "KGM"));
        Finding finding = Assert.Single(Seizures.Evaluate(answers).Findings);
        Assert.Equal("lines[1].unit", finding.Path.ToString());
    }

    [Fact]
    public void AReportHasGoods()
    {
        Assert.Equal("E F08 lines", RuleCase.Written(Seizures.Evaluate(Seizures.Cigarettes.Without("lines"))));
        Answers many = Seizures.Cigarettes.With("lines", [.. Enumerable.Repeat(Seizures.Line("ALC", 5, "LTR"), 51)]);
        Assert.Equal("E F08 lines", RuleCase.Written(Seizures.Evaluate(many)));
    }

    [Fact]
    public void TextInPlaceOfGoodsIsAFindingNotACrash()
    {
        Assert.Equal("E F02 lines", RuleCase.Written(Seizures.Evaluate(Seizures.Cigarettes.With("lines", "none"))));
        Answers line = Seizures.Cigarettes.With("lines", Answers.Of(("commodity", 5m), ("quantity", "many"), ("unit", true)));
        Assert.Equal(
            "E F02 lines[0].commodity|E F02 lines[0].quantity|E F02 lines[0].unit",
            RuleCase.Written(Seizures.Evaluate(line))
        );
    }

    [Fact]
    public void NobodyReportsForAnotherCountry() =>
        Assert.Equal("E R01 reporting_country", RuleCase.Written(Seizures.Evaluate(Seizures.Cigarettes, Seizures.Context("BE"))));

    [Fact]
    public void ARuleWithoutItsContextSaysThatItWasNotAsked()
    {
        FormContext bare = Seizures.Context() with { ReportingCountry = null, CustomsAreas = null, Locations = null };
        FormEvaluation evaluation = Seizures.Evaluate(Seizures.Cigarettes.With("departure_country", "DE"), bare);
        Assert.Empty(evaluation.Findings);
        Assert.Equal(["G03", "G10", "M01", "M07", "P01", "P02", "R01", "T02"], evaluation.NotEvaluated.AsEnumerable());
    }

    [Fact]
    public void ShowsWhatApplies()
    {
        FormEvaluation plain = Seizures.Evaluate(Seizures.Cigarettes);
        Assert.Contains(new FieldPath("offence_text"), plain.Irrelevant);
        FormEvaluation other = Seizures.Evaluate(Seizures.Cigarettes.With("offence_type", "_O"));
        Assert.DoesNotContain(new FieldPath("offence_text"), other.Irrelevant);
    }
}
