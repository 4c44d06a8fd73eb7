using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class RequestTests
{
    internal static FormDefinition Form { get; } = FormLibrary.Shipped.Latest("request")!;

    internal static Answers Plain { get; } =
        Answers.Of(
            ("request_date", "2026-11-23"),
            ("due", "2026-11-30"),
            ("question", "Is this exporter known to you?"),
            ("legal_basis", "Mutual assistance agreement, article 7"),
            ("tlp", "AMBER"),
            ("handling", "H2")
        );

    [Theory]
    [InlineData("", "")]
    [InlineData("question=", "E F01 question")]
    [InlineData("legal_basis=", "E F01 legal_basis")]
    [InlineData("request_date=2026-11-24", "E Q01 request_date")]
    [InlineData("due=2026-11-22", "E Q02 due|E Q03 due")]
    [InlineData("due=2026-11-23", "E Q03 due")]
    [InlineData("due=2026-11-24", "")]
    [InlineData("due=2027-05-22", "")]
    [InlineData("due=2027-05-23", "W Q04 due")]
    public void SaysWhatIsWrong(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Form, Plain, changes));

    [Fact]
    public void AnOldRequestStaysReadable()
    {
        FormContext later = FormContext.At(new StoppedClock(new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero)), "BE");
        FormEvaluation evaluation = FormEngine.Evaluate(Form, Plain, later);
        Assert.Empty(evaluation.Findings);
        Assert.Equal(["Q03"], evaluation.NotEvaluated.AsEnumerable());
    }
}
