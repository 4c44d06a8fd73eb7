using System.Collections.Immutable;

namespace Comm.Client.Spreadsheets;

/// <summary>
/// Reads a spreadsheet that somebody brings, .xlsx or CSV, whichever its bytes are. Nothing in it is evaluated or followed: a formula, a
/// macro or a link to another file is refused with its place, and so is whatever is too large or malformed. Never throws for its bytes.
/// </summary>
internal static class SpreadsheetReader
{
    /// <summary>The name of the one sheet of a CSV file.</summary>
    public const string CsvSheet = "csv";

    /// <param name="bytes">The file.</param>
    /// <param name="faults">On refusal, what is wrong and where.</param>
    /// <param name="limits">How large it may be.</param>
    /// <returns>Null where anything is wrong: half a spreadsheet is another one than its author wrote.</returns>
    public static Workbook? Read(
        ReadOnlyMemory<byte> bytes,
        out ImmutableArray<SheetFault> faults,
        SpreadsheetLimits? limits = null
    )
    {
        limits ??= SpreadsheetLimits.Default;
        var found = new SheetFaults();
        Workbook? workbook = null;
        if (bytes.Length > limits.Bytes)
        {
            found.Add(CellPlace.File, "Sheet_TooLarge", limits.Bytes);
        }
        else if (bytes.Span.StartsWith("PK"u8))
        {
            workbook = PackageGuard.Weigh(bytes, limits, found) is { } sizes
                ? new XlsxReader(limits, found, sizes).Read(bytes)
                : null;
        }
        else if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            // The old binary format; also what a workbook becomes that is locked with a password.
            found.Add(CellPlace.File, "Sheet_OldFormat");
        }
        else
        {
            workbook = CsvSheetReader.Read(bytes, limits, found);
        }

        faults = found.All;
        return found.IsEmpty ? workbook : null;
    }
}
