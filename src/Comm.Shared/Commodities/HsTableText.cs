using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CsvHelper;

namespace Comm.Shared.Commodities;

/// <summary>
/// The Harmonized System as text, as it is published: comma-separated UTF-8, the columns <c>edition, code, description</c>, in the order of
/// the codes. The same codes give the same bytes.
/// </summary>
public static class HsTableText
{
    private const int MostRows = 20_000;
    private static readonly string[] Columns = ["edition", "code", "description"];

    private static readonly CsvReaderOptions Reading = new()
    {
        Separator = ',',
        HasHeader = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 64 * 1_024,
    };

    private static readonly CsvWriterOptions Writing = new() { NewLine = "\n" };

    public static byte[] Write(HsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var stream = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(stream, Writing, leaveOpen: true))
        {
            csv.WriteRecord(Columns);
            string edition = table.Edition.ToString(CultureInfo.InvariantCulture);
            foreach (HsCode code in table.All)
            {
                csv.WriteRecord([edition, code.Code, code.Description]);
            }
        }

        return stream.ToArray();
    }

    /// <summary>From bytes of whatever origin; on refusal <paramref name="fault"/> says where and why, in English.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out HsTable? table,
        [NotNullWhen(false)] out string? fault
    )
    {
        table = null;
        try
        {
            using CsvReader reader = CsvReader.Create(utf8, Reading);
            if (!reader.Read() || !reader.Current.ToArray().SequenceEqual(Columns, StringComparer.Ordinal))
            {
                fault = "the first line does not name the columns of the Harmonized System";
                return false;
            }

            var codes = new Dictionary<string, HsCode>(StringComparer.Ordinal);
            int? edition = null;
            while (reader.Read())
            {
                if (
                    codes.Count == MostRows
                    || reader.FieldCount != Columns.Length
                    || TryParse(reader, ref edition) is not { } code
                    || !codes.TryAdd(code.Code, code)
                    // In their order, a chapter stands before what belongs to it.
                    || !codes.ContainsKey(code.Chapter)
                )
                {
                    fault = $"code {codes.Count + 1} is not one";
                    return false;
                }
            }

            if (edition is not { } known)
            {
                fault = "no codes";
                return false;
            }

            table = new HsTable(known, codes.Values);
            fault = null;
            return true;
        }
        catch (CsvFormatException malformed)
        {
            fault = $"not comma-separated text, at record {malformed.RecordNumber}";
            return false;
        }
    }

    private static HsCode? TryParse(CsvReader row, ref int? edition)
    {
        string code = row.GetString(1);
        string description = row.GetString(2);
        if (
            !int.TryParse(row.GetString(0), NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            || year is < 1988 or > 2100
            || (edition ?? year) != year
            || !HsTable.IsWellFormed(code)
            || description.Length is 0 or > HsReader.MostDescription
            || description.Any(char.IsControl)
        )
        {
            return null;
        }

        edition = year;
        return new HsCode(code, description);
    }
}
