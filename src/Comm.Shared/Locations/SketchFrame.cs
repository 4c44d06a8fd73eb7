namespace Comm.Shared.Locations;

/// <summary>Cuts areas and lines to a frame, so that a page carries the neighbourhood of a place and not the coast of Siberia.</summary>
internal static class SketchFrame
{
    /// <summary>Sutherland and Hodgman: one side of the frame after the other. What remains may run along the frame, which is out of sight.</summary>
    public static (double X, double Y)[] CutArea(
        (double X, double Y)[] area,
        double left,
        double top,
        double right,
        double bottom
    )
    {
        area = Cut(area, point => point.X >= left, (a, b) => AtX(a, b, left));
        area = Cut(area, point => point.X <= right, (a, b) => AtX(a, b, right));
        area = Cut(area, point => point.Y >= top, (a, b) => AtY(a, b, top));
        return Cut(area, point => point.Y <= bottom, (a, b) => AtY(a, b, bottom));
    }

    /// <summary>The runs of points within the frame, each with the one before and the one behind it.</summary>
    public static IEnumerable<(double X, double Y)[]> CutLine(
        (double X, double Y)[] line,
        double left,
        double top,
        double right,
        double bottom
    )
    {
        bool IsIn((double X, double Y) point) => point.X >= left && point.X <= right && point.Y >= top && point.Y <= bottom;
        var piece = new List<(double X, double Y)>();
        for (int i = 0; i < line.Length; i++)
        {
            bool isNear = IsIn(line[i]) || (i > 0 && IsIn(line[i - 1])) || (i + 1 < line.Length && IsIn(line[i + 1]));
            if (isNear)
            {
                piece.Add(line[i]);
            }

            if ((!isNear || i == line.Length - 1) && piece.Count > 1)
            {
                yield return [.. piece];
            }

            if (!isNear)
            {
                piece.Clear();
            }
        }
    }

    private static (double X, double Y)[] Cut(
        (double X, double Y)[] area,
        Func<(double X, double Y), bool> isIn,
        Func<(double X, double Y), (double X, double Y), (double X, double Y)> crossing
    )
    {
        var kept = new List<(double X, double Y)>(area.Length);
        for (int i = 0; i < area.Length; i++)
        {
            (double X, double Y) before = area[i == 0 ? ^1 : i - 1];
            (double X, double Y) point = area[i];
            if (isIn(point) != isIn(before))
            {
                kept.Add(crossing(before, point));
            }

            if (isIn(point))
            {
                kept.Add(point);
            }
        }

        return [.. kept];
    }

    private static (double X, double Y) AtX((double X, double Y) a, (double X, double Y) b, double x) =>
        (x, a.Y + ((b.Y - a.Y) * (x - a.X) / (b.X - a.X)));

    private static (double X, double Y) AtY((double X, double Y) a, (double X, double Y) b, double y) =>
        (a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)), y);
}
