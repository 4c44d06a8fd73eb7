using System.Reflection;
using CsvHelper;

namespace Comm.Shared.Localization;

/// <summary>Reads the tables that are part of the assembly: comma-separated, comment lines first, then one line of column names.</summary>
internal static class EmbeddedTable
{
    private static readonly CsvReaderOptions Options = new() { CommentPrefix = '#' };

    public static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"Comm.Shared.{name}")
        ?? throw new InvalidOperationException($"The assembly was built without {name}.");

    public static List<string[]> Rows(string name)
    {
        using Stream stream = Open(name);
        return Rows(stream);
    }

    /// <exception cref="CsvFormatException">The text is not such a table, or a line has more or fewer cells than the first.</exception>
    public static List<string[]> Rows(Stream stream)
    {
        using CsvReader reader = CsvReader.Create(stream, Options, leaveOpen: true);
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add(reader.Current.ToArray());
        }

        return rows;
    }
}
