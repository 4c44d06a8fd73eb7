using System.Text.Json.Nodes;
using Comm.Shared.Forms;
using Comm.Shared.Forms.Bridges;

namespace Comm.Shared.Tests.Forms;

public sealed class WcoDataModelTests
{
    private static readonly FormDefinition Standard = FormLibrary.Shipped.Latest(FormLibrary.StandardSeizure)!;

    [Fact]
    public void EveryElementIsOfAQuestionThatTheStandardFormAsks() =>
        Assert.All(WcoDataModel.Elements, element => Assert.NotNull(Standard.Find(element.Field)));

    [Fact]
    public void EveryLineOfARepeatStandsUnderTheItemOfThatRepeat() =>
        Assert.All(
            WcoDataModel.Elements,
            element =>
                Assert.Equal(
                    Standard.Find(element.Field)!.Repeat,
                    element.Element.Contains('[') ? element.Element.Split('[', ']')[1] : null
                )
        );

    [Fact]
    public void AReportStandsUnderTheNamesWithItsLinesInOrder()
    {
        Answers answers = Answers
            .Of(("imo", "9074729"), ("vessel_name", "Test"), ("departure_country", "CN"), ("destination_country", "_U"))
            .With("containers", Answers.Of(("container_no", "CSQU3054383"), ("seal_no", "S9")))
            .With(
                "lines",
                Answers.Of(("commodity", "TOB.CIG"), ("quantity", 20000m), ("unit", "STK"), ("description", "=boxes")),
                Answers.Of(("commodity", "DRG.COC"), ("quantity", 2.5m), ("unit", "KGM"), ("hs_code", "2402"))
            );
        JsonNode shipment = Write(answers)["Declaration"]!["GoodsShipment"]!;
        JsonNode consignment = shipment["Consignment"]!;
        Assert.Equal("9074729", consignment["BorderTransportMeans"]!["ID"]!.GetValue<string>());
        Assert.Equal("S9", consignment["TransportEquipment"]![0]!["Seal"]!["ID"]!.GetValue<string>());
        Assert.Equal("CN", shipment["ExportCountry"]!["ID"]!.GetValue<string>());
        JsonArray goods = shipment["GovernmentAgencyGoodsItem"]!.AsArray();
        Assert.Equal([1, 2], goods.Select(item => item!["SequenceNumeric"]!.GetValue<int>()));
        Assert.Equal("2402", goods[1]!["Commodity"]!["Classification"]!["ID"]!.GetValue<string>());
        Assert.Equal(2.5m, goods[1]!["Commodity"]!["GoodsMeasure"]!["TariffQuantity"]!["Value"]!.GetValue<decimal>());
    }

    [Fact]
    public void FreeTextAndWhatIsUnknownIsNotInIt()
    {
        Answers answers = Answers
            .Of(("national_ref", "FR-7"), ("remarks", "a word"), ("destination_country", "_U"), ("ucr", "6FR123"))
            .With("lines", Answers.Of(("commodity", "TOB.CIG"), ("description", "secret words")));
        string json = Write(answers).ToJsonString();
        foreach (string never in new[] { "FR-7", "a word", "secret words", "_U" })
        {
            Assert.DoesNotContain(never, json, StringComparison.Ordinal);
        }

        Assert.Contains("6FR123", json, StringComparison.Ordinal);
        Assert.Contains("not_released", json, StringComparison.Ordinal);
    }

    private static JsonNode Write(Answers answers)
    {
        Report report = Report.New(Standard, "en", answers, []);
        FormEvaluation evaluation = FormEngine.Evaluate(Standard, answers, FormContext.At(TimeProvider.System, "FR"));
        return JsonNode.Parse(WcoDataModel.Write(report, Standard, evaluation))!;
    }
}
