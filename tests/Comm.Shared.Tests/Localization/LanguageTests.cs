using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Comm.Shared.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Comm.Shared.Tests.Localization;

/// <summary>Walks every set of words in the assembly, whoever added it.</summary>
public partial class LanguageTests
{
    private const string Prefix = "Comm.Shared.Localization.";
    private static readonly Assembly Product = typeof(ProductCultures).Assembly;
    private static readonly string[] Plurals = ["zero", "one", "two", "few", "many", "other"];

    private static readonly string[] Names =
    [
        .. Product
            .GetManifestResourceNames()
            .Where(name =>
                name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".resources", StringComparison.Ordinal)
            )
            .Select(name => name[Prefix.Length..^".resources".Length]),
    ];

    public static TheoryData<string> Sets() => [.. Names];

    [Fact]
    public void TheSetsAreThere()
    {
        Assert.Contains("Forms", Names);
        Assert.Contains("Figures", Names);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void EverySetHasAMarkerClass(string set) => Assert.NotNull(Product.GetType(Prefix + set));

    [Theory]
    [MemberData(nameof(Sets))]
    public void EveryKeyIsInEveryLanguageAndNoneIsEmpty(string set)
    {
        HashSet<string> plain = [.. Words(set, "en").Keys.Where(key => PluralOf(key) is null)];
        HashSet<string> plural = [.. Words(set, "en").Keys.Select(PluralOf).OfType<string>()];
        foreach (string language in ProductCultures.All)
        {
            Dictionary<string, string> words = Words(set, language);
            IEnumerable<string> wanted = plain.Concat(
                plural.SelectMany(key => PluralRules.Categories(language).Select(category => $"{key}_{category}"))
            );
            Assert.Equal(wanted.Order(StringComparer.Ordinal), words.Keys.Order(StringComparer.Ordinal));
            Assert.All(words, word => Assert.False(string.IsNullOrWhiteSpace(word.Value), $"{set}.{language}: {word.Key}"));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void EveryTranslationHasTheSamePlaceholders(string set)
    {
        Dictionary<string, string> english = Words(set, "en");
        foreach (string language in ProductCultures.All)
        {
            foreach ((string key, string value) in Words(set, language))
            {
                string original = PluralOf(key) is { } plural ? english[plural + "_other"] : english[key];
                HashSet<string> expected = [.. Placeholders(original)];
                HashSet<string> found = [.. Placeholders(value)];
                // "Two new messages": where the form is for one number only, the word says it and the digit may go.
                bool same = SaysItsNumber(language, key) ? expected.IsSupersetOf(found) : expected.SetEquals(found);
                Assert.True(same, $"{set}.{language}: {key}");
            }
        }
    }

    /// <summary>CLDR: Russian "one" is also for 21, French "one" for 0; these forms are for a single number each.</summary>
    private static bool SaysItsNumber(string language, string key) =>
        language == "ar"
            ? key.EndsWith("_zero", StringComparison.Ordinal)
                || key.EndsWith("_one", StringComparison.Ordinal)
                || key.EndsWith("_two", StringComparison.Ordinal)
            : language is "en" or "es" or "pt" && key.EndsWith("_one", StringComparison.Ordinal);

    [Fact]
    public void EveryRuleOfTheShippedFormHasItsSentenceInEveryLanguage() =>
        Assert.All(
            Tests.Forms.Seizures.Form.Rules,
            rule => Assert.Equal(ProductCultures.All.Order(StringComparer.Ordinal), rule.Message.Languages)
        );

    [Theory]
    [InlineData("en", "Quantities")]
    [InlineData("fr", "Quantités")]
    [InlineData("fr-BE", "Quantités")]
    [InlineData("ru", "Количества")]
    [InlineData("es", "Cantidades")]
    [InlineData("ar", "الكميات")]
    [InlineData("ar-EG", "الكميات")]
    [InlineData("pt", "Quantidades")]
    [InlineData("de", "Quantities")]
    public void TheFrameworkFindsTheWords(string culture, string expected) =>
        In(culture, words => Assert.Equal(expected, words["Quantities"].Value));

    [Theory]
    [InlineData("en", 1, "1 seizure")]
    [InlineData("en", 0, "0 seizures")]
    [InlineData("fr", 0, "0 saisie")]
    [InlineData("fr", 2, "2 saisies")]
    [InlineData("ru", 21, "21 изъятие")]
    [InlineData("ru", 22, "22 изъятия")]
    [InlineData("ru", 11, "11 изъятий")]
    [InlineData("ar", 0, "لا ضبطيات (0)")]
    [InlineData("ar", 2, "ضبطيتان (2)")]
    [InlineData("ar", 3, "3 ضبطيات")]
    [InlineData("ar", 11, "11 ضبطيةً")]
    [InlineData("ar", 100, "100 ضبطية")]
    [InlineData("es", 1_000_000, "1000000 de incautaciones")]
    public void ASentenceTakesTheFormOfItsCount(string culture, long count, string expected) =>
        In(culture, words => Assert.Equal(expected, words.Plural("EventCount", count).Value));

    [Fact]
    public void PluralRulesAgreeWithEverySampleOfCldr()
    {
        int checkedSamples = 0;
        foreach (string[] row in EmbeddedTable.Rows("Localization.Tables.plurals.csv"))
        {
            foreach (string sample in row[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                long[] ends = [.. sample.Split('~').Select(long.Parse)];
                for (long n = ends[0]; n <= ends[^1]; n++, checkedSamples++)
                {
                    Assert.Equal(row[1], PluralRules.Category(row[0], n));
                }
            }
        }

        Assert.True(checkedSamples > 150);
        Assert.Equal("one", PluralRules.Category("en", -1));
        Assert.Equal("other", PluralRules.Category("en", long.MinValue));
    }

    [Theory]
    [InlineData("en", 1.5, "other")]
    [InlineData("fr", 1.5, "one")]
    [InlineData("fr", 2.5, "other")]
    [InlineData("ru", 2, "few")]
    [InlineData("ru", 2.5, "other")]
    [InlineData("es", 1.5, "other")]
    [InlineData("ar", 3.5, "other")]
    [InlineData("ar", 103, "few")]
    [InlineData("pt", 1.5, "other")]
    public void ANumberWithDecimalsHasItsOwnCategory(string language, double count, string category) =>
        Assert.Equal(category, PluralRules.Category(language, (decimal)count));

    [Fact]
    public void EveryUnitOfTheListHasItsForms()
    {
        HashSet<string> words = [.. Words("Units", "en").Keys];
        Assert.All(
            Comm.Shared.Forms.CodeLists.Shipped.Find("CL_UNIT")!.Codes,
            unit => Assert.Contains($"Unit.{unit.Value}_other", words)
        );
    }

    [Theory]
    [InlineData("en-GB", "22 November 2026")]
    [InlineData("fr-FR", "22 novembre 2026")]
    [InlineData("ru-RU", "22 ноября 2026 г.")]
    [InlineData("es-ES", "22 de noviembre de 2026")]
    [InlineData("pt-PT", "22 de novembro de 2026")]
    public void ADayIsWrittenAsItsLanguageWritesIt(string culture, string expected) =>
        Assert.Equal(expected, LongDate.Of(new DateOnly(2026, 11, 22), CultureInfo.GetCultureInfo(culture)));

    [Theory]
    [InlineData("Turkey", "en", "TR")]
    [InlineData("England", "en", "GB")]
    [InlineData("UK", "en", "GB")]
    [InlineData("امارات", "ar", "AE")]
    [InlineData("الامارات", "ar", "AE")]
    [InlineData("Untied Kingdom", "en", "GB")]
    [InlineData("Belguim", "en", "BE")]
    [InlineData("Гремания", "ru", "DE")]
    public void ACountryIsFoundByItsOtherNamesAndWithASlip(string typed, string language, string code) =>
        Assert.Equal(code, CountryTable.Shipped.Find(typed, language)[0].Code);

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("uk", "GB")]
    [InlineData("GB", "GB")]
    [InlineData("GBR", "GB")]
    [InlineData("turkey", "TR")]
    [InlineData("Türkiye", "TR")]
    [InlineData("UAE", "AE")]
    [InlineData("emirats arabes unis", "AE")]
    [InlineData("Niger", "NE")]
    [InlineData("Ukra", null)]
    [InlineData("Belguim", null)]
    [InlineData("United", null)]
    [InlineData("", null)]
    public void OnlyAWholeNameIsAChoice(string typed, string? code) =>
        Assert.Equal(code, CountryTable.Shipped.Exact(typed)?.Code);

    [Fact]
    public void TheOtherNameThatFitsIsSaid()
    {
        NamedCode kingdom = CountryTable.Shipped.Exact("GB")!;
        Assert.Equal("England", CountryTable.Shipped.AliasFor(kingdom, "engl", "en"));
        Assert.Null(CountryTable.Shipped.AliasFor(kingdom, "United", "en"));
        Assert.Null(CountryTable.Shipped.AliasFor(kingdom, "gb", "en"));
    }

    [Fact]
    public void EveryAliasLeadsToOneCountry()
    {
        string[][] rows = [.. EmbeddedTable.Rows("Localization.Tables.country-aliases.csv")];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(row[0], CountryTable.Shipped.Exact(row[1])?.Code));
    }

    [Fact]
    public void CountriesHaveNamesInSixLanguagesAndAreFoundByThem()
    {
        Assert.True(CountryTable.Shipped.All.Length >= 249);
        Assert.Equal("Côte d’Ivoire", CountryTable.Shipped.Name("CI", "fr"));
        Assert.Equal("CI", CountryTable.Shipped.Find("cote divoire", "fr")[0].Code);
        Assert.Equal("AE", CountryTable.Shipped.Find("الامارات", "ar")[0].Code);
        Assert.Equal("DE", CountryTable.Shipped.Find("германия", "ru")[0].Code);
        Assert.Equal("ES", CountryTable.Shipped.Find("esp", "es")[0].Code);
        Assert.Equal("ES", CountryTable.Shipped.Find("ESP", "en")[0].Code);
        Assert.Equal("DEU", CountryTable.Shipped.Alpha3("DE"));
        Assert.Equal("ZZ", CountryTable.Shipped.Name("ZZ", "en"));
        Assert.False(CountryTable.Shipped.Contains("_U"));
    }

    [Theory]
    [InlineData("fr-CA", "fr")]
    [InlineData("pt_BR", "pt")]
    [InlineData("de", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void ALanguageWeDoNotSpeakIsEnglish(string? tag, string expected) =>
        Assert.Equal(expected, ProductCultures.Nearest(tag));

    [Fact]
    public void OnlyArabicRunsFromTheRight() =>
        Assert.Equal(["ar"], ProductCultures.All.Where(language => ProductCultures.Direction(language) == "rtl"));

    private static void In(string culture, Action<IStringLocalizer<Comm.Shared.Localization.Figures>> check)
    {
        using ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo beforeNumbers = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            check(services.GetRequiredService<IStringLocalizer<Comm.Shared.Localization.Figures>>());
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
            CultureInfo.CurrentCulture = beforeNumbers;
        }
    }

    private static Dictionary<string, string> Words(string set, string language)
    {
        CultureInfo culture =
            language == ProductCultures.Fallback ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        ResourceSet? words = new ResourceManager(Prefix + set, Product).GetResourceSet(
            culture,
            createIfNotExists: true,
            tryParents: false
        );
        Assert.True(words is not null, $"{set} has no {language}");
        return words
            .Cast<DictionaryEntry>()
            .ToDictionary(word => (string)word.Key, word => (string)word.Value!, StringComparer.Ordinal);
    }

    private static string? PluralOf(string key)
    {
        int end = key.LastIndexOf('_');
        return end > 0 && Plurals.Contains(key[(end + 1)..]) ? key[..end] : null;
    }

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();
}
