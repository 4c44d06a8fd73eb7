using CsvHelper;

namespace Comm.Shared.Imports;

/// <summary>The rows of a comma-separated file, each with its line; whatever is wrong with the file's form becomes a fault, never an exception.</summary>
internal static class ImportRows
{
    private const int MostRecordBytes = 64 * 1_024;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        PoolStrings = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = MostRecordBytes,
        IncludeValuesInExceptions = false,
    };

    /// <param name="file">What to read.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="columns">How many cells each row has; null for as many as the first.</param>
    /// <param name="findings">Where faults go.</param>
    /// <param name="take">Is given each row.</param>
    /// <returns>How many rows there were.</returns>
    public static int Read(
        ImportFile file,
        ImportLimits limits,
        int? columns,
        ImportFindings findings,
        Action<string[], long> take
    )
    {
        if (file.Bytes.Length > limits.Bytes)
        {
            findings.Fault(file.Name, 0, 0, ImportProblem.TooLarge, $"{file.Bytes.Length} > {limits.Bytes}");
            return 0;
        }

        if (ImportText.ToUtf8(file, findings) is not { } utf8)
        {
            return 0;
        }

        if (Delimiter(utf8.Span) is { } other)
        {
            findings.Fault(file.Name, 1, 1, ImportProblem.WrongDelimiter, other);
            return 0;
        }

        int rows = 0;
        try
        {
            using CsvReader reader = CsvReader.Create(utf8, Options);
            while (!findings.IsEnough && reader.Read())
            {
                if (++rows > limits.Rows)
                {
                    findings.Fault(file.Name, reader.LineNumber, 0, ImportProblem.TooManyRows, $"> {limits.Rows}");
                    return rows;
                }

                string[] row = reader.Current.ToArray();
                columns ??= row.Length;
                if (row.Length != columns)
                {
                    findings.Fault(
                        file.Name,
                        reader.LineNumber,
                        Math.Min(row.Length, columns.Value) + 1,
                        ImportProblem.ColumnCount,
                        $"{row.Length} ≠ {columns}"
                    );
                    continue;
                }

                take(row, reader.LineNumber);
            }
        }
        catch (CsvFormatException malformed)
        {
            findings.Fault(file.Name, malformed.LineNumber, malformed.FieldIndex + 1, ImportProblem.Malformed);
            return rows;
        }

        if (rows == 0)
        {
            findings.Fault(file.Name, 0, 0, ImportProblem.Empty);
        }

        return rows;
    }

    /// <summary>A first line with more of another sign between its words than commas was written with that sign.</summary>
    private static string? Delimiter(ReadOnlySpan<byte> utf8)
    {
        int end = utf8.IndexOf((byte)'\n');
        bool quoted = false;
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        int bars = 0;
        foreach (byte letter in end < 0 ? utf8 : utf8[..end])
        {
            quoted ^= letter == '"';
            commas += letter == ',' && !quoted ? 1 : 0;
            semicolons += letter == ';' && !quoted ? 1 : 0;
            tabs += letter == '\t' && !quoted ? 1 : 0;
            bars += letter == '|' && !quoted ? 1 : 0;
        }

        return semicolons > commas ? ";"
            : tabs > commas ? "TAB"
            : bars > commas ? "|"
            : null;
    }
}

/// <summary>How large an imported file may be.</summary>
internal sealed record ImportLimits(int Bytes, int Rows);
