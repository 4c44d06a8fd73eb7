using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports;

/// <summary>The units a line may be counted in: those of its commodity, or all of them while there is none.</summary>
internal static class UnitChoices
{
    public static IEnumerable<(string Value, string Label)> For(FormField field, string? commodity, string typed, string language)
    {
        CodeList list = field.List!;
        CommodityUnits? units = commodity is null ? null : CodeLists.Shipped.UnitsOf(commodity);
        if (units is { Currencies: true })
        {
            return CurrencyTable
                .Shipped.Sorted(language)
                .Select(currency => (currency.Code, $"{currency.Code} · {currency.Names.Text(language)}"));
        }

        // What was chosen before the commodity changed stays to be seen; the engine says that it does not fit.
        return list
            .Offered.Where(code => units is null || units.Allow(code.Value) || code.Value == typed)
            .Select(code => (code.Value, code.Labels.Text(language)));
    }
}
