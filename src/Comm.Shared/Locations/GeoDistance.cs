namespace Comm.Shared.Locations;

/// <summary>Distances on a sphere: within half a percent of the true ones, which is more than a port's position is good for.</summary>
public static class GeoDistance
{
    /// <summary>Of one degree of latitude.</summary>
    internal const double KilometresPerDegree = EarthRadius * Math.PI / 180;

    private const double EarthRadius = 6_371.0;

    /// <summary>The haversine formula.</summary>
    public static double Kilometres(GeoPosition from, GeoPosition to)
    {
        double latitude = Half(to.Latitude - from.Latitude);
        double longitude = Half(to.Longitude - from.Longitude);
        double chord =
            (latitude * latitude) + (Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * longitude * longitude);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, chord)));
    }

    private static double Half(double degrees) => Math.Sin(Radians(degrees) / 2);

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
