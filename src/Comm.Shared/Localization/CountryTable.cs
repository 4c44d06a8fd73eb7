using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Comm.Shared.Localization;

/// <summary>Countries of ISO 3166-1 (and XK) by alpha-2 code, with CLDR's names.</summary>
public sealed class CountryTable : NamedCodes
{
    private const string Table = "Localization.Tables.countries.csv";
    private static readonly Lazy<CountryTable> Lazily = new(() => new CountryTable(Read(Table, namesFrom: 2)));
    private readonly FrozenDictionary<string, string> _alpha3 = EmbeddedTable
        .Rows(Table)
        .ToFrozenDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    private CountryTable(ImmutableArray<NamedCode> countries)
        : base(countries, EmbeddedTable.Rows("Localization.Tables.country-aliases.csv").Select(row => (row[0], row[1]))) { }

    public static CountryTable Shipped => Lazily.Value;

    /// <summary>The three-letter code that some administrations' systems want.</summary>
    public string? Alpha3(string alpha2) => _alpha3.GetValueOrDefault(alpha2);

    private protected override bool IsCode(NamedCode entry, string typed) =>
        base.IsCode(entry, typed) || string.Equals(Alpha3(entry.Code), typed, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Currencies that are legal tender somewhere today, ISO 4217, with CLDR's names.</summary>
public sealed class CurrencyTable : NamedCodes
{
    private static readonly Lazy<CurrencyTable> Lazily = new(() =>
        new CurrencyTable(Read("Localization.Tables.currencies.csv", namesFrom: 1))
    );

    private CurrencyTable(ImmutableArray<NamedCode> currencies)
        : base(currencies) { }

    public static CurrencyTable Shipped => Lazily.Value;
}
