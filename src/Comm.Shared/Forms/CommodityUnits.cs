using System.Collections.Immutable;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>A unit a commodity may be counted in, and what one of it is in the unit of the statistics.</summary>
public sealed record UnitConversion(string Unit, string To, decimal Factor);

/// <summary>A quantity in the unit of the statistics, with the factor that led there.</summary>
public sealed record NormalisedQuantity(decimal Quantity, string Unit, decimal Factor);

/// <summary>The units of a commodity group. Where no factor is true for all goods (pieces to kilograms), units are kept apart.</summary>
public sealed record CommodityUnits(ImmutableArray<UnitConversion> Conversions, bool Currencies)
{
    /// <summary>Is the unit one of the group's? Amounts of money are counted in their ISO 4217 currency, and never added across them.</summary>
    public bool Allow(string unit) =>
        Currencies ? CurrencyTable.Shipped.Contains(unit) : Conversions.Any(conversion => conversion.Unit == unit);

    /// <summary>Null when the unit is not allowed, or the result is beyond counting.</summary>
    public NormalisedQuantity? Normalise(decimal quantity, string unit)
    {
        if (Currencies)
        {
            return Allow(unit) ? new NormalisedQuantity(quantity, unit, 1) : null;
        }

        UnitConversion? conversion = Conversions.FirstOrDefault(candidate => candidate.Unit == unit);
        return conversion is null || quantity > FormLimits.LargestQuantity
            ? null
            : new NormalisedQuantity(quantity * conversion.Factor, conversion.To, conversion.Factor);
    }
}
