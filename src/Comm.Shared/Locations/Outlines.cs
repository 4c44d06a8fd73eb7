using System.Collections.Immutable;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>The world's coasts and borders, coarse enough to be shipped and fine enough to recognise a place by its bay.</summary>
internal sealed class Outlines
{
    private static readonly Lazy<Outlines> Lazily = new(() => new Outlines());

    private Outlines()
    {
        var land = ImmutableArray.CreateBuilder<ImmutableArray<Line>>();
        var borders = ImmutableArray.CreateBuilder<Line>();
        foreach (string[] row in EmbeddedTable.Rows("Locations.Tables.outlines.csv"))
        {
            Line[] lines = [.. row[1].Split(' ').Select(Line.Decode)];
            if (row[0] == "land")
            {
                land.Add([.. lines]);
            }
            else
            {
                borders.AddRange(lines);
            }
        }

        (Land, Borders) = (land.ToImmutable(), borders.ToImmutable());
    }

    public static Outlines Shipped => Lazily.Value;

    /// <summary>Each piece of land: its outer ring, and those of its inland waters.</summary>
    public ImmutableArray<ImmutableArray<Line>> Land { get; }

    public ImmutableArray<Line> Borders { get; }

    /// <summary>Points in hundredths of a degree, east and north, with the box around them.</summary>
    internal sealed class Line
    {
        private Line(ImmutableArray<(int East, int North)> points)
        {
            Points = points;
            (West, East) = (points.Min(point => point.East), points.Max(point => point.East));
            (South, North) = (points.Min(point => point.North), points.Max(point => point.North));
        }

        public ImmutableArray<(int East, int North)> Points { get; }
        public int West { get; }
        public int East { get; }
        public int South { get; }
        public int North { get; }

        /// <summary>Differences from point to point, five bits to a letter: tools/Tables writes them so.</summary>
        public static Line Decode(string letters)
        {
            var points = ImmutableArray.CreateBuilder<(int, int)>();
            (int east, int north) = (0, 0);
            for (int at = 0; at < letters.Length; )
            {
                east += Next(letters, ref at);
                north += Next(letters, ref at);
                points.Add((east, north));
            }

            return new Line(points.ToImmutable());
        }

        private static int Next(string letters, ref int at)
        {
            int value = 0;
            int bits;
            int shift = 0;
            do
            {
                bits = letters[at++] - 63;
                value |= (bits & 0x1F) << shift;
                shift += 5;
            } while (bits >= 0x20);

            return (value & 1) == 0 ? value >> 1 : ~(value >> 1);
        }
    }
}
