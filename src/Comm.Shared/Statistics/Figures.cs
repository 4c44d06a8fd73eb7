using System.Collections.Immutable;
using Comm.Shared.Forms;

namespace Comm.Shared.Statistics;

/// <summary>How many events have this code.</summary>
public sealed record EventCount(string Code, int Events);

/// <summary>How much of a commodity group was seized, in one unit; quantities in other units stand in rows of their own.</summary>
public sealed record QuantityTotal(string Group, string Unit, decimal Quantity, int Events);

/// <summary>The plain table of a group's seizures.</summary>
/// <remarks>
/// Every form of a seizure is counted by the names its questions share with the others. The unit of count is the event. An event with two goods lines of one commodity group counts once in that group; one with two groups
/// counts once in each. So a column does not add up to <see cref="Events"/>, which is counted by itself.
/// </remarks>
public sealed record Figures(
    int Events,
    ImmutableArray<EventCount> ByCommodityGroup,
    ImmutableArray<EventCount> ByReportingCountry,
    ImmutableArray<EventCount> ByMovement,
    ImmutableArray<QuantityTotal> Quantities
)
{
    /// <summary>Counts each report once, however often it arrived; the order of the rows does not depend on the order of arrival.</summary>
    public static Figures From(IEnumerable<CountedReport> reports, CodeLists? lists = null)
    {
        ArgumentNullException.ThrowIfNull(reports);
        CodeLists known = lists ?? CodeLists.Shipped;
        List<CountedReport> events = [.. reports.DistinctBy(counted => counted.Report.Id)];
        return new Figures(
            events.Count,
            Count(events.SelectMany(counted => counted.Goods(known).Select(line => line.Group).Distinct(StringComparer.Ordinal))),
            Count(events.Select(counted => counted.Code("reporting_country", FieldType.Country)).OfType<string>()),
            Count(events.Select(counted => counted.Code("movement", FieldType.Code, "CL_MOVEMENT")).OfType<string>()),
            Total(events, known)
        );
    }

    private static ImmutableArray<EventCount> Count(IEnumerable<string> codes) =>
        [
            .. codes
                .GroupBy(code => code, StringComparer.Ordinal)
                .OrderBy(code => code.Key, StringComparer.Ordinal)
                .Select(code => new EventCount(code.Key, code.Count())),
        ];

    private static ImmutableArray<QuantityTotal> Total(List<CountedReport> events, CodeLists lists) =>
        [
            .. events
                .SelectMany(counted =>
                    counted
                        .Goods(lists)
                        .Where(line => line.Normalised is not null)
                        .Select(line => (counted.Report.Id, line.Group, line.Normalised!))
                )
                .GroupBy(line => (line.Group, line.Item3.Unit))
                .OrderBy(rows => rows.Key.Group, StringComparer.Ordinal)
                .ThenBy(rows => rows.Key.Unit, StringComparer.Ordinal)
                .Select(rows => new QuantityTotal(
                    rows.Key.Group,
                    rows.Key.Unit,
                    rows.Sum(line => line.Item3.Quantity),
                    rows.DistinctBy(line => line.Id).Count()
                )),
        ];
}
