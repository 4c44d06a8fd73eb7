using Comm.Shared.Imports;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations.Import;

/// <summary>Reads the official UN/LOCODE release: its three comma-separated parts, or one file of all of them.</summary>
/// <remarks>
/// UTF-8 or Windows-1252, both function alphabets, with or without a line of column names. A file that is not such a release gives
/// nothing and says why; an odd row of one that is (there are some dozens in each) is named and left out, or taken without its oddity.
/// </remarks>
public static class UnLocodeReader
{
    internal static readonly ImportLimits Limits = new(32 * 1_024 * 1_024, 200_000);

    /// <summary>The release has a line for each of some 249 countries; one part of three has less than half.</summary>
    private const int LeastCountries = 240;

    public const int MostFiles = 8;

    public static ImportOutcome<UnLocodeRelease> Read(params IReadOnlyList<ImportFile> files) => Read(files, whole: true);

    internal static ImportOutcome<UnLocodeRelease> Read(IReadOnlyList<ImportFile> files, bool whole)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(files.Count, MostFiles);
        var findings = new ImportFindings();
        var release = new Gathered(findings);
        int rows = 0;
        foreach (ImportFile file in files)
        {
            rows += ImportRows.Read(
                file,
                Limits,
                UnLocodeRow.Columns,
                findings,
                (cells, line) => release.Take(file.Name, line, new UnLocodeRow(file.Name, line, cells, findings))
            );
        }

        string all = string.Join(", ", files.Select(file => file.Name));
        if (!findings.Blocks && whole && release.Countries.Count < LeastCountries)
        {
            findings.Fault(all, 0, 0, ImportProblem.PartMissing, Missing(release.Countries));
        }

        release.NameAliases();
        findings.CheckShare(all, rows);
        return findings.Outcome(release.ToRelease);
    }

    private static string Missing(HashSet<string> countries) =>
        string.Join(' ', CountryTable.Shipped.All.Select(country => country.Code).Where(code => !countries.Contains(code)));

    private sealed class Gathered(ImportFindings findings)
    {
        private readonly Dictionary<string, Location> _places = new(StringComparer.Ordinal);
        private readonly List<(string File, long Line, UnLocodeRow Row)> _aliases = [];
        private bool _isNewAlphabet;

        public HashSet<string> Countries { get; } = new(StringComparer.Ordinal);

        public void Take(string file, long line, UnLocodeRow row)
        {
            if (row.IsHeading || !row.IsOfKnownCountry())
            {
                return;
            }

            Countries.Add(row.Country);
            if (row.IsCountry)
            {
                return;
            }

            if (row.IsAlias)
            {
                _aliases.Add((file, line, row));
                return;
            }

            if (row.ToPlace() is { } place)
            {
                _isNewAlphabet |= row.HasNewLetter;
                _places[place.Code] = _places.TryGetValue(place.Code, out Location? known) ? Together(known, place) : place;
            }
        }

        public void NameAliases()
        {
            if (_aliases.Count == 0)
            {
                return;
            }

            ILookup<(string, string), string> byName = _places.Values.ToLookup(
                place => (place.Country, Folding.Fold(place.Name)),
                place => place.Code
            );
            foreach ((string file, long line, UnLocodeRow row) in _aliases)
            {
                string[] named = row.Alias is { } alias ? [.. byName[(row.Country, Folding.Fold(alias.Name))]] : [];
                if (named.Length == 0)
                {
                    findings.Remark(file, line, 4, ImportProblem.AliasOfNothing, row.Alias?.Name ?? "");
                }

                foreach (string code in named)
                {
                    _places[code] = OtherNames.Add(_places[code], row.Alias!.Value.Other);
                }
            }
        }

        public UnLocodeRelease ToRelease() =>
            new([
                .. _isNewAlphabet
                    ? _places.Values.Select(place => place with { Kinds = place.Kinds & ~LocationKinds.Border })
                    : _places.Values,
            ]);

        // A place with names in two languages has two rows; a row that goes and the one that takes its code may stand together too.
        private static Location Together(Location known, Location place)
        {
            (Location first, Location second) = known.IsRetired && !place.IsRetired ? (place, known) : (known, place);
            return OtherNames.Add(
                first with
                {
                    Kinds = first.Kinds | (second.IsRetired ? LocationKinds.None : second.Kinds),
                    Iata = first.Iata ?? second.Iata,
                    Position = first.Position ?? second.Position,
                    Subdivision = first.Subdivision ?? second.Subdivision,
                },
                [second.Name, .. second.Also.Split('|')]
            );
        }
    }
}

/// <summary>The places of one release, each once; an IATA code only where the release itself has it.</summary>
public sealed record UnLocodeRelease(IReadOnlyList<Location> Places);
