using Comm.Shared.Commodities;

namespace Comm.Shared.Forms;

/// <summary>
/// What only the machine knows on which a report is written: what it has received, which tables it has. Rules that need it are asked
/// while a report is written and never when it is read, so that every reader comes to the same verdict.
/// </summary>
public sealed record EntryContext
{
    /// <summary>The reports of the group without the one that is written; null when they are not at hand.</summary>
    public IOtherReports? Others { get; init; }

    /// <summary>The Harmonized System of an edition; null where this machine has none.</summary>
    public Func<int, HsTable?> Commodities { get; init; } = static _ => null;
}

/// <summary>What rules ask of the other reports of a group.</summary>
public interface IOtherReports
{
    /// <summary>Does one of them say the same of the same day and place?</summary>
    bool Has(SeizedGoods goods);

    /// <summary>What hardly any of their lines goes beyond: the 99.5th percentile. Null while there are too few to say.</summary>
    decimal? HighQuantity(string commodity, string unit);
}

/// <summary>A line of goods with its event. The place is empty where none was given.</summary>
public sealed record SeizedGoods(string Country, DateOnly Date, string Place, string Commodity, decimal Quantity, string Unit);
