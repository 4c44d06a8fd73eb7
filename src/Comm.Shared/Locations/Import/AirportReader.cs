using System.Globalization;
using System.Text;
using Comm.Shared.Imports;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations.Import;

/// <summary>An airport with an IATA code.</summary>
public sealed record Airport(string Iata, string? Icao, string Name, string City, string Country, GeoPosition Position);

/// <summary>
/// Reads a list of airports with a line of column names: OurAirports' (19 columns) or one with its essentials (<c>icao, iata, name,
/// city, country, lat, lon</c>). Airports without an IATA code have no key here and are passed over.
/// </summary>
public static class AirportReader
{
    private static readonly string[] IcaoColumns = ["icao_code", "gps_code", "icao", "ident"];
    private static readonly ImportLimits Limits = new(48 * 1_024 * 1_024, 200_000);

    public static ImportOutcome<IReadOnlyList<Airport>> Read(ImportFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var findings = new ImportFindings();
        var airports = new Dictionary<string, Airport>(StringComparer.Ordinal);
        Columns? columns = null;
        int rows = ImportRows.Read(
            file,
            Limits,
            columns: null,
            findings,
            (cells, line) =>
            {
                if (columns is null)
                {
                    columns = Columns.Of(file, line, cells, findings);
                }
                else if (!findings.Blocks && TryParse(columns, file.Name, line, cells, findings) is { } airport)
                {
                    if (!airports.TryAdd(airport.Iata, airport))
                    {
                        findings.Remark(file.Name, line, columns.Iata + 1, ImportProblem.CodeTwice, airport.Iata);
                    }
                }
            }
        );
        findings.CheckShare(file.Name, rows);
        return findings.Outcome<IReadOnlyList<Airport>>(() => [.. airports.Values]);
    }

    private static Airport? TryParse(Columns columns, string file, long line, string[] cells, ImportFindings findings)
    {
        string iata = cells[columns.Iata].Trim();
        if (iata.Length == 0 || (columns.Type >= 0 && cells[columns.Type] is "closed" or "heliport" or "seaplane_base"))
        {
            return null;
        }

        if (iata.Length != 3 || !iata.All(char.IsAsciiLetterUpper))
        {
            findings.Remark(file, line, columns.Iata + 1, ImportProblem.CodeOutOfForm, iata);
            return null;
        }

        string country = cells[columns.Country].Trim();
        if (!CountryTable.Shipped.Contains(country))
        {
            findings.Remark(file, line, columns.Country + 1, ImportProblem.CountryUnknown, country);
            return null;
        }

        string name = Clean(cells[columns.Name]);
        if (name.Length == 0 || !LocationTableText.IsText(name, LocationTableText.MostNameCharacters))
        {
            findings.Remark(file, line, columns.Name + 1, ImportProblem.NameUnreadable, name);
            return null;
        }

        if (
            Degrees(cells[columns.Latitude], 90) is not { } latitude
            || Degrees(cells[columns.Longitude], 180) is not { } longitude
        )
        {
            findings.Remark(file, line, columns.Latitude + 1, ImportProblem.AirportWithoutPosition, cells[columns.Latitude]);
            return null;
        }

        string? icao = columns
            .Icao.Select(column => cells[column].Trim())
            .FirstOrDefault(code => code.Length == 4 && code.All(char.IsAsciiLetterUpper));
        return new Airport(
            iata,
            icao,
            name,
            Clean(cells[columns.City]),
            country,
            new GeoPosition(latitude, longitude, Doubtful: false)
        );
    }

    // A decimal comma is refused with its row: "48,85" is no number here, and not 4885.
    private static double? Degrees(string text, int most) =>
        double.TryParse(
            text.Trim(),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double degrees
        )
        && Math.Abs(degrees) <= most
            ? Math.Round(degrees, 4)
            : null;

    private static string Clean(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace('|', '/')
            .Normalize(NormalizationForm.FormC);

    /// <summary>Where each thing stands; OurAirports' names and the short ones.</summary>
    private sealed record Columns(int Iata, int[] Icao, int Name, int City, int Country, int Latitude, int Longitude, int Type)
    {
        public static Columns Of(ImportFile file, long line, string[] heading, ImportFindings findings)
        {
            return new Columns(
                Required("iata_code", "iata"),
                [.. IcaoColumns.Select(name => At(name)).Where(column => column >= 0)],
                Required("name"),
                Required("municipality", "city"),
                Required("iso_country", "country"),
                Required("latitude_deg", "lat"),
                Required("longitude_deg", "lon"),
                At("type")
            );

            int At(params ReadOnlySpan<string> names)
            {
                foreach (string name in names)
                {
                    if (
                        Array.FindIndex(heading, cell => cell.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                        is var column
                            and >= 0
                    )
                    {
                        return column;
                    }
                }

                return -1;
            }

            int Required(params ReadOnlySpan<string> names)
            {
                int column = At(names);
                if (column < 0)
                {
                    findings.Fault(file.Name, line, 0, ImportProblem.ColumnMissing, string.Join(" / ", names.ToArray()));
                }

                return Math.Max(column, 0);
            }
        }
    }
}
