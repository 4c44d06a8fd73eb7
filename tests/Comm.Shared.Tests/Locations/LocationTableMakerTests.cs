using System.Text;
using Comm.Shared.Imports;
using Comm.Shared.Locations;
using Comm.Shared.Locations.Import;
using Comm.Shared.Tests.Imports;

namespace Comm.Shared.Tests.Locations;

public class LocationTableMakerTests
{
    private const string Airports = """
        "icao","iata","name","city","subd","country","elevation","lat","lon","tz","lid"
        "LFPG","CDG","Charles de Gaulle International Airport","Paris","Ile-de-France","FR",392,49.012798,2.55,"Europe/Paris",""
        "EHAM","AMS","Amsterdam Airport Schiphol","Amsterdam","North Holland","NL",-11,52.308601,4.76389,"Europe/Amsterdam",""
        "KTTN","TTN","Trenton Mercer Airport","Ewing","New Jersey","US",213,40.276699,-74.8134,"America/New_York","TTN"
        "00AA","","Aero B Ranch Airport","Leoti","Kansas","US",3435,38.704022,-101.473911,"America/Chicago","00AA"
        """;

    private const string OurAirports = """
        "id","ident","type","name","latitude_deg","longitude_deg","elevation_ft","continent","iso_country","iso_region","municipality","scheduled_service","gps_code","iata_code","local_code","home_link","wikipedia_link","keywords"
        4185,"LFPG","large_airport","Charles de Gaulle International Airport",49.012798,2.55,392,"EU","FR","FR-IDF","Paris","yes","LFPG","CDG",,,,
        9999,"LFXX","closed","Old Field",49.0,2.5,300,"EU","FR","FR-IDF","Paris","no",,"OLD",,,,
        """;

    [Theory]
    [InlineData(Airports, 3)]
    [InlineData(OurAirports, 1)]
    public void AirportsWithAnIataCodeAreReadByTheNamesOfTheColumns(string text, int count)
    {
        ImportOutcome<IReadOnlyList<Airport>> read = Read(text);
        Assert.Empty(read.Findings);
        Assert.Equal(count, read.Value!.Count);
        Assert.Equal(
            new Airport(
                "CDG",
                "LFPG",
                "Charles de Gaulle International Airport",
                "Paris",
                "FR",
                new GeoPosition(49.0128, 2.55, false)
            ),
            read.Value[0]
        );
    }

    [Theory]
    [InlineData("name,city,country,lat,lon\na,b,FR,1,1", ImportProblem.ColumnMissing, 1, 0, true)]
    [InlineData("iata,name,city,country,lat,lon\nCDG,a,b,FR,\"48,85\",2.5", ImportProblem.AirportWithoutPosition, 2, 5, false)]
    [InlineData("iata,name,city,country,lat,lon\nCDG,a,b,FR,148.85,2.5", ImportProblem.AirportWithoutPosition, 2, 5, false)]
    [InlineData("iata,name,city,country,lat,lon\ncdg,a,b,FR,48.85,2.5", ImportProblem.CodeOutOfForm, 2, 1, false)]
    [InlineData("iata,name,city,country,lat,lon\nCDG,a,b,ZZ,48.85,2.5", ImportProblem.CountryUnknown, 2, 4, false)]
    [InlineData("iata,name,city,country,lat,lon\nCDG,,b,FR,48.85,2.5", ImportProblem.NameUnreadable, 2, 2, false)]
    [InlineData("iata,name,city,country,lat,lon\nCDG,a,b,FR,48.85", ImportProblem.ColumnCount, 2, 6, true)]
    [InlineData("iata;name;city;country;lat;lon\nCDG;a;b;FR;48,85;2,5", ImportProblem.WrongDelimiter, 1, 1, true)]
    public void WhatIsWrongWithAListOfAirportsIsNamedAtItsPlace(
        string text,
        ImportProblem problem,
        long row,
        int column,
        bool blocks
    )
    {
        ImportOutcome<IReadOnlyList<Airport>> read = Read(text);
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal((problem, row, column, blocks), (finding.Problem, finding.Row, finding.Column, finding.Blocks));
        Assert.Equal(blocks, read.Value is null);
    }

    [Fact]
    public void AnAirportIsPartOfThePlaceThatUnLocodeHasForIt()
    {
        LocationTable table = Make(
            Airport("NLAMS", LocationKinds.Seaport | LocationKinds.Airport, new GeoPosition(52.4, 4.8167, false))
        );
        Location amsterdam = table.ByCode("NLAMS")!;
        Assert.Equal(("AMS", "EHAM"), (amsterdam.Iata, amsterdam.Icao));
        Assert.Contains("Amsterdam Airport Schiphol", amsterdam.Also, StringComparison.Ordinal);
        Assert.Equal(amsterdam, table.ByIata("AMS"));
        Assert.Equal(amsterdam, table.ByIcao("EHAM"));
        Assert.Equal(amsterdam, table.ByCode("IATA:AMS"));
        Assert.DoesNotContain(table.All, place => place.Code == "IATA:AMS");
    }

    [Fact]
    public void AnAirportThatUnLocodeLacksIsAPlaceOfItsOwn()
    {
        Location paris = Make(Airport("NLAMS", LocationKinds.Airport, null)).ByCode("IATA:CDG")!;
        Assert.Equal(("FR", LocationKinds.Airport, "LFPG"), (paris.Country, paris.Kinds, paris.Icao));
    }

    [Fact]
    public void SameLettersFarApartAreTwoPlaces()
    {
        LocationTable table = Make(Airport("USTTN", LocationKinds.Road, new GeoPosition(35.2, -111.6, false)));
        Assert.Null(table.ByCode("USTTN")!.Iata);
        Assert.NotNull(table.ByCode("IATA:TTN"));
    }

