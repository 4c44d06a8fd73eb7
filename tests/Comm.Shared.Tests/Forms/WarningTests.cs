using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class WarningTests
{
    internal static FormDefinition Form { get; } = FormLibrary.Shipped.Latest("warning")!;

    internal static Answers Plain { get; } =
        Answers
            .Of(
                ("reference", "FR 2026/17"),
                ("warning_date", "2026-11-23"),
                ("valid_until", "2026-12-15"),
                ("risk_area", "DRUGS REVENUE"),
                ("commodities", "DRG.COC"),
                ("suspicion", "New importer, route without trade."),
                ("requested_action", "EXAMINE"),
                ("control_type", "SCAN"),
                ("conveyance", "VSL_CARGO"),
                ("imo", "9074729"),
                ("tlp", "AMBER"),
                ("handling", "H1"),
                ("source_evaluation", "B"),
                ("information_evaluation", "3")
            )
            .With("addressees", Answers.Of(("addressee_country", "BE")))
            .With("containers", Answers.Of(("container_no", "CSQU3054383")))
            .With(
                "legs",
                Answers.Of(("leg_role", "ORIGIN"), ("leg_country", "BR"), ("leg_eta", "2026-11-20")),
                Answers.Of(("leg_role", "DESTINATION"), ("leg_country", "BE"), ("leg_eta", "2026-12-05"))
            );

    [Theory]
    [InlineData("", "")]
    [InlineData("warning_date=2026-11-24", "E V01 warning_date")]
    [InlineData("valid_until=2026-11-22;legs=", "E V02 valid_until|E V03 valid_until")]
    [InlineData("warning_date=2026-11-20;valid_until=2026-11-22;legs=", "E V03 valid_until")]
    [InlineData("warning_date=2026-11-20;valid_until=2026-11-23;legs=", "")]
    [InlineData("valid_until=2027-02-21", "")]
    [InlineData("valid_until=2027-02-22", "W V04 valid_until")]
    [InlineData("legs[1].leg_eta=2026-12-16", "W V05 legs[1].leg_eta")]
    [InlineData("imo=;containers=", "W V06 conveyance")]
    [InlineData("imo=;containers=;vessel_name=Ever Blue", "")]
    [InlineData("legs[1].leg_role=ORIGIN", "E M08 legs[1].leg_role")]
    [InlineData("legs[0].leg_role=DESTINATION", "E M08 legs[0].leg_role")]
    [InlineData("legs[1].leg_eta=2026-11-19", "E M09 legs[1].leg_eta")]
    [InlineData("imo=9074728", "E C01 imo")]
    [InlineData("containers[0].container_no=CSQU3054384", "W C02 containers[0].container_no")]
    [InlineData("imo=;containers=;conveyance=AC_CARGO;awb=020-12345675", "")]
    [InlineData("imo=;containers=;conveyance=AC_CARGO;awb=020-12345676", "W C03 awb")]
    [InlineData("imo=;containers=;conveyance=POST;s10=RR473124829CN", "")]
    [InlineData("imo=;containers=;conveyance=POST;s10=RR473124828CN", "E C04 s10")]
    [InlineData("requested_action=OBSERVE", "E F07 control_type")]
    [InlineData("source_evaluation=", "E F01 source_evaluation")]
    public void SaysWhatIsWrong(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Form, Plain, changes));
}
