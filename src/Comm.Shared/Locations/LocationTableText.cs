using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Comm.Shared.Localization;
using CsvHelper;

namespace Comm.Shared.Locations;

/// <summary>
/// A table of places as text, as it ships and as it is published: comma-separated UTF-8, comment lines first, then the names of the
/// columns, then a row for each place in the order of their codes. The same places give the same bytes.
/// </summary>
public static class LocationTableText
{
    public const int MostRows = 250_000;
    public const int MostNameCharacters = 200;
    public const int MostOtherNamesCharacters = 2_000;

    private const string Plausible = "plausible";
    private const string Doubtful = "doubtful";

    private static readonly string[] Columns =
    [
        "code",
        "name",
        "country",
        "functions",
        "status",
        "iata",
        "icao",
        "subdivision",
        "latitude",
        "longitude",
        "position",
        "also",
    ];

    private static readonly CsvReaderOptions Reading = new()
    {
        CommentPrefix = '#',
        Separator = ',',
        HasHeader = false,
        PoolStrings = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 64 * 1_024,
    };

    private static readonly CsvWriterOptions Writing = new() { NewLine = "\n" };

    /// <summary>From bytes of whatever origin; on refusal <paramref name="fault"/> says where and why, in English.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out LocationTable? table,
        [NotNullWhen(false)] out string? fault
    )
    {
        table = null;
        try
        {
            using CsvReader reader = CsvReader.Create(utf8, Reading);
            if (!reader.Read() || !reader.Current.ToArray().SequenceEqual(Columns, StringComparer.Ordinal))
            {
                fault = "the first line does not name the columns of a table of places";
                return false;
            }

            var places = new List<Location>();
            var codes = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read())
            {
                if (places.Count == MostRows)
                {
                    fault = $"more than {MostRows} places";
                    return false;
                }

                if (reader.FieldCount != Columns.Length || TryParse(reader) is not { } place || !codes.Add(place.Code))
                {
                    fault = $"place {places.Count + 1} is not one";
                    return false;
                }

                places.Add(place);
            }

            table = new LocationTable(places);
            fault = null;
            return true;
        }
        catch (CsvFormatException malformed)
        {
            fault = $"not comma-separated text, at record {malformed.RecordNumber}";
            return false;
        }
    }

    public static byte[] Write(LocationTable table, params IEnumerable<string> comments)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(comments);
        using var stream = new MemoryStream();
        foreach (string comment in comments)
        {
            stream.Write(Encoding.UTF8.GetBytes($"# {comment}\n"));
        }

        using (CsvWriter csv = CsvWriter.Create(stream, Writing, leaveOpen: true))
        {
            csv.WriteRecord(Columns);
            foreach (Location place in table.All)
            {
                csv.WriteRecord([
                    place.Code,
                    place.Name,
                    place.Country,
                    LocationFunctions.Write(place.Kinds),
                    place.Status == LocationStatus.None ? "" : place.Status.ToString(),
                    place.Iata ?? "",
                    place.Icao ?? "",
                    place.Subdivision ?? "",
                    Degrees(place.Position?.Latitude),
                    Degrees(place.Position?.Longitude),
                    place.Position is { } position ? (position.Doubtful ? Doubtful : Plausible) : "",
                    place.Also,
                ]);
            }
        }

        return stream.ToArray();
    }

    private static string Degrees(double? degrees) => degrees?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static Location? TryParse(CsvReader row)
    {
        string code = row.GetString(0);
        string name = row.GetString(1);
        string country = row.GetString(2);
        string also = row.GetString(11);
        return
            LocationTable.IsWellFormed(code)
            && IsText(name, MostNameCharacters)
            && name.Length > 0
            && (CountryTable.Shipped.Contains(country) || country == InternationalWaters)
            && (code.StartsWith("IATA:", StringComparison.Ordinal) || code.StartsWith(country, StringComparison.Ordinal))
            && LocationFunctions.TryRead(row.GetString(3), out LocationKinds kinds)
            && TryStatus(row.GetString(4), out LocationStatus status)
            && TryShort(row.GetString(5), exactly: 3, out string? iata)
            && TryShort(row.GetString(6), exactly: 4, out string? icao)
            && TryShort(row.GetString(7), exactly: null, out string? subdivision)
            && TryPosition(row.GetString(8), row.GetString(9), row.GetString(10), out GeoPosition? position)
            && IsText(also, MostOtherNamesCharacters)
            ? new Location(code, name, country, kinds, iata, position, also)
            {
                Icao = icao,
                Subdivision = subdivision,
                Status = status,
            }
            : null;
    }

    /// <summary>UN/LOCODE's own code for installations that are no country's.</summary>
    internal const string InternationalWaters = "XZ";

    /// <summary>Neither a control character nor one that turns the text around it round.</summary>
    internal static bool IsText(string text, int most) =>
        text.Length <= most
        && !text.Any(c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    private static bool TryStatus(string text, out LocationStatus status)
    {
        status = LocationStatus.None;
        return text.Length == 0 || (text.Length == 2 && Enum.TryParse(text, out status) && status.ToString() == text);
    }

    private static bool TryShort(string text, int? exactly, out string? code)
    {
        code = text.Length == 0 ? null : text;
        return code is null
            || (
                code.Length == (exactly ?? Math.Min(code.Length, 3))
                && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            );
    }

    private static bool TryPosition(string latitude, string longitude, string mark, out GeoPosition? position)
    {
        position = null;
        if (mark.Length == 0)
        {
            return latitude.Length == 0 && longitude.Length == 0;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (
            mark is not (Plausible or Doubtful)
            || !double.TryParse(latitude, Style, CultureInfo.InvariantCulture, out double north)
            || !double.TryParse(longitude, Style, CultureInfo.InvariantCulture, out double east)
            || north is not (>= -90 and <= 90)
            || east is not (>= -180 and <= 180)
        )
        {
            return false;
        }

        position = new GeoPosition(north, east, mark == Doubtful);
        return true;
    }
}
