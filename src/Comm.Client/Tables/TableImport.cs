using Comm.Shared.Commodities;
using Comm.Shared.Imports;
using Comm.Shared.Locations;
using Comm.Shared.Locations.Import;
using Comm.Shared.Publishing;

namespace Comm.Client.Tables;

/// <summary>A table made of official files, ready to be signed.</summary>
internal sealed record ImportedTable(TableKind Kind, string Edition, int Rows, byte[] Content);

/// <summary>
/// From the official files to tables: the places of a UN/LOCODE release with a list of airports, the Harmonized System of one edition. All or
/// nothing: one faulty file, and there is no table.
/// </summary>
internal static class TableImport
{
    public static (IReadOnlyList<ImportedTable> Tables, IReadOnlyList<ImportFinding> Findings) Run(
        IReadOnlyList<ImportFile> unLocode,
        string edition,
        ImportFile? airports,
        ImportFile? harmonizedSystem,
        int harmonizedEdition
    )
    {
        var findings = new List<ImportFinding>();
        var tables = new List<ImportedTable>();
        if (unLocode.Count > 0)
        {
            ImportOutcome<UnLocodeRelease> release = UnLocodeReader.Read(unLocode);
            ImportOutcome<IReadOnlyList<Airport>>? fields = airports is null ? null : AirportReader.Read(airports);
            findings.AddRange([.. release.Findings, .. fields?.Findings ?? []]);
            if (release.Value is { } places && (fields is null || fields.Value is not null))
            {
                LocationTable table = LocationTableMaker.Make(places, fields?.Value);
                tables.Add(new ImportedTable(TableKind.Locations, edition, table.Count, LocationTableText.Write(table, edition)));
            }
        }

        if (harmonizedSystem is not null)
        {
            ImportOutcome<HsTable> system = HsReader.Read(harmonizedSystem, harmonizedEdition);
            findings.AddRange(system.Findings);
            if (system.Value is { } table)
            {
                string name = FormattableString.Invariant($"HS {harmonizedEdition}");
                tables.Add(new ImportedTable(TableKind.HarmonizedSystem, name, table.All.Length, HsTableText.Write(table)));
            }
        }

        return (findings.Any(finding => finding.Blocks) ? [] : tables, findings);
    }
}
