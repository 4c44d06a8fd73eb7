using System.Diagnostics;
using System.Globalization;
using Comm.Shared.Locations;

namespace Comm.Benchmarks.Locations;

/// <summary>What one more letter costs while somebody types a place; what a table weighs; what an import takes.</summary>
internal sealed class LocationsBenchmark(TextWriter output)
{
    private const int GatePlaces = 25_000;
    private const double Megabyte = 1_000_000;

    // What officers type: names, words of names, codes, with accents and without, with slips, and the letters that fit most rows.
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
        "lfpg",
        "usa",
        "international airport",
        "ab",
    ];

    private static readonly string[] s_slips =
    [
        "roterdam",
        "hambrug",
        "sna francisco",
        "saitn petersburg",
        "internationel airpotr",
        "castlelbianco",
    ];

    private static readonly GeoPosition[] s_points = [new(51.9, 4.1, false), new(0, 0, false), new(-33.9, 151.2, false)];

    public void Run(ReleaseFiles? files)
    {
        output.WriteLine(Machine.Describe());
        Print("shipped", () => LocationTable.Shipped);
        if (files is null)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        byte[] table = files.Import();
        Write(
            $"import of the whole release and all airports, first time: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms"
        );
        Measurement again = Measure.Operation(() => files, release => release.Import(), _ => { });
        Write(
            $"  again: {again.Microseconds / 1_000:N0} ms; of processors {again.ProcessorMicroseconds / 1_000:N0} ms; table of {table.Length / Megabyte:F1} MB as text"
        );
        Print("gates", () => ReleaseFiles.GatesOf(ReleaseFiles.Read(table), GatePlaces));
        Print("whole", () => ReleaseFiles.Read(table));
        output.WriteLine(Machine.Load());
        // What is let go of between two looks at the memory would count as saved.
        GC.KeepAlive((files, table));
    }

    private void Print(string name, Func<LocationTable> make)
    {
        long before = HeldBytes();
        LocationTable table = make();
        long held = HeldBytes() - before;
        long start = Stopwatch.GetTimestamp();
        var search = new LocationSearch(table);
        double built = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long indexed = HeldBytes() - before;
        Write(
            $"{name}: {table.Count:N0} places; {held / Megabyte:F1} MB, with its index {indexed / Megabyte:F1} MB; index built in {built:F0} ms"
        );
        PrintPresses("per key press", s_typed, typed => search.Find(typed, country: "NL"));
        PrintPresses("  with slips", s_slips, typed => search.Find(typed, country: "NL"));
        double[] nearest =
        [
            .. s_points.Select(point => Measure.Brief(() => table.Nearest(point, LocationKinds.Seaport)).Microseconds).Order(),
        ];
        Write($"  nearest ten seaports to a point: {nearest[0]:F0} to {nearest[^1]:F0} µs");
        GC.KeepAlive(search);
    }

    private void PrintPresses(string what, string[] texts, Func<string, object> find)
    {
        (string Typed, Measurement Cost)[] presses =
        [
            .. texts
                .SelectMany(text => Enumerable.Range(1, text.Length).Select(length => text[..length]))
                .Distinct()
                .Select(typed => (typed, Measure.Brief(() => find(typed)))),
        ];
        double[] times = [.. presses.Select(press => press.Cost.Microseconds).Order()];
        (string slowest, Measurement most) = presses.MaxBy(press => press.Cost.Microseconds);
        Write(
            $"  {what}, {presses.Length} beginnings: median {times[times.Length / 2]:F1} µs, slowest {most.Microseconds:F1} µs (\"{slowest}\"), at most {presses.Max(press => press.Cost.AllocatedBytes):N0} bytes allocated"
        );
    }

    private static long HeldBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private void Write(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
