using Comm.Shared.Locations;
using CsvHelper;

namespace Comm.Benchmarks.Locations;

/// <summary>
/// A table five times the shipped one: UN/LOCODE's ports and airports, and the airports with an IATA code beside them, up to
/// 25,000 places. From files that are not part of the product.
/// </summary>
internal sealed class LargeTable
{
    private const int Places = 25_000;

    private readonly string _locodes;
    private readonly string _airports;

    private LargeTable(string locodes, string airports)
    {
        _locodes = locodes;
        _airports = airports;
    }

    /// <summary>Null when the folder lacks one of the two files.</summary>
    public static LargeTable? In(DirectoryInfo folder)
    {
        string locodes = Path.Combine(folder.FullName, "un-locode-2023-2.csv");
        string airports = Path.Combine(folder.FullName, "airports.csv");
        return File.Exists(locodes) && File.Exists(airports) ? new LargeTable(locodes, airports) : null;
    }

    public LocationTable Read() => new(FromLocodes().Concat(FromAirports()).DistinctBy(place => place.Code).Take(Places));

    // Columns: change, country, location, name, name without diacritics, subdivision, function, …: function 1 is a port, 4 an airport.
    private IEnumerable<Location> FromLocodes()
    {
        foreach (string[] row in Rows(_locodes))
        {
            LocationKinds kinds =
                (row[6].Contains('1', StringComparison.Ordinal) ? LocationKinds.Seaport : LocationKinds.None)
                | (row[6].Contains('4', StringComparison.Ordinal) ? LocationKinds.Airport : LocationKinds.None);
            if (row[2].Length == 3 && kinds != LocationKinds.None)
            {
                yield return new Location(row[1] + row[2], row[3], row[1], kinds, null, null, row[4]);
            }
        }
    }

    // Columns: icao, iata, name, city, subdivision, country, …
    private IEnumerable<Location> FromAirports() =>
        from row in Rows(_airports).Skip(1)
        where row[1].Length == 3
        select new Location("IATA:" + row[1], row[2], row[5], LocationKinds.Airport, row[1], null, row[3]);

    private static IEnumerable<string[]> Rows(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using CsvReader reader = CsvReader.Create(stream, new CsvReaderOptions(), leaveOpen: true);
        while (reader.Read())
        {
            yield return reader.Current.ToArray();
        }
    }
}
