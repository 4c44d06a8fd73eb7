using System.Diagnostics;
using System.Globalization;
using Comm.Shared.Locations;

namespace Comm.Benchmarks.Locations;

/// <summary>What one more letter costs while somebody types a place.</summary>
internal sealed class LocationsBenchmark(TextWriter output)
{
    // What officers type: names, words of names, codes, with accents and without, and the letters that fit most rows.
    private static readonly string[] s_typed =
    [
        "rotterdam",
        "port of san juan",
        "le havre",
        "são paulo",
        "san francisco",
        "saint",
        "nlrtm",
        "cdg",
        "international airport",
        "ab",
    ];

    public void Run(LargeTable? large)
    {
        Print("shipped", LocationTable.Shipped);
        if (large is not null)
        {
            Print("large", large.Read());
        }
    }

    private void Print(string name, LocationTable table)
    {
        long start = Stopwatch.GetTimestamp();
        var search = new LocationSearch(table);
        double built = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        (string Typed, Measurement Cost)[] presses = [.. KeyPresses().Select(typed => (typed, CostOf(search, typed)))];
        double[] times = [.. presses.Select(press => press.Cost.Microseconds).Order()];
        (string slowest, Measurement most) = presses.MaxBy(press => press.Cost.Microseconds);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {name}: {table.All.Length:N0} places, index built in {built:F0} ms
                  per key press over {presses.Length} beginnings: median {times[
                    times.Length / 2
                ]:F1} µs, slowest {most.Microseconds:F1} µs ("{slowest}")
                  allocated per key press: at most {presses.Max(press => press.Cost.AllocatedBytes):N0} bytes
                """
            )
        );
    }

    private static IEnumerable<string> KeyPresses() =>
        s_typed.SelectMany(text => Enumerable.Range(1, text.Length).Select(length => text[..length])).Distinct();

    private static Measurement CostOf(LocationSearch search, string typed) =>
        Measure.Brief(() => search.Find(typed, country: "NL"));
}
