using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

/// <summary>The rules of the standard form, on a full report: <see cref="RuleCase"/> says how a line is read.</summary>
public class StandardRuleTests
{
    [Fact]
    public void AFullSeizureHasNoFindings()
    {
        FormEvaluation evaluation = FormEngine.Evaluate(Seizures.Standard, Seizures.CigarettesInFull, Seizures.AtEntry());
        Assert.Empty(evaluation.Findings);
        Assert.Empty(evaluation.NotEvaluated);
    }

    [Theory]
    // What the simplified form asks too.
    [InlineData("@author=BE", "E R01 reporting_country")]
    [InlineData("legs=;departure_country=DE", "E M01 departure_country")]
    [InlineData("legs=;destination_country=US", "E M01 destination_country")]
    [InlineData("legs=;destination_country=_U", "W M01 destination_country")]
    [InlineData("legs=;departure_country=NC", "")]
    [InlineData("legs=;departure_country=FR;destination_country=NC;location=NCNOU", "W M01 departure_country")]
    [InlineData("legs=;procedure=NONE;movement=EXP;departure_country=FR;destination_country=US", "")]
    [InlineData("legs=;procedure=NONE;movement=EXP;departure_country=US;destination_country=AE", "E M02 departure_country")]
    [InlineData("legs=;procedure=NONE;movement=EXP;departure_country=FR;destination_country=DE", "E M02 destination_country")]
    [InlineData("legs=;procedure=NONE;movement=EXP;departure_country=FR;destination_country=GP", "W M02 destination_country")]
    [InlineData("legs=;procedure=NONE;movement=EXP;departure_country=FR;destination_country=_U", "W M02 destination_country")]
    [InlineData("legs=;procedure=NONE;movement=EXP;departure_country=_U;destination_country=US", "W M02 departure_country")]
    // Transit passes through; transhipment goes on by something.
    [InlineData("legs=;procedure=TRANSIT;movement=TRA;departure_country=CN;destination_country=CH", "")]
    [InlineData("legs=;procedure=TRANSIT;movement=TRA;departure_country=CN;destination_country=FR", "W M03 movement")]
    [InlineData("procedure=TRANSIT;movement=TRA;destination_country=CH;legs[3].leg_country=CH;legs[3].leg_date=", "W M03 legs")]
    [InlineData(
        "procedure=TRANSIT;movement=TRA;destination_country=CH;legs[3].leg_country=FR;legs[3].leg_role=TRANSIT;legs[4].leg_role=DESTINATION;legs[4].leg_country=CH",
        ""
    )]
    [InlineData(
        "legs=;procedure=TRANSHIP;movement=TSH;departure_country=CN;destination_country=US;onward_conveyance=VSL_CARGO",
        ""
    )]
    [InlineData("legs=;procedure=TRANSHIP;movement=TSH;departure_country=CN;destination_country=US", "W M04 onward_conveyance")]
    [InlineData(
        "legs=;procedure=TRANSHIP;movement=TSH;departure_country=FR;destination_country=US;onward_conveyance=AC_CARGO",
        "W M04 movement"
    )]
    [InlineData(
        "legs=;procedure=TRANSHIP;movement=TSH;departure_country=CN;destination_country=US;onward_conveyance=_U;location_type=WHS",
        "E M04 location_type"
    )]
    [InlineData("legs=;procedure=NONE;movement=INL;departure_country=_Z;location_type=WHS", "")]
    [InlineData("legs=;procedure=NONE;movement=INL;departure_country=_Z", "W M05 location_type")]
    // Returned goods come from where they go to.
    [InlineData("legs=;procedure=TRANSIT;movement=TRA;departure_country=CH;destination_country=CH", "W M06 destination_country")]
    [InlineData("legs=;procedure=REIMP;departure_country=FR", "E M01 departure_country")]
    [InlineData("legs=;location=SGSIN", "W M07 location")]
    [InlineData("legs=;location=SGSIN;detecting_agency=POLICE", "W M07 location")]
    [InlineData("legs=;location=SGSIN;detecting_agency=JOINT", "")]
    // A route: one seizure, where the place says; the origin first, the destination last.
    [InlineData("legs[2].leg_role=TRANSIT", "E M08 legs")]
    [InlineData("legs[3].leg_role=SEIZURE;legs[3].leg_date=2026-11-21", "E M08 legs")]
    [InlineData("legs[1].leg_role=ORIGIN;legs[0].leg_role=LOADING", "E M08 legs[1].leg_role")]
    [InlineData("legs[2].leg_role=DESTINATION;legs[3].leg_role=SEIZURE;legs[3].leg_location=FRLEH", "E M08 legs[2].leg_role")]
    [InlineData("legs[2].leg_location=FRDKK", "E M08 legs[2].leg_location")]
    [InlineData("legs[2].leg_location=_U", "")]
    [InlineData("legs[2].leg_location=;legs[2].leg_country=BE", "E M08 legs[2].leg_country")]
    [InlineData("legs[2].leg_location=;location=REPDG", "")]
    [InlineData("legs[4].leg_role=DESTINATION;legs[4].leg_country=FR", "E M08 legs[3].leg_role|E M08 legs[4].leg_role")]
    // Time goes forward on it.
    [InlineData("legs[1].leg_date=2026-10-01", "E M09 legs[1].leg_date")]
    [InlineData("legs[1].leg_date=", "")]
    [InlineData(
        "legs[0].leg_date=2026-11-21;legs[1].leg_date=;legs[2].leg_date=;legs[3].leg_date=2026-11-21",
        "E M09 legs[0].leg_date"
    )]
    [InlineData(
        "procedure=TRANSIT;movement=TRA;destination_country=CH;legs[1].leg_role=TRANSIT;legs[1].leg_country=FR;legs[1].leg_location=;legs[1].leg_date=;departure_country=CN;legs[2].leg_date=;legs[3].leg_country=CH;legs[3].leg_date=2026-11-19",
        "E M09 legs[3].leg_date"
    )]
    [InlineData(
        "procedure=TRANSIT;movement=TRA;destination_country=CH;legs[1].leg_role=TRANSIT;legs[1].leg_country=FR;legs[1].leg_location=;legs[1].leg_date=;departure_country=CN;legs[2].leg_date=;legs[3].leg_country=CH;legs[3].leg_date=2026-11-25",
        ""
    )]
    [InlineData("legs[2].leg_date=;legs[3].leg_date=2026-11-18", "W M10 legs[3].leg_date")]
    [InlineData("legs[2].leg_date=;legs[3].leg_date=2026-11-18;selection_reason=POST_CL", "")]
    // The procedure goes with the direction; the origin may be another country, but not one's own without a word.
    [InlineData("procedure=TRANSIT", "E M11 procedure")]
    [InlineData("procedure=EXPRESS", "")]
    [InlineData("procedure=WAREHOUSE", "")]
    [InlineData("lines[0].origin_country=CN", "")]
    [InlineData("lines[0].origin_country=FR", "W M12 lines[0].origin_country")]
    [InlineData("lines[0].origin_country=FR;procedure=REIMP", "")]
    // At a land border one comes from next door, unless the route says by which way.
    [InlineData("legs=;location_type=LND;location=;conveyance=VEH_TRUCK;departure_country=CH", "")]
    [InlineData("legs=;location_type=LND;location=;conveyance=VEH_TRUCK;departure_country=TR", "W M13 departure_country")]
    [InlineData(
        "legs[2].leg_location=;legs[1].leg_role=TRANSIT;legs[1].leg_country=CH;legs[1].leg_location=;departure_country=CN;location_type=LND;location=;conveyance=VEH_TRUCK",
        ""
    )]
    [InlineData(
        "legs=;procedure=NONE;location_type=LND;location=;conveyance=VEH_TRUCK;movement=EXP;departure_country=FR;destination_country=CH",
        ""
    )]
    [InlineData(
        "legs=;procedure=NONE;location_type=LND;location=;conveyance=VEH_TRUCK;movement=EXP;departure_country=FR;destination_country=TR",
        "W M13 destination_country"
    )]
    [InlineData(
        "legs=;procedure=NONE;location_type=LND;location=;conveyance=VEH_TRUCK;movement=TRA;departure_country=TR;destination_country=CH",
        ""
    )]
    [InlineData(
        "legs=;procedure=NONE;location_type=LND;location=;conveyance=VEH_TRUCK;movement=TRA;departure_country=TR;destination_country=MA",
        "W M13 movement"
    )]
    // The route agrees with the two countries.
    [InlineData("departure_country=OM", "W M14 legs[1].leg_country")]
    [InlineData("legs[1].leg_role=LOADING", "W M14 legs[0].leg_country")]
    [InlineData("legs[3].leg_country=BE", "W M14 legs[3].leg_country")]
    // Place and conveyance.
    [InlineData("legs=;location=FRQQ2", "I P01 location")]
    [InlineData("legs=;location=FRXX3", "E P01 location")]
    [InlineData("legs=;location=FRPAR;location_type=AIR;conveyance=AC_CARGO;containers=", "W P02 location")]
    [InlineData("location_type=AIR;location=IATA:CDG;legs=", "E P03 conveyance")]
    [InlineData("location_type=SEA;conveyance=AC_PAX;containers=", "W P03 conveyance")]
    [InlineData("legs=;location_type=MAR;location=;position=49.6 -0.2;geo_precision=NEAR", "")]
    [InlineData("legs=;location_type=MAR;location=", "E P04 position")]
    [InlineData("location_type=MAR;position=49.6 -0.2", "E P04 location")]
    [InlineData("location_type=MAR;position=49.6 -0.2;location=XZANT;legs=", "I P01 location")]
    [InlineData("position=91 0", "E F02 position")]
    [InlineData("legs=;conveyance=VEH_TRUCK;location_type=INL;location=;departure_country=AU", "I P06 conveyance")]
    [InlineData("imo=9074729", "")]
    [InlineData("imo=9074728", "E C01 imo")]
    [InlineData("containers[0].container_no=CSQU3054384", "W C02 containers[0].container_no")]
    [InlineData("conveyance=VSL_PLEAS", "E F07 containers")]
    [InlineData("location_type=AIR;location=IATA:CDG;legs=;conveyance=AC_CARGO;containers=;awb=020-12345675", "")]
    [InlineData("location_type=AIR;location=IATA:CDG;legs=;conveyance=AC_CARGO;containers=;awb=020-12345676", "W C03 awb")]
    [InlineData(
        "location_type=AIR;location=IATA:CDG;legs=;conveyance=AC_CARGO;containers=;awb=020-12345675;flight_no=lh 8400",
        ""
    )]
    [InlineData(
        "location_type=AIR;location=IATA:CDG;legs=;conveyance=AC_CARGO;containers=;awb=020-12345675;flight_no=AF 6721",
        "I C09 awb"
    )]
    [InlineData(
        "location_type=AIR;location=IATA:CDG;legs=;conveyance=AC_CARGO;containers=;flight_no=Lufthansa",
        "W F04 flight_no"
    )]
    [InlineData("legs=;containers=;conveyance=POST;location_type=PST;location=_U;ecommerce=N;s10=RR473124829AE", "")]
    [InlineData("legs=;containers=;conveyance=POST;location_type=PST;location=_U;ecommerce=N;s10=RR473124828AE", "E C04 s10")]
    [InlineData("legs=;containers=;conveyance=POST;location_type=PST;location=_U;ecommerce=N;s10=RR473124829CN", "W C04 s10")]
    [InlineData("mmsi=470123456;nationality=AE", "")]
    [InlineData("mmsi=47012345", "W C05 mmsi")]
    [InlineData("mmsi=470123456;nationality=PA", "W C05 mmsi")]
    [InlineData("conveyance=VEH_CAR;containers=;vin=1M8GDM9AXKP042788;registration_country=US", "")]
    [InlineData("conveyance=VEH_CAR;containers=;vin=1M8GDM9A1KP042788;registration_country=US", "I C06 vin")]
    [InlineData("conveyance=VEH_CAR;containers=;vin=1M8GDM9A1KP042788;registration_country=AE", "")]
    [InlineData("conveyance=VEH_CAR;containers=;vin=1M8GDM9AXKP04278", "W C06 vin")]
    // Express courier: who, and how many or which.
    [InlineData("containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=Y;courier=DHL;parcels=2", "")]
    [InlineData(
        "containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=Y;courier=DHL;tracking_no=77",
        ""
    )]
    [InlineData("containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=Y;courier=DHL", "E C07 courier")]
    [InlineData("containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=Y;parcels=1", "E C07 courier")]
    [InlineData("containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;courier=DHL;parcels=1", "E F01 ecommerce")]
    [InlineData(
        "containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=N;courier=DHL;parcels=1;marketplace=SOCIAL",
        "E F07 marketplace"
    )]
    [InlineData(
        "containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=Y;courier=DHL;parcels=1;master_awb=020-12345676",
        "W C03 master_awb"
    )]
    [InlineData(
        "containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=Y;courier=DHL;parcels=1;master_awb=020-12345675;sender_type=SELLER;marketplace=SOCIAL;aeo_claimed=N;low_value_declaration=GIFT",
        ""
    )]
    // What one person, one parcel, one body can carry.
    [InlineData(
        "containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=N;courier=DHL;parcels=2;lines[0].commodity=ENV;lines[0].unit=TNE;lines[0].quantity=2",
        ""
    )]
    [InlineData(
        "containers=;legs=;conveyance=EXPR;location_type=EXH;location=IATA:CDG;ecommerce=N;courier=DHL;parcels=1;lines[0].commodity=ENV;lines[0].unit=TNE;lines[0].quantity=2",
        "W C08 lines[0].quantity"
    )]
    [InlineData(
        "containers=;legs=;conveyance=POST;location_type=PST;location=_U;ecommerce=N;lines[0].commodity=ENV;lines[0].unit=TNE;lines[0].quantity=1",
        ""
    )]
    [InlineData(
        "containers=;legs=;conveyance=POST;location_type=PST;location=_U;ecommerce=N;lines[0].commodity=ENV;lines[0].unit=TNE;lines[0].quantity=2",
        "W C08 lines[0].quantity"
    )]
    [InlineData(
        "containers=;legs=;conveyance=PED;location_type=INL;location=;lines[0].commodity=TOB.RAW;lines[0].unit=KGM;lines[0].quantity=100",
        ""
    )]
    [InlineData(
        "containers=;legs=;conveyance=PED;location_type=INL;location=;lines[0].commodity=TOB.RAW;lines[0].unit=KGM;lines[0].quantity=101",
        "W C08 lines[0].quantity"
    )]
    [InlineData(
        "containers=;legs=;conveyance=AC_PAX;location_type=AIR;location=IATA:CDG;concealment=BODY;lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=15",
        ""
    )]
    [InlineData(
        "containers=;legs=;conveyance=AC_PAX;location_type=AIR;location=IATA:CDG;concealment=BODY;lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=16",
        "W C08 lines[0].quantity"
    )]
    [InlineData(
        "containers=;legs=;conveyance=AC_PAX;location_type=AIR;location=IATA:CDG;concealment=INTBODY;lines[0].commodity=DRG.COC;lines[0].unit=GRM;lines[0].quantity=900",
        ""
    )]
    [InlineData(
        "containers=;legs=;conveyance=AC_PAX;location_type=AIR;location=IATA:CDG;concealment=INTBODY;lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=2.1",
        "W C08 lines[0].quantity"
    )]
    [InlineData("concealment=HULL", "")]
    [InlineData("concealment=BODY", "W C10 concealment")]
    [InlineData("concealment=POSTIT", "W C10 concealment")]
    [InlineData("concealment=RIPOFF", "")]
    [InlineData("concealment=RIPOFF;containers=", "W C10 concealment")]
    [InlineData("concealment=_O", "E F01 concealment_text")]
    [InlineData("technique=XRAY DOG PHYS DOC", "E F04 technique")]
    public void OfMovementPlaceAndConveyance(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Seizures.Standard, Seizures.CigarettesInFull, changes));

    [Theory]
    [InlineData("lines[0].quantity=0", "E G01 lines[0].quantity")]
    [InlineData("lines[0].unit=LTR", "E G01 lines[0].unit")]
    [InlineData("lines[0].quantity=10.5", "E G02 lines[0].quantity")]
    [InlineData("lines[0].quantity=2490000", "")]
    [InlineData("lines[0].quantity=2490001", "W G03 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=10000;lines[0].drug_form=BRICK", "")]
    [InlineData("lines[0].commodity=DRG.COC;lines[0].unit=KGM;lines[0].quantity=10001", "W G03 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.CAN_H;lines[0].unit=KGM;lines[0].quantity=20001", "W G04 lines[0].quantity")]
    [InlineData("lines[0].commodity=DRG.CAN_H;lines[0].unit=GRM;lines[0].quantity=0.4", "W G04 lines[0].quantity")]
    // The code of the tariff: of the goods, of its edition, of its time.
    [InlineData("lines[0].hs_code=240220;lines[0].hs_edition=2022", "")]
    [InlineData("lines[0].hs_code=240220", "E F01 lines[0].hs_edition")]
    [InlineData("lines[0].hs_code=2402201;lines[0].hs_edition=2022", "E F05 lines[0].hs_code")]
    [InlineData("lines[0].hs_code=24O2;lines[0].hs_edition=2022", "E F04 lines[0].hs_code|E G06 lines[0].hs_code")]
    [InlineData("lines[0].hs_code=2208;lines[0].hs_edition=2022", "W G05 lines[0].hs_code")]
    [InlineData("lines[0].hs_code=2409;lines[0].hs_edition=2022", "E G06 lines[0].hs_code")]
    [InlineData("lines[0].hs_code=2402;lines[0].hs_edition=2028", "E G06 lines[0].hs_edition")]
    [InlineData("lines[0].hs_code=2402;lines[0].hs_edition=2017", "")]
    [InlineData(
        "seizure_date=2028-01-02;lines[0].hs_code=2402;lines[0].hs_edition=2028;legs=",
        "E T01 seizure_date|W T02 seizure_date"
    )]
    // Counterfeits and cash.
    [InlineData("offence_type=IPR;lines[0].ipr_right_type=TM;lines[0].brand=Gauloises", "")]
    [InlineData("offence_type=IPR;lines[0].ipr_right_type=TM", "E G07 offence_type")]
    [InlineData("offence_type=IPR;lines[0].brand=Gauloises", "E G07 offence_type")]
    [InlineData("lines[0].commodity=IPR.FTW;lines[0].unit=PR;lines[0].ipr_right_type=TM", "W G07 offence_type")]
    [InlineData("lines[0].ipr_right_type=TM", "E F07 lines[0].ipr_right_type")]
    [InlineData("offence_type=CASH", "E G07 offence_type")]
    [InlineData("offence_type=CASH;lines[0].commodity=CUR;lines[0].unit=EUR", "")]
    [InlineData("lines[0].commodity=CUR;lines[0].unit=EUR", "W G07 offence_type")]
    [InlineData("lines[1].commodity=CUR;lines[1].quantity=500;lines[1].unit=EUR", "")]
    // Money has a currency, a value a basis.
    [InlineData("lines[0].value=80000;lines[0].currency=EUR;lines[0].value_basis=RETAIL", "")]
    [InlineData("lines[0].value=80000;lines[0].currency=EUR", "E G08 lines[0].value")]
    [InlineData("lines[0].value=80000;lines[0].value_basis=RETAIL", "E G08 lines[0].value")]
    [InlineData("lines[0].value=80000;lines[0].currency=DEM;lines[0].value_basis=RETAIL", "E F03 lines[0].currency")]
    [InlineData("lines[0].currency=EUR", "E F07 lines[0].currency")]
    [InlineData("lines[0].duties_evaded=60000;lines[0].duties_currency=EUR", "")]
    [InlineData("lines[0].duties_evaded=60000", "E G08 lines[0].duties_evaded")]
    // Fauna and flora.
    [InlineData("lines[0].commodity=CIT.IVO;lines[0].unit=KGM;lines[0].cites_appendix=I", "")]
    [InlineData("lines[0].commodity=CIT.IVO;lines[0].unit=MTR", "E G09 lines[0].unit")]
    [InlineData("lines[0].commodity=CIT.OTH;lines[0].unit=KGM;lines[0].species=Anguilla anguilla", "")]
    [InlineData("lines[0].commodity=CIT.OTH;lines[0].unit=KGM", "E G09 lines[0].species")]
    // Had already.
    [InlineData("seizure_date=2026-11-19;legs=", "W G10 lines[0].quantity")]
    [InlineData("seizure_date=2026-11-19;legs=;location=FRDKK", "")]
    // Time and case.
    [InlineData("legs=;seizure_date=2026-11-24", "E T01 seizure_date")]
    [InlineData("legs=;seizure_date=1999-12-31", "E T01 seizure_date|W T02 seizure_date")]
    [InlineData("legs=;seizure_date=2026-11-15", "W T02 seizure_date")]
    [InlineData("detection_date=2026-11-20", "")]
    [InlineData("detection_date=2026-11-21", "E T03 detection_date")]
    [InlineData("seizure_time=2026-11-20T23:30+01:00", "")]
    [InlineData("seizure_time=2026-11-21T00:30+01:00", "E F04 seizure_time")]
    [InlineData("selection_reason=WARN", "E T04 linked_warning")]
    [InlineData("selection_reason=WARN;linked_warning=0197d1f0-0000-7000-8000-000000000001", "")]
    [InlineData("handling=H3", "E F01 handling_text")]
    // What leaves the group names nobody.
    [InlineData("lines[0].brand=Marlboro Gold 20", "")]
    [InlineData("lines[0].brand=call +33 6 12 34 56 78", "W H03 lines[0].brand")]
    [InlineData("lines[0].brand=id AB1234567", "W H03 lines[0].brand")]
    [InlineData("lines[0].commodity=CIT.FSH;lines[0].unit=KGM;lines[0].species=Anguilla anguilla", "")]
    [InlineData("lines[0].commodity=CIT.FSH;lines[0].unit=KGM;lines[0].species=ask a.b@example.org", "W H03 lines[0].species")]
    public void OfGoodsTimeAndHandling(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Seizures.Standard, Seizures.CigarettesInFull, changes));

    /// <summary>What a report says that the author could send is what every reader sees, whatever the reader has.</summary>
    [Theory]
    [InlineData("seizure_date=2026-11-19;legs=")]
    [InlineData("lines[0].hs_code=2409;lines[0].hs_edition=2022")]
    [InlineData("lines[0].quantity=2490001")]
    public void WhatOnlyTheAuthorsMachineKnowsIsNotAskedOfAReader(string changes)
    {
        Answers answers = RuleCase.Bend(Seizures.Standard, Seizures.CigarettesInFull, changes);
        Assert.NotEmpty(FormEngine.Evaluate(Seizures.Standard, answers, Seizures.AtEntry()).Findings);
        FormEvaluation read = FormEngine.Evaluate(Seizures.Standard, answers, Seizures.AtEntry() with { Entry = null });
        Assert.Empty(read.Findings);
        Assert.NotEmpty(read.NotEvaluated);
    }

    [Fact]
    public void ASimplifiedReportOnTheStandardFormLacksOnlyWhatThatAsksBeyond() =>
        Assert.Equal(
            "E F01 procedure|E F01 concealment|E F01 selection_reason|E F01 tlp|E F01 handling",
            RuleCase.Findings(Seizures.Standard, Seizures.Cigarettes, "")
        );

    [Fact]
    public void TheRouteTellsOriginAndTransit()
    {
        Answers through = RuleCase.Bend(
            Seizures.Standard,
            Seizures.CigarettesInFull,
            "legs[1].leg_role=TRANSIT;legs[3].leg_role=TRANSIT;legs[3].leg_country=CH"
        );
        FormEvaluation evaluation = FormEngine.Evaluate(Seizures.Standard, through, Seizures.AtEntry());
        Assert.Equal("CN", evaluation.Calculated[new FieldPath("route_origin")]);
        Assert.Equal("AE CH", evaluation.Calculated[new FieldPath("route_transit")]);
        Assert.Equal("1", evaluation.Calculated[new FieldPath("unece_mode")]);
    }

    [Theory]
    [InlineData("VSL_CARGO", "imo", "flight_no vin s10 courier")]
    [InlineData("AC_CARGO", "awb", "imo containers s10 parcels")]
    [InlineData("AC_GA", "icao24", "awb imo")]
    [InlineData("VEH_CAR", "vin", "imo awb containers")]
    [InlineData("TRAIN", "wagon_no", "vin imo")]
    [InlineData("RIVER", "eni", "imo")]
    [InlineData("POST", "s10", "courier imo")]
    [InlineData("EXPR", "courier", "s10 awb imo")]
    [InlineData("PED", "baggage_tag", "courier awb containers")]
    [InlineData("FIXED", "transport_details", "imo awb vin")]
    public void AConveyanceIsAskedAboutInItsOwnWords(string conveyance, string asked, string notAsked)
    {
        Answers answers = Seizures.CigarettesInFull.With("conveyance", conveyance);
        FormEvaluation evaluation = FormEngine.Evaluate(Seizures.Standard, answers, Seizures.AtEntry());
        Assert.DoesNotContain(new FieldPath(asked), evaluation.Irrelevant);
        Assert.All(notAsked.Split(' '), field => Assert.Contains(new FieldPath(field), evaluation.Irrelevant));
    }
}
