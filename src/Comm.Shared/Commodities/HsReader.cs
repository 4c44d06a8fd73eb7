using System.Globalization;
using Comm.Shared.Imports;

namespace Comm.Shared.Commodities;

/// <summary>
/// Reads the Harmonized System from a file with a line of column names, among them <c>hscode</c> and <c>description</c>. Rows that are no
/// code, such as a grand total, are passed over; a code without its chapter, or twice, is named.
/// </summary>
public static class HsReader
{
    public const int MostDescription = 1_000;

    private const int LeastCodes = 1_000;
    private const string Total = "TOTAL";
    private static readonly ImportLimits Limits = new(16 * 1_024 * 1_024, 20_000);

    public static ImportOutcome<HsTable> Read(ImportFile file, int edition) => Read(file, edition, whole: true);

    internal static ImportOutcome<HsTable> Read(ImportFile file, int edition, bool whole)
    {
        ArgumentNullException.ThrowIfNull(file);
        var findings = new ImportFindings();
        var codes = new Dictionary<string, (HsCode Code, long Line)>(StringComparer.Ordinal);
        int? codeColumn = null;
        int textColumn = 0;
        int rows = ImportRows.Read(
            file,
            Limits,
            columns: null,
            findings,
            (cells, line) =>
            {
                if (codeColumn is null)
                {
                    codeColumn = Column(cells, line, "hscode");
                    textColumn = Column(cells, line, "description");
                }
                else if (!findings.Blocks)
                {
                    Take(cells[codeColumn.Value].Trim(), cells[textColumn].Trim(), line);
                }
            }
        );
        foreach ((HsCode code, long line) in codes.Values.Where(entry => !codes.ContainsKey(entry.Code.Chapter)).ToArray())
        {
            findings.Remark(file.Name, line, codeColumn!.Value + 1, ImportProblem.CodeOutOfForm, code.Code);
            codes.Remove(code.Code);
        }

        if (whole && !findings.Blocks && codes.Count < LeastCodes)
        {
            string found = codes.Count.ToString(CultureInfo.InvariantCulture);
            findings.Fault(file.Name, 0, 0, ImportProblem.PartMissing, found);
        }

        findings.CheckShare(file.Name, rows);
        return findings.Outcome(() => new HsTable(edition, codes.Values.Select(entry => entry.Code)));

        int Column(string[] heading, long line, string name)
        {
            int column = Array.FindIndex(heading, cell => cell.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
            if (column < 0)
            {
                findings.Fault(file.Name, line, 0, ImportProblem.ColumnMissing, name);
            }

            return Math.Max(column, 0);
        }

        void Take(string code, string description, long line)
        {
            if (code == Total)
            {
                return;
            }

            if (!HsTable.IsWellFormed(code))
            {
                findings.Remark(file.Name, line, codeColumn!.Value + 1, ImportProblem.CodeOutOfForm, code);
            }
            else if (description.Length is 0 or > MostDescription || description.Any(char.IsControl))
            {
                findings.Remark(file.Name, line, textColumn + 1, ImportProblem.NameUnreadable, description);
            }
            else if (!codes.TryAdd(code, (new HsCode(code, description), line)))
            {
                findings.Remark(file.Name, line, codeColumn!.Value + 1, ImportProblem.CodeTwice, code);
            }
        }
    }
}
