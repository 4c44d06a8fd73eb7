using System.Globalization;
using System.Text;

namespace Comm.Shared.Locations;

/// <summary>
/// A small map around a place, as paths for an SVG of <see cref="Width"/> by <see cref="Height"/>: enough to see that it is the Valencia of
/// Spain and not the one of Venezuela.
/// </summary>
public sealed class PlaceSketch
{
    public const int Width = 800;
    public const int Height = 400;

    // From the North Sea to the Alps: a country and its coast, wherever the place is.
    private const double LatitudeSpan = 10;
    private const double MostNorth = 85;
    private const double Hundredths = 100;
    private const int WholeTurn = 36_000;

    // What is cut off outside of the picture is cut a little further out, so that no cut is seen as a coast.
    private const double Margin = 40;

    private readonly double _west;
    private readonly double _north;
    private readonly double _perEast;
    private readonly double _perNorth;

    private PlaceSketch(GeoPosition centre)
    {
        double latitude = Math.Clamp(centre.Latitude, -MostNorth, MostNorth);
        _perNorth = Height / (LatitudeSpan * Hundredths);
        _perEast = _perNorth * Math.Cos(latitude * Math.PI / 180);
        _west = (centre.Longitude * Hundredths) - (Width / 2.0 / _perEast);
        _north = (latitude * Hundredths) + (Height / 2.0 / _perNorth);
        X = Width / 2;
        Y = (int)Math.Round((_north - (centre.Latitude * Hundredths)) * _perNorth);
        Land = Draw(Outlines.Shipped.Land.SelectMany(rings => rings), isArea: true);
        Borders = Draw(Outlines.Shipped.Borders, isArea: false);
    }

    /// <summary>Of the place.</summary>
    public int X { get; }

    public int Y { get; }

    /// <summary>Areas, by the even-odd rule: a lake is land within land.</summary>
    public string Land { get; }

    public string Borders { get; }

    public static PlaceSketch Around(GeoPosition centre) => new(centre);

    private string Draw(IEnumerable<Outlines.Line> lines, bool isArea)
    {
        var path = new StringBuilder();
        double east = _west + (Width / _perEast);
        double south = _north - (Height / _perNorth);
        double wide = Margin / _perEast;
        double high = Margin / _perNorth;
        foreach (Outlines.Line line in lines)
        {
            // Beyond the date line the world goes on from the other side.
            foreach (int turn in (ReadOnlySpan<int>)[-WholeTurn, 0, WholeTurn])
            {
                if (
                    line.East + turn >= _west - wide
                    && line.West + turn <= east + wide
                    && line.North >= south - high
                    && line.South <= _north + high
                )
                {
                    (double X, double Y)[] points =
                    [
                        .. line.Points.Select(point =>
                            ((point.East + turn - _west) * _perEast, (_north - point.North) * _perNorth)
                        ),
                    ];
                    Write(path, points, isArea);
                }
            }
        }

        return path.ToString();
    }

    private static void Write(StringBuilder path, (double X, double Y)[] points, bool isArea)
    {
        if (isArea)
        {
            points = SketchFrame.CutArea(points, -Margin, -Margin, Width + Margin, Height + Margin);
            WriteLine(path, points, end: "Z");
            return;
        }

        foreach ((double X, double Y)[] piece in SketchFrame.CutLine(points, -Margin, -Margin, Width + Margin, Height + Margin))
        {
            WriteLine(path, piece, end: "");
        }
    }

    private static void WriteLine(StringBuilder path, (double X, double Y)[] points, string end)
    {
        (int X, int Y)? last = null;
        int written = 0;
        foreach ((double x, double y) in points)
        {
            (int X, int Y) rounded = ((int)Math.Round(x), (int)Math.Round(y));
            if (rounded != last)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(written == 0 ? 'M' : 'L')}{rounded.X} {rounded.Y}");
                written++;
            }

            last = rounded;
        }

        path.Append(written > 0 ? end : "");
    }
}
