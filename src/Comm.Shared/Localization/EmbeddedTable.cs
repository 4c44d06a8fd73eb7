using System.Globalization;
using System.Reflection;
using CsvHelper;
using CsvHelper.Configuration;

namespace Comm.Shared.Localization;

/// <summary>Reads the tables that are part of the assembly: comma-separated, comment lines first, then one line of column names.</summary>
internal static class EmbeddedTable
{
    public static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"Comm.Shared.{name}")
        ?? throw new InvalidOperationException($"The assembly was built without {name}.");

    public static List<string[]> Rows(string name, int columns)
    {
        using var reader = new StreamReader(Open(name));
        return Rows(reader, columns);
    }

    /// <exception cref="FormatException">A line has another number of cells than the table has columns.</exception>
    public static List<string[]> Rows(TextReader reader, int columns)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { AllowComments = true };
        using var parser = new CsvParser(reader, configuration, leaveOpen: true);
        var rows = new List<string[]>();
        while (parser.Read())
        {
            string[] row = parser.Record ?? [];
            if (row.Length != columns)
            {
                throw new FormatException($"Line {parser.RawRow} has {row.Length} cells instead of {columns}.");
            }

            rows.Add(row);
        }

        rows.RemoveRange(0, Math.Min(1, rows.Count));
        return rows;
    }
}
