using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

/// <summary>A plain seizure that no rule objects to, to be bent by each test.</summary>
internal static class Seizures
{
    public static FormDefinition Form { get; } = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)!;

    public static Answers Cigarettes { get; } =
        Answers
            .Of(
                ("reporting_country", "FR"),
                ("seizure_date", "2026-11-20"),
                ("offence_type", "SMUG"),
                ("movement", "IMP"),
                ("location_type", "SEA"),
                ("location", "FRLEH"),
                ("conveyance", "VSL_CARGO"),
                ("departure_country", "AE"),
                ("destination_country", "FR")
            )
            .With("lines", Line("TOB.CIG", 200_000, "STK"));

    public static Answers Line(string commodity, decimal quantity, string unit) =>
        Answers.Of(("commodity", commodity), ("quantity", quantity), ("unit", unit));

    public static FormContext Context(string country = "FR") =>
        FormContext.At(new StoppedClock(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero)), country);

    public static FormEvaluation Evaluate(Answers answers, FormContext? context = null) =>
        FormEngine.Evaluate(Form, answers, context ?? Context(answers.Text("reporting_country") ?? "FR"));

    public static ReportVerdict Verdict(Report report, FormContext? context = null) =>
        ReportVerdict.Of(report, FormLibrary.Shipped, context ?? Context(report.Answers.Text("reporting_country") ?? "FR"));
}

internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
