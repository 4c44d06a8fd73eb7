using Comm.Shared.Commodities;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Shared.Tests.Forms;

/// <summary>Plain seizures that no rule objects to, to be bent by each test.</summary>
internal static class Seizures
{
    public static FormDefinition Form { get; } = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)!;

    public static FormDefinition Standard { get; } = FormLibrary.Shipped.Latest("seizure-standard")!;

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

    /// <summary>The same seizure on the standard form: from China by way of Ajman to Le Havre, where it was found.</summary>
    public static Answers CigarettesInFull { get; } =
        Cigarettes
            .With("procedure", "IMP_HOME")
            .With("concealment", "COVER")
            .With("selection_reason", "RISK")
            .With("tlp", "AMBER")
            .With("handling", "H1")
            .With(
                "legs",
                Leg("ORIGIN", "CN").With("leg_date", "2026-10-02"),
                Leg("DEPARTURE", "AE").With("leg_location", "AEAJM").With("leg_date", "2026-10-20"),
                Leg("SEIZURE", "FR").With("leg_location", "FRLEH").With("leg_date", "2026-11-20"),
                Leg("DESTINATION", "FR").With("leg_date", "2026-11-20")
            )
            .With("containers", Answers.Of(("container_no", "CSQU3054383")));

    public static Answers Line(string commodity, decimal quantity, string unit) =>
        Answers.Of(("commodity", commodity), ("quantity", quantity), ("unit", unit));

    public static FormContext Context(string country = "FR") =>
        FormContext.At(new StoppedClock(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero)), country);

    /// <summary>While a report of an operation is written: other reports and tables are at hand.</summary>
    public static FormContext AtEntry(string country = "FR") =>
        Context(country) with
        {
            Locations = Places,
            Window = new OperationWindow(new(2026, 11, 16), new(2026, 11, 22), GraceDays: 3),
            Entry = new EntryContext { Others = Others, Commodities = edition => edition == 2022 ? Commodities : null },
        };

    public static FormEvaluation Evaluate(Answers answers, FormContext? context = null) =>
        FormEngine.Evaluate(Form, answers, context ?? Context(answers.Text("reporting_country") ?? "FR"));

    public static ReportVerdict Verdict(Report report, FormContext? context = null) =>
        ReportVerdict.Of(report, FormLibrary.Shipped, context ?? Context(report.Answers.Text("reporting_country") ?? "FR"));

    private static Answers Leg(string role, string country) => Answers.Of(("leg_role", role), ("leg_country", country));

    /// <summary>What came with the product, and two entries about which UN/LOCODE is not sure.</summary>
    private static readonly LocationTable Places = new(
        LocationTable.Shipped.All.Append(Place("FRQQ2", LocationStatus.RQ)).Append(Place("FRXX3", LocationStatus.XX))
    );

    private static Location Place(string code, LocationStatus status) =>
        new(code, code, "FR", LocationKinds.Seaport, null, null, "") { Status = status };

    private static readonly HsTable Commodities = new(
        2022,
        new[] { "22", "2208", "24", "2402", "240220", "05", "0507", "64", "6403" }.Select(code => new HsCode(code, code))
    );

    /// <summary>One seizure of the day before, and many of up to two and a half million cigarettes.</summary>
    private static readonly OtherReports Others = new(
        Enumerable
            .Range(1, 250)
            .Select(i => Cigarettes.With("seizure_date", "2026-11-01").With("lines", Line("TOB.CIG", i * 10_000, "STK")))
            .Append(Cigarettes.With("seizure_date", "2026-11-19"))
            .Select(answers => (Form, answers))
    );
}

internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
