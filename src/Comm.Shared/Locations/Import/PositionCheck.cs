namespace Comm.Shared.Locations.Import;

/// <summary>
/// Marks positions that are far from every airport of their country: most have a sign or an order that is wrong. The place is kept, and
/// its position draws no map and decides no rule. Some true positions are that remote, so a mark is no proof of an error.
/// </summary>
internal sealed class PositionCheck
{
    private const double FarKilometres = 600;

    private readonly Dictionary<string, GeoPosition[]> _byCountry;

    public PositionCheck(IEnumerable<Airport> airports) =>
        _byCountry = airports
            .GroupBy(airport => airport.Country, airport => airport.Position, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.OrderBy(position => position.Latitude).ToArray(),
                StringComparer.Ordinal
            );

    public GeoPosition? Checked(Location place) =>
        place.Position is not { } position ? null
        : _byCountry.TryGetValue(place.Country, out GeoPosition[]? airports)
            ? position with
            {
                Doubtful = !IsNearOne(position, airports),
            }
        : position;

    // From the airport of the nearest latitude outwards: almost every true position meets one at once.
    private static bool IsNearOne(GeoPosition position, GeoPosition[] airports)
    {
        int above = Array.FindIndex(airports, airport => airport.Latitude >= position.Latitude);
        above = above < 0 ? airports.Length : above;
        for (int below = above - 1; above < airports.Length || below >= 0; above++, below--)
        {
            bool isInReach = false;
            foreach (int at in (ReadOnlySpan<int>)[above, below])
            {
                if (at < 0 || at >= airports.Length || !IsInReach(position, airports[at]))
                {
                    continue;
                }

                isInReach = true;
                if (GeoDistance.Kilometres(position, airports[at]) <= FarKilometres)
                {
                    return true;
                }
            }

            if (!isInReach)
            {
                // So far north and south that the ones behind are further still.
                return false;
            }
        }

        return false;
    }

    private static bool IsInReach(GeoPosition position, GeoPosition airport) =>
        Math.Abs(position.Latitude - airport.Latitude) * GeoDistance.KilometresPerDegree <= FarKilometres;
}
