using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class SitrepTests
{
    private const string NoCounts = "checked_sea=;checked_air=;seizures=;warnings_sent=;warnings_received=;warnings_answered=";

    internal static FormDefinition Form { get; } = FormLibrary.Shipped.Latest("sitrep")!;

    internal static Answers Plain { get; } =
        Answers.Of(
            ("reporting_country", "FR"),
            ("sitrep_date", "2026-11-20"),
            ("checked_sea", 40m),
            ("checked_air", 12m),
            ("seizures", 2m),
            ("warnings_sent", 1m),
            ("warnings_received", 3m),
            ("warnings_answered", 2m)
        );

    [Theory]
    [InlineData("", "")]
    [InlineData("@author=BE", "E R01 reporting_country")]
    [InlineData("sitrep_date=2026-11-24", "E S01 sitrep_date")]
    [InlineData("sitrep_date=1999-12-31", "E S01 sitrep_date|W T02 sitrep_date")]
    [InlineData("sitrep_date=2026-11-15", "W T02 sitrep_date")]
    [InlineData("seizures=52", "")]
    [InlineData("seizures=53", "W S02 seizures")]
    [InlineData("warnings_answered=4", "W S03 warnings_answered")]
    [InlineData("checked_sea=-1", "E F04 checked_sea")]
    [InlineData("seizures=", "E F01 seizures")]
    [InlineData("checked_sea=;checked_air=;seizures=0;warnings_sent=0;warnings_received=0;warnings_answered=0", "I S04 seizures")]
    [InlineData("nil=true;" + NoCounts, "")]
    [InlineData("nil=false", "")]
    [InlineData("nil=true;checked_sea=;checked_air=;warnings_sent=;warnings_received=;warnings_answered=", "E F07 seizures")]
    public void SaysWhatIsWrong(string changes, string findings) =>
        Assert.Equal(findings, RuleCase.Findings(Form, Plain, changes));

    [Fact]
    public void ChecksAreAddedUp()
    {
        FormEvaluation evaluation = FormEngine.Evaluate(Form, Plain, Seizures.AtEntry());
        Assert.Equal("52", evaluation.Calculated[new FieldPath("checked_total")]);
    }

    [Fact]
    public void ANilReportAsksForNoCounts()
    {
        Answers nil = RuleCase.Bend(Form, Plain, "nil=true;" + NoCounts);
        FormEvaluation evaluation = FormEngine.Evaluate(Form, nil, Seizures.AtEntry());
        Assert.Contains(new FieldPath("seizures"), evaluation.Irrelevant);
        Assert.DoesNotContain(new FieldPath("seizures"), evaluation.Required);
    }
}
