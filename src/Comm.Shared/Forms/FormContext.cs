using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Shared.Forms;

/// <summary>What rules may know beyond the answers. What is null is absent: the rules that need it are reported as not evaluated.</summary>
public sealed record FormContext
{
    private FormContext(DateTimeOffset instant)
    {
        Today = DateOnly.FromDateTime(instant.UtcDateTime);
        LatestToday = DateOnly.FromDateTime(instant.ToOffset(TimeSpan.FromHours(14)).DateTime);
    }

    /// <summary>The date in UTC.</summary>
    public DateOnly Today { get; }

    /// <summary>The date where the day is furthest on, UTC+14: no honest date is later.</summary>
    public DateOnly LatestToday { get; }

    /// <summary>The country of the author's administration: at entry from the account, after opening from the sender's certificate.</summary>
    public string? ReportingCountry { get; init; }

    public CustomsAreas? CustomsAreas { get; init; } = CustomsAreas.Shipped;
    public LocationTable? Locations { get; init; } = LocationTable.Shipped;
    public CodeLists CodeLists { get; init; } = CodeLists.Shipped;
    public CountryTable Countries { get; init; } = CountryTable.Shipped;

    /// <summary>The days of the operation; known while a report is written.</summary>
    public OperationDays? Operation { get; init; }

    /// <summary>Whether the group has a report on the same seizure already; known while a report is written.</summary>
    public bool? IsReportedBefore { get; init; }

    /// <summary>The most that is usual of a commodity in a unit, from the group's reports: null where there are too few.</summary>
    public Func<string, string, decimal?>? UsualMost { get; init; }

    /// <summary>Whether a place has what a type of place (CL_LOCTYPE) needs; null where the table does not say.</summary>
    public Func<string, string, bool?>? LocationFits { get; init; }

    /// <summary>UN/LOCODE's status of a place: "AI", "RQ"; null where the table does not say.</summary>
    public Func<string, string?>? LocationStatus { get; init; }

    /// <summary>Whether two countries share a land border.</summary>
    public Func<string, string, bool?>? AreNeighbours { get; init; }

    /// <summary>Whether an edition of the Harmonized System has a code; null where this machine has no table of it.</summary>
    public Func<string, string, bool?>? IsHsKnown { get; init; }

    public static FormContext At(TimeProvider clock, string? reportingCountry = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new FormContext(clock.GetUtcNow()) { ReportingCountry = reportingCountry };
    }
}

/// <summary>First and last day of an operation.</summary>
public sealed record OperationDays(DateOnly First, DateOnly Last);
