using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class FeedbackTests
{
    private const string Report = "0197d1f0-0000-7000-8000-000000000001";

    internal static FormDefinition Form { get; } = FormLibrary.Shipped.Latest("feedback")!;

    internal static Answers Plain { get; } =
        Answers.Of(
            ("linked_warning", Report),
            ("feedback_date", "2026-11-23"),
            ("outcome", "CHECKED_NEGATIVE"),
            ("control_type", "SCAN PHYS_PART"),
            ("control_date", "2026-11-22"),
            ("tlp", "AMBER"),
            ("handling", "H1")
        );

    [Theory]
    [InlineData("", "")]
    [InlineData("linked_warning=", "E F01 linked_warning")]
    [InlineData("feedback_date=2026-11-24", "E B01 feedback_date")]
    [InlineData("control_date=2026-11-24", "E B02 control_date")]
    [InlineData("control_date=", "E F01 control_date")]
    [InlineData("outcome=CHECKED_POSITIVE;findings=12 kg in the reefer;linked_seizure=" + Report, "")]
    [InlineData("outcome=CHECKED_POSITIVE;findings=12 kg in the reefer", "W T04 linked_seizure")]
    [InlineData("outcome=CHECKED_POSITIVE;linked_seizure=" + Report, "E F01 findings")]
    [InlineData("outcome=NOT_ARRIVED;control_type=;control_date=", "")]
    [InlineData("outcome=NOT_ARRIVED", "E F07 control_type|E F07 control_date")]
    [InlineData("outcome=REDIRECTED;control_type=;control_date=", "E F01 redirected_to")]
    [InlineData("outcome=REDIRECTED;control_type=;control_date=;redirected_to=NL", "")]
    public void SaysWhatIsWrong(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Form, Plain, changes));
}