    [Fact]
    public void APlaceWithoutAPositionTakesItsAirports() =>
        Assert.Equal(
            new GeoPosition(52.3086, 4.7639, false),
            Make(Airport("NLAMS", LocationKinds.Airport, null)).ByCode("NLAMS")!.Position
        );

    [Fact]
    public void NamesThatTheShippedTableKnewGoOnFindingTheirPlaces()
    {
        var jebelAli = new Location("AEDXB", "Dubai", "AE", LocationKinds.Seaport, null, null, "");
        var search = new LocationSearch(LocationTableMaker.Make(new UnLocodeRelease([jebelAli]), []));
        Assert.Equal("AEDXB", search.Find("دبي")[0].Code);
    }

    [Fact]
    public void APositionFarFromEveryAirportOfItsCountryIsDoubtful()
    {
        LocationTable table = Make(
            Airport("NLRTM", LocationKinds.Seaport, new GeoPosition(51.9, 4.5, false)),
            // East for west, and a sign too many.
            Airport("USNYC", LocationKinds.Seaport, new GeoPosition(40.7, 74.0, false)),
            Airport("FRLEH", LocationKinds.Seaport, new GeoPosition(-49.5, 0.1, false))
        );
        Assert.False(table.ByCode("NLRTM")!.Position!.Value.Doubtful);
        Assert.True(table.ByCode("USNYC")!.Position!.Value.Doubtful);
        Assert.True(table.ByCode("FRLEH")!.Position!.Value.Doubtful);
    }

    [Fact]
    public void ATableReadsBackAsItWasWrittenAndHasTheSameBytesEachTime()
    {
        LocationTable table = Make(
            Airport("NLAMS", LocationKinds.Airport | LocationKinds.SpecialZone | LocationKinds.Border, null),
            Airport("FRLEH", LocationKinds.Seaport, new GeoPosition(-49.5, 0.1, false)) with
            {
                Status = LocationStatus.RQ,
                Subdivision = "76",
            }
        );
        byte[] bytes = LocationTableText.Write(table, "UNLOCODE 2023-2");
        Assert.True(LocationTableText.TryRead(bytes, out LocationTable? read, out _));
        Assert.Equal(table.All, read.All);
        Assert.Equal(bytes, LocationTableText.Write(read, "UNLOCODE 2023-2"));
        Assert.StartsWith("# UNLOCODE 2023-2\ncode,name,", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("code,name\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,,,,,,,\n")]
    [InlineData(Heading + "nlrtm,Rotterdam,NL,1,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,,NL,1,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,FR,1,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,11,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,9,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,ZZ,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,01,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,,RT,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,,,,,1,2,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,,,,,NaN,2,plausible,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,,,,,91,2,plausible,\n")]
    [InlineData(Heading + "NLRTM,Rotter\u202Edam,NL,1,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,Rotterdam,NL,1,,,,,,,,\nNLRTM,Rotterdam,NL,1,,,,,,,,\n")]
    [InlineData(Heading + "NLRTM,\"Rotterdam,NL,1,,,,,,,,\n")]
    public void WhatIsNoTableOfPlacesIsRefusedAndNeverThrows(string text)
    {
        Assert.False(LocationTableText.TryRead(Encoding.UTF8.GetBytes(text), out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    private const string Heading = "code,name,country,functions,status,iata,icao,subdivision,latitude,longitude,position,also\n";

    [SkippableFact]
    public void TheWholeReleaseWithAllAirportsMakesOneTable()
    {
        UnLocodeRelease release = UnLocodeReader.Read(PublicData.Load(PublicData.UnLocode)).Value!;
        ImportOutcome<IReadOnlyList<Airport>> airports = AirportReader.Read(PublicData.Load(PublicData.Airports));
        Assert.Equal(7_884, airports.Value!.Count);
        LocationTable table = LocationTableMaker.Make(release, airports.Value);
        Assert.All(airports.Value, airport => Assert.Equal(airport.Country, table.ByIata(airport.Iata)?.Country));
        Assert.Equal("FRCDG", table.ByCode("IATA:CDG")!.Code);
        Assert.Equal("RUSVO", table.ByIcao("UUEE")!.Code);
        Assert.True(LocationTableText.TryRead(LocationTableText.Write(table), out LocationTable? read, out string? fault), fault);
        Assert.Equal(table.Count, read.Count);
        Assert.Equal(table.All.Take(500), read.All.Take(500));

        var search = new LocationSearch(read);
        Assert.Equal("ATVIE", search.Find("Vienna")[0].Code);
        Assert.Equal("CNBJS", search.Find("Peking", LocationKinds.Airport)[0].Code);
        Assert.Equal("DKAAR", search.Find("arhus")[0].Code);
        Assert.Equal("AEDXB", search.Find("دبي")[0].Code);
        Assert.Contains(search.Find("Pas de la Casa", LocationKinds.Border), place => place.Code == "ADPAS");
        Assert.Empty(search.Find("CNTLS"));
        Assert.NotNull(read.ByCode("CNTLS"));
    }

    private static LocationTable Make(params Location[] places) =>
        LocationTableMaker.Make(new UnLocodeRelease(places), Read(Airports).Value);

    private static Location Airport(string code, LocationKinds kinds, GeoPosition? position) =>
        new(code, "Place of " + code, code[..2], kinds, null, position, "");

    private static ImportOutcome<IReadOnlyList<Airport>> Read(string text) =>
        AirportReader.Read(new ImportFile("airports.csv", Encoding.UTF8.GetBytes(text)));
}
