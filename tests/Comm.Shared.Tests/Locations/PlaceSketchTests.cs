using System.Text.RegularExpressions;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Shared.Tests.Locations;

public partial class PlaceSketchTests
{
    [Fact]
    public void APortLiesAtTheEdgeOfItsLand()
    {
        PlaceSketch havre = PlaceSketch.Around(LocationTable.Shipped.ByCode("FRLEH")!.Position!.Value);
        Assert.Equal((PlaceSketch.Width / 2, PlaceSketch.Height / 2), (havre.X, havre.Y));
        Assert.True(IsLand(havre, havre.X + 60, havre.Y));
        Assert.False(IsLand(havre, havre.X - 30, havre.Y - 20));
    }

    [Theory]
    [InlineData("SGSIN")]
    [InlineData("FJSUV")]
    [InlineData("IATA:LYR")]
    [InlineData("USNYC")]
    [InlineData("AQMCM")]
    public void AMapIsBoundedInWhatItSaysAndWhereItReaches(string code)
    {
        GeoPosition position = LocationTable.Shipped.ByCode(code)?.Position ?? new GeoPosition(-77.85, 166.7, Doubtful: false);
        PlaceSketch sketch = PlaceSketch.Around(position);
        Assert.NotEmpty(sketch.Land);
        Assert.InRange(sketch.Land.Length + sketch.Borders.Length, 1, 40_000);
        Assert.All(
            Number().Matches(sketch.Land).Select(match => int.Parse(match.Value)),
            number => Assert.InRange(number, -60, PlaceSketch.Width + 60)
        );
    }

    [Theory]
    [InlineData(179.9)]
    [InlineData(-179.9)]
    public void LandGoesOnBeyondTheDateLine(double longitude)
    {
        // Vanua Levu, whose coast crosses it, seen from either side: the east of the island, and open sea around it.
        PlaceSketch sketch = PlaceSketch.Around(new GeoPosition(-16.5, longitude, Doubtful: false));
        int west = longitude < 0 ? 38 : 30;
        Assert.True(IsLand(sketch, sketch.X - west, sketch.Y + 4));
        Assert.False(IsLand(sketch, sketch.X - 300, sketch.Y));
        Assert.False(IsLand(sketch, sketch.X + 300, sketch.Y));
    }

    [Fact]
    public void EveryPlaceCanBeDrawn() =>
        Assert.All(
            LocationTable.Shipped.All.Where(place => place.Position is not null).Where((_, i) => i % 40 == 0),
            place => Assert.NotNull(PlaceSketch.Around(place.Position!.Value).Land)
        );

    [Theory]
    [InlineData(90, 0)]
    [InlineData(-90, 180)]
    [InlineData(0, -180)]
    public void TheEndsOfTheWorldAreNoTrouble(double latitude, double longitude) =>
        Assert.NotNull(PlaceSketch.Around(new GeoPosition(latitude, longitude, Doubtful: false)).Land);

    [Theory]
    [InlineData("FR", "DE", true)]
    [InlineData("FR", "ES", true)]
    [InlineData("MX", "US", true)]
    [InlineData("FR", "GB", false)]
    [InlineData("FR", "BR", false)]
    [InlineData("GF", "BR", true)]
    [InlineData("XK", "RS", true)]
    [InlineData("SG", "MY", true)]
    [InlineData("MA", "EH", true)]
    [InlineData("GI", "ES", true)]
    [InlineData("LS", "ZA", true)]
    [InlineData("JP", "KR", false)]
    [InlineData("AU", "ID", false)]
    [InlineData("ZZ", "FR", false)]
    public void NeighboursShareALandBorder(string one, string other, bool are)
    {
        Assert.Equal(are, Neighbours.Shipped.Are(one, other));
        Assert.Equal(are, Neighbours.Shipped.Are(other, one));
    }

    [Fact]
    public void NeighboursAreCountriesAndEachOthers()
    {
        string[] countries = [.. CountryTable.Shipped.All.Select(country => country.Code)];
        Assert.All(
            countries,
            country =>
                Assert.All(
                    Neighbours.Shipped.Of(country),
                    other =>
                    {
                        Assert.Contains(other, countries);
                        Assert.True(Neighbours.Shipped.Are(other, country), $"{country} {other}");
                        Assert.NotEqual(country, other);
                    }
                )
        );
        Assert.Equal(14, Neighbours.Shipped.Of("RU").Count);
        Assert.Equal(9, Neighbours.Shipped.Of("DE").Count);
        Assert.Empty(Neighbours.Shipped.Of("MG"));
    }

    /// <summary>By the even-odd rule, as the browser fills it.</summary>
    private static bool IsLand(PlaceSketch sketch, int x, int y)
    {
        bool inside = false;
        foreach (string ring in sketch.Land.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            (int X, int Y)[] points =
            [
                .. ring.TrimEnd('Z')
                    .Split('L')
                    .Select(point => point.Split(' '))
                    .Select(pair => (int.Parse(pair[0]), int.Parse(pair[1]))),
            ];
            for (int i = 0; i < points.Length; i++)
            {
                ((int X, int Y) a, (int X, int Y) b) = (points[i], points[i == 0 ? ^1 : i - 1]);
                inside ^= a.Y > y != b.Y > y && x < a.X + ((double)(b.X - a.X) * (y - a.Y) / (b.Y - a.Y));
            }
        }

        return inside;
    }

    [GeneratedRegex(@"-?\d+")]
    private static partial Regex Number();
}
