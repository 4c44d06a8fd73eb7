namespace Comm.Shared.Locations;

public sealed partial class LocationTable
{
    /// <summary>The places in use nearest to a point, nearest first; those with a doubtful position are passed over.</summary>
    /// <param name="from">Where somebody is, or a ship was stopped.</param>
    /// <param name="kinds">Only places of one of these kinds; none means all.</param>
    /// <param name="limit">How many, 1 to 100.</param>
    public IReadOnlyList<(Location Place, double Kilometres)> Nearest(
        GeoPosition from,
        LocationKinds kinds = LocationKinds.None,
        int limit = 10
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        Span<(double Kilometres, int Row)> best = stackalloc (double Kilometres, int Row)[limit];
        int count = 0;
        for (int row = 0; row < _codes.Length; row++)
        {
            if (
                _latitudes[row] == NoDegrees
                || _doubtful[row]
                || IsRetired(row)
                || (kinds != LocationKinds.None && (KindsOf(row) & kinds) == LocationKinds.None)
            )
            {
                continue;
            }

            // Nothing is nearer than its difference in latitude: one subtraction for most rows, and no sine.
            double latitude = _latitudes[row] / UnitsPerDegree;
            double farthest = count < limit ? double.MaxValue : best[count - 1].Kilometres;
            if (Math.Abs(latitude - from.Latitude) * GeoDistance.KilometresPerDegree > farthest)
            {
                continue;
            }

            double distance = GeoDistance.Kilometres(from, PositionOf(row)!.Value);
            if (distance < farthest)
            {
                count = Math.Min(count + 1, limit);
                int hole = count - 1;
                for (; hole > 0 && best[hole - 1].Kilometres > distance; hole--)
                {
                    best[hole] = best[hole - 1];
                }

                best[hole] = (distance, row);
            }
        }

        var found = new (Location, double)[count];
        for (int i = 0; i < count; i++)
        {
            found[i] = (this[best[i].Row], best[i].Kilometres);
        }

        return found;
    }
}
