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

    /// <summary>The days of the operation, as the group's policy has them.</summary>
    public OperationWindow? Window { get; init; }

    /// <summary>Present only while a report is written: a reader asks nothing of it.</summary>
    public EntryContext? Entry { get; init; }

    public CodeLists CodeLists { get; init; } = CodeLists.Shipped;
    public CountryTable Countries { get; init; } = CountryTable.Shipped;

    public static FormContext At(TimeProvider clock, string? reportingCountry = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new FormContext(clock.GetUtcNow()) { ReportingCountry = reportingCountry };
    }
}
