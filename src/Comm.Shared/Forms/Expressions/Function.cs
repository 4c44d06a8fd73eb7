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
}

/// <summary>Names and numbers of arguments of the functions; what is not here is refused by name.</summary>
internal static class Functions
{
    public const int Unbounded = 16;

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
            ["latest-today"] = (Function.LatestToday, 0, 0),
            ["decimal-places"] = (Function.DecimalPlaces, 1, 1),
            ["location-country"] = (Function.LocationCountry, 1, 1),
            ["customs-area"] = (Function.CustomsArea, 2, 2),
            ["in-customs-union"] = (Function.InCustomsUnion, 2, 2),
            ["in-territory"] = (Function.InTerritory, 2, 2),
            ["reporting-country"] = (Function.ReportingCountry, 0, 0),
            ["unit-allowed"] = (Function.UnitAllowed, 2, 2),
            ["whole-unit"] = (Function.WholeUnit, 1, 1),
        }.ToFrozenDictionary(StringComparer.Ordinal);
}
