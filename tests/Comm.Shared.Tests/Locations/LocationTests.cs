using Comm.Shared.Locations;

namespace Comm.Shared.Tests.Locations;

public class LocationTests
{
    private static readonly LocationSearch Search = new(LocationTable.Shipped);

    [Theory]
    [InlineData("SGSIN", "SGSIN")]
    [InlineData("sgsin", "SGSIN")]
    [InlineData("SIN", "SGSIN")]
    [InlineData("CDG", "IATA:CDG")]
    [InlineData("IATA:CDG", "IATA:CDG")]
    [InlineData("roissy", "IATA:CDG")]
    [InlineData("Antwerp", "BEANR")]
    [InlineData("antwerpén", "BEANR")]
    [InlineData("le hav", "FRLEH")]
    [InlineData("Le-Havre", "FRLEH")]
    [InlineData("heathrow", "IATA:LHR")]
    [InlineData("LHR", "IATA:LHR")]
    [InlineData("DXB", "AEDXB")]
    [InlineData("دبي", "AEDXB")]
    [InlineData("foochow", "CNFOC")]
    [InlineData("jebel a", "AEJEA")]
    [InlineData("Felxstowe", "GBFXT")]
    [InlineData("Roterdam", "NLRTM")]
    [InlineData("Hambrug", "DEHAM")]
    public void IsFoundFirst(string typed, string code) => Assert.Equal(code, Search.Find(typed)[0].Code);

    [Fact]
    public void AnUnaccentedWordFindsTheAccentedNameAndTheOtherWayRound()
    {
        Location accented = LocationTable.Shipped.All.First(place => place.Name.Contains('é', StringComparison.Ordinal));
        string plain = accented.Name.Replace('é', 'e');
        Assert.Contains(accented, Search.Find(plain, limit: 100));
        Assert.Contains(accented, Search.Find(accented.Name.ToUpperInvariant(), limit: 100));
    }

    [Fact]
    public void TheReportersOwnCountryComesFirst()
    {
        Assert.Equal("FR", Search.Find("saint", country: "FR")[0].Country);
        Assert.Equal("CA", Search.Find("saint", country: "CA")[0].Country);
        Assert.Equal("SGSIN", Search.Find("sin", country: "FR")[0].Code);
    }

    [Fact]
    public void OnlyPlacesOfTheKindAreFound()
    {
        Assert.All(
            Search.Find("por", LocationKinds.Airport, limit: 50),
            place => Assert.True(place.Kinds.HasFlag(LocationKinds.Airport))
        );
        Assert.Contains(Search.Find("SIN", LocationKinds.Airport), place => place.Code == "SGSIN");
        Assert.DoesNotContain(Search.Find("CDG", LocationKinds.Seaport), place => place.Code == "IATA:CDG");
    }

    [Theory]
    [InlineData("Felixstowe", "GBFXT")]
    [InlineData("gbfxt", "GBFXT")]
    [InlineData("dxb", "AEDXB")]
    [InlineData("felix", null)]
    [InlineData("Felxstowe", null)]
    [InlineData("San Juan", null)]
    [InlineData("", null)]
    public void OnlyAWholeNameOfOnePlaceIsAChoice(string typed, string? code) => Assert.Equal(code, Search.Exact(typed)?.Code);

    [Fact]
    public void TheOtherNameThatFitsIsSaid()
    {
        Location abidjan = LocationTable.Shipped.ByCode("CIABJ")!;
        Assert.Equal("Félix-Houphouët-Boigny International Airport", LocationSearch.AliasFor(abidjan, "felix"));
        Assert.Null(LocationSearch.AliasFor(abidjan, "abid"));
        Assert.Null(LocationSearch.AliasFor(abidjan, "ABJ"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("'-.,")]
    [InlineData("qqqqq")]
    [InlineData("\ud800")]
    public void NothingIsFoundForNothing(string typed) => Assert.Empty(Search.Find(typed));

    [Fact]
    public void EveryPlaceIsFoundByItsCodesAndItsName()
    {
        Assert.All(
            LocationTable.Shipped.All,
            place =>
            {
                Assert.Equal(place, Search.Find(place.Code)[0]);
                Assert.Equal(place, LocationTable.Shipped.ByCode(place.Code));
                Assert.True(LocationTable.IsWellFormed(place.Code));
                Assert.Contains(place, Search.Find(place.Name, country: place.Country, limit: 100));
                if (place.Iata is { } iata)
                {
                    Assert.Contains(place, Search.Find(iata));
                    Assert.Equal(place, LocationTable.Shipped.ByCode("IATA:" + iata));
                }
            }
        );
    }

    [Fact]
    public void EachPlaceIsListedOnceAndNoMoreThanAskedFor()
    {
        IReadOnlyList<Location> found = Search.Find("a", limit: 25);
        Assert.Equal(25, found.Count);
        Assert.Equal(25, found.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Find("a", limit: 0));
    }

    [Fact]
    public void TheSearchAgreesWithOneThatLooksAtEveryPlace()
    {
        foreach (string typed in new[] { "ab", "port", "new y", "santa", "ist", "rio" })
        {
            string[] expected =
            [
                .. LocationTable
                    .Shipped.All.Where(place =>
                        Names(place).Any(name => (" " + name).Contains(" " + typed, StringComparison.Ordinal))
                    )
                    .Select(place => place.Code)
                    .Order(StringComparer.Ordinal),
            ];
            string[] found = [.. Search.Find(typed, limit: 100).Select(place => place.Code).Order(StringComparer.Ordinal)];
            Assert.Equal(Math.Min(100, expected.Length), found.Length);
            Assert.Subset(expected.ToHashSet(), found.ToHashSet());
        }

        static IEnumerable<string> Names(Location place) =>
            place
                .Also.Split('|')
                .Append(place.Name)
                .Append(place.Code)
                .Append(place.Iata ?? "")
                .Select(Comm.Shared.Localization.Folding.Fold);
    }

    [Fact]
    public void WrongPositionsAreMarkedAndKept()
    {
        GeoPosition exchanged = LocationTable.Shipped.ByCode("MCMON")!.Position!.Value;
        Assert.True(exchanged.Doubtful);
        Assert.False(LocationTable.Shipped.ByCode("SGSIN")!.Position!.Value.Doubtful);
    }

    [Theory]
    [InlineData("FRLEH", "FR")]
    [InlineData("IATA:CDG", "FR")]
    [InlineData("FRZZZ", "FR")]
    [InlineData("IATA:QQQ", null)]
    [InlineData("fr", null)]
    public void AKeyTellsItsCountryWhereItCan(string code, string? country) =>
        Assert.Equal(country, LocationTable.Shipped.CountryOf(code));
}
