using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Shared.Tests.Locations;

public class NearestTests
{
    [Fact]
    public void TheNearestSeaportIsFoundFromTheSea()
    {
        // Some ten miles off Le Havre.
        (Location place, double kilometres) = LocationTable.Shipped.Nearest(
            new GeoPosition(49.55, -0.1, false),
            LocationKinds.Seaport
        )[0];
        Assert.Equal("FRLEH", place.Code);
        Assert.InRange(kilometres, 10, 25);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(51.9, 4.1)]
    [InlineData(-17.8, 178.9)]
    [InlineData(-17.8, -179.9)]
    [InlineData(89.9, 10)]
    public void NoPlaceThatWasPassedOverIsNearer(double latitude, double longitude)
    {
        var from = new GeoPosition(latitude, longitude, false);
        double[] expected =
        [
            .. LocationTable
                .Shipped.All.Where(place => place.Position is { Doubtful: false } && place.Kinds.HasFlag(LocationKinds.Airport))
                .Select(place => GeoDistance.Kilometres(from, place.Position!.Value))
                .Order()
                .Take(7),
        ];
        Assert.Equal(expected, LocationTable.Shipped.Nearest(from, LocationKinds.Airport, 7).Select(near => near.Kilometres));
    }

    [Fact]
    public void DistancesAreThoseOfTheGlobe()
    {
        var paris = new GeoPosition(48.8567, 2.3508, false);
        var newYork = new GeoPosition(40.7128, -74.0060, false);
        Assert.InRange(GeoDistance.Kilometres(paris, newYork), 5_820, 5_850);
        Assert.Equal(0, GeoDistance.Kilometres(paris, paris));
        Assert.InRange(GeoDistance.Kilometres(new GeoPosition(0, 179.5, false), new GeoPosition(0, -179.5, false)), 111, 112);
    }

    [Fact]
    public void ARetiredPlaceIsNeitherFoundNorNearAndStaysReadable()
    {
        var table = new LocationTable([
            new Location("NLAAA", "Oldport", "NL", LocationKinds.Seaport, null, new GeoPosition(52, 4, false), "")
            {
                Status = LocationStatus.XX,
            },
            new Location("NLAAB", "Oldport New", "NL", LocationKinds.Seaport, null, new GeoPosition(53, 4, false), ""),
        ]);
        Assert.Equal("NLAAB", Assert.Single(new LocationSearch(table).Find("oldport")).Code);
        Assert.Equal("NLAAB", new LocationSearch(table).Exact("Oldport New")?.Code);
        Assert.Null(new LocationSearch(table).Exact("NLAAA"));
        Assert.Equal("NLAAB", Assert.Single(table.Nearest(new GeoPosition(52, 4, false))).Place.Code);
        Assert.Equal("Oldport", table.ByCode("NLAAA")?.Name);
    }

    [Fact]
    public void EveryTypeOfPlaceSaysWhatItNeeds()
    {
        CodeList types = CodeLists.Shipped.Find("CL_LOCTYPE")!;
        Assert.All(types.Codes, type => Assert.Equal(type.Value == "INL", LocationNeeds.Of(type.Value) == LocationKinds.None));
        Assert.Equal(LocationKinds.Post, LocationNeeds.Of("PST"));
        Assert.Equal(LocationKinds.None, LocationNeeds.Of(null));
    }
}
