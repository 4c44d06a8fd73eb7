using System.Collections.Frozen;

namespace Comm.Shared.Forms.Expressions;

internal enum Function
{
    Not,
    True,
    False,
    Number,
    String,
    Selected,
    CountSelected,
    If,
    Coalesce,
    Concat,
    StringLength,
    Today,
    Now,
    Sum,
    Count,
    Round,
    Min,
    Max,
    Substr,
    Contains,
    StartsWith,
    Join,

    // What XLSForm lacks and customs needs; an export to XLSForm lists them as ignored there.
    LatestToday,
    DecimalPlaces,
    LocationCountry,
    CustomsArea,
    InCustomsUnion,
    InTerritory,
    ReportingCountry,
    UnitAllowed,
    WholeUnit,
    GroupOf,
    Lookup,
    ValidId,

    /// <summary><c>plain-id(number)</c>: without spaces and hyphens, in capitals.</summary>
    PlainId,

    /// <summary><c>mmsi-flags(mmsi)</c>: the countries its first digits belong to, separated by spaces; blank where nobody has them.</summary>
    MmsiFlags,

    /// <summary><c>looks-personal(text)</c>: is there something like a telephone number, an address of mail, an identity document?</summary>
    LooksPersonal,

    /// <summary><c>are-neighbours(country, country)</c>: do they share a land border? Unknown of what is no country.</summary>
    AreNeighbours,

    /// <summary><c>has-land-border(country)</c>: false of an island state. Unknown of what is no country.</summary>
    HasLandBorder,

    /// <summary><c>in-window(date)</c>: does it lie in the operation, or in the days of grace after it? Unknown without an operation.</summary>
    InWindow,

    /// <summary><c>location-status(code)</c>: how far UN/LOCODE vouches for the place; blank where it does not say.</summary>
    LocationStatus,

    /// <summary><c>location-fits(code, type)</c>: is the place one of CL_LOCTYPE's type? Unknown where the table cannot tell.</summary>
    LocationFits,

    // Only the machine can tell on which a report is written; for a reader they are unknown, so that all readers agree.

    /// <summary><c>writing-day()</c>: the day in UTC on which the report is written.</summary>
    WritingDay,

    /// <summary><c>hs-exists(code, edition)</c>: is it in that edition of the Harmonized System? Unknown where this machine has none.</summary>
    HsExists,

    /// <summary><c>reported-before(country, date, place, commodity, quantity, unit)</c>: has the group a report of the same goods?</summary>
    ReportedBefore,

    /// <summary><c>high-quantity(commodity, unit)</c>: what one line in two hundred of the group goes beyond. Unknown while there are few.</summary>
    HighQuantity,

    // Of the lines of a repeat, or of the line an expression is asked for.
    Any,
    All,
    CountWhere,
    Lines,
    Line,
    Previous,
    Earlier,
}

/// <summary>Names and numbers of arguments of the functions; what is not here is refused by name.</summary>
internal static class Functions
{
    public const int Unbounded = 16;

    /// <summary>Asked of every line of the repeat that the fields in it belong to.</summary>
    public static bool IsOfLines(Function function) =>
        function is Function.Any or Function.All or Function.CountWhere or Function.Sum;

    /// <summary>Whose argument is the name of a field, not its answer.</summary>
    public static bool IsOfField(Function function) =>
        function is Function.Count or Function.Lines or Function.Previous or Function.Earlier;

    /// <summary>Answered only where a report is written.</summary>
    public static bool IsOfEntry(Function function) => function is >= Function.WritingDay and <= Function.HighQuantity;

    /// <summary>A blank among lines, above the line or beside another answer is no reason not to ask these.</summary>
    public static bool TakeBlanks(Function function) =>
        IsOfLines(function) || IsOfField(function) || function is Function.Coalesce or Function.Join;

    public static FrozenDictionary<string, (Function Function, int Least, int Most)> ByName { get; } =
        new Dictionary<string, (Function, int, int)>(StringComparer.Ordinal)
        {
            ["not"] = (Function.Not, 1, 1),
            ["true"] = (Function.True, 0, 0),
            ["false"] = (Function.False, 0, 0),
            ["number"] = (Function.Number, 1, 1),
            ["string"] = (Function.String, 1, 1),
            ["selected"] = (Function.Selected, 2, 2),
            ["count-selected"] = (Function.CountSelected, 1, 1),
            ["if"] = (Function.If, 3, 3),
            ["coalesce"] = (Function.Coalesce, 2, 2),
            ["concat"] = (Function.Concat, 1, Unbounded),
            ["string-length"] = (Function.StringLength, 1, 1),
            ["today"] = (Function.Today, 0, 0),
            ["now"] = (Function.Now, 0, 0),
            ["sum"] = (Function.Sum, 1, 1),
            ["count"] = (Function.Count, 1, 1),
            ["round"] = (Function.Round, 1, 2),
            ["min"] = (Function.Min, 1, Unbounded),
            ["max"] = (Function.Max, 1, Unbounded),
            ["substr"] = (Function.Substr, 2, 3),
            ["contains"] = (Function.Contains, 2, 2),
            ["starts-with"] = (Function.StartsWith, 2, 2),
            ["join"] = (Function.Join, 2, 2),
            ["latest-today"] = (Function.LatestToday, 0, 0),
            ["decimal-places"] = (Function.DecimalPlaces, 1, 1),
            ["location-country"] = (Function.LocationCountry, 1, 1),
            ["customs-area"] = (Function.CustomsArea, 2, 2),
            ["in-customs-union"] = (Function.InCustomsUnion, 2, 2),
            ["in-territory"] = (Function.InTerritory, 2, 2),
            ["reporting-country"] = (Function.ReportingCountry, 0, 0),
            ["unit-allowed"] = (Function.UnitAllowed, 2, 2),
            ["whole-unit"] = (Function.WholeUnit, 1, 1),
            ["group-of"] = (Function.GroupOf, 1, 1),
            ["lookup"] = (Function.Lookup, 2, Unbounded),
            ["valid-id"] = (Function.ValidId, 2, 2),
            ["plain-id"] = (Function.PlainId, 1, 1),
            ["mmsi-flags"] = (Function.MmsiFlags, 1, 1),
            ["looks-personal"] = (Function.LooksPersonal, 1, 1),
            ["are-neighbours"] = (Function.AreNeighbours, 2, 2),
            ["has-land-border"] = (Function.HasLandBorder, 1, 1),
            ["in-window"] = (Function.InWindow, 1, 1),
            ["writing-day"] = (Function.WritingDay, 0, 0),
            ["location-status"] = (Function.LocationStatus, 1, 1),
            ["location-fits"] = (Function.LocationFits, 2, 2),
            ["hs-exists"] = (Function.HsExists, 2, 2),
            ["reported-before"] = (Function.ReportedBefore, 6, 6),
            ["high-quantity"] = (Function.HighQuantity, 2, 2),
            ["any"] = (Function.Any, 1, 1),
            ["all"] = (Function.All, 1, 1),
            ["count-where"] = (Function.CountWhere, 1, 1),
            ["lines"] = (Function.Lines, 1, 1),
            ["line"] = (Function.Line, 0, 0),
            ["previous"] = (Function.Previous, 1, 1),
            ["earlier"] = (Function.Earlier, 1, 1),
        }.ToFrozenDictionary(StringComparer.Ordinal);
}
