namespace Comm.Shared.Locations.Import;

/// <summary>
/// Makes one table of a UN/LOCODE release and a list of airports: an airport becomes part of the place that UN/LOCODE has for it, or a place
/// of its own, <c>IATA:xxx</c>. Other names that an earlier table knew go on finding their places.
/// </summary>
public static class LocationTableMaker
{
    /// <summary>A UN/LOCODE and an IATA code with the same letters, this close, are one place; further apart, a coincidence of letters.</summary>
    private const double SamePlaceWithinKilometres = 75;

    public static LocationTable Make(
        UnLocodeRelease release,
        IReadOnlyList<Airport>? airports = null,
        LocationTable? earlier = null
    )
    {
        ArgumentNullException.ThrowIfNull(release);
        earlier ??= LocationTable.Shipped;
        IReadOnlyList<Airport> fields = airports ?? AirportsOf(earlier);
        Dictionary<string, string> countries = fields.ToDictionary(
            field => field.Iata,
            field => field.Country,
            StringComparer.Ordinal
        );
        Dictionary<string, Location> places = release.Places.ToDictionary(
            place => place.Code,
            place =>
                place.Iata is { } iata && countries.GetValueOrDefault(iata, place.Country) != place.Country
                    // The code has been given to an airport of another country since.
                    ? place with
                    {
                        Iata = null,
                    }
                    : place,
            StringComparer.Ordinal
        );
        ILookup<(string, string), string> byIata = places
            .Values.Where(place => !place.IsRetired)
            .ToLookup(place => (place.Country, place.Iata ?? place.Code[2..]), place => place.Code);
        foreach (Airport airport in fields)
        {
            string[] same = [.. byIata[(airport.Country, airport.Iata)].Where(code => IsPlaceOf(places[code], airport))];
            foreach (string code in same)
            {
                places[code] = With(places[code], airport, isOnly: same.Length == 1);
            }

            if (same.Length == 0)
            {
                Location own = Own(airport);
                places.Add(own.Code, own);
            }
        }

        var positions = new PositionCheck(fields);
        return new LocationTable(
            places
                .Values.Select(place => WithNamesOf(earlier, place))
                .Select(place => place with { Position = positions.Checked(place) })
        );
    }

    /// <summary>The airports of a table, for an import that brings none.</summary>
    private static List<Airport> AirportsOf(LocationTable table) =>
        [
            .. table
                .All.Where(place => place is { Iata: not null, Position: not null } && place.Kinds.HasFlag(LocationKinds.Airport))
                .DistinctBy(place => place.Iata)
                .Select(place => new Airport(place.Iata!, place.Icao, place.Name, "", place.Country, place.Position!.Value)),
        ];

    private static bool IsPlaceOf(Location place, Airport airport) =>
        place.Iata is not null
        || place.Position is not { } position
        || GeoDistance.Kilometres(position, airport.Position) <= SamePlaceWithinKilometres;

    private static Location With(Location place, Airport airport, bool isOnly) =>
        OtherNames.Add(
            place with
            {
                Iata = airport.Iata,
                Icao = airport.Icao,
                Kinds = place.Kinds | (isOnly ? LocationKinds.Airport : LocationKinds.None),
                Position = place.Position ?? airport.Position,
            },
            airport.Name,
            airport.City
        );

    private static Location Own(Airport airport) =>
        OtherNames.Add(
            new Location(
                "IATA:" + airport.Iata,
                airport.Name,
                airport.Country,
                LocationKinds.Airport,
                airport.Iata,
                airport.Position,
                ""
            )
            {
                Icao = airport.Icao,
            },
            airport.City
        );

    private static Location WithNamesOf(LocationTable earlier, Location place) =>
        (earlier.ByCode(place.Code) ?? (place.Iata is { } iata ? earlier.ByIata(iata) : null)) is { } known
        && known.Country == place.Country
            ? OtherNames.Add(place, [known.Name, .. known.Also.Split('|')])
            : place;
}
