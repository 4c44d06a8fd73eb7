namespace Comm.Client.Spreadsheets;

/// <summary>How large a spreadsheet may be. Whoever reads one for a smaller purpose says less.</summary>
internal sealed record SpreadsheetLimits
{
    public static SpreadsheetLimits Default { get; } = new();

    /// <summary>Of the file as it comes. A bulk upload of ten thousand lines has under 2 MiB.</summary>
    public int Bytes { get; init; } = 16 * 1_024 * 1_024;

    /// <summary>Parts of the package; a workbook of fifty sheets has about a hundred.</summary>
    public int Parts { get; init; } = 500;

    /// <summary>Of one part, unpacked.</summary>
    public int PartBytes { get; init; } = 64 * 1_024 * 1_024;

    /// <summary>Of all parts together, unpacked.</summary>
    public long AllPartBytes { get; init; } = 128 * 1_024 * 1_024;

    /// <summary>Unpacked to packed, of a part above <see cref="RatioFromBytes"/>. Sheets of the same words come to about 50.</summary>
    public int Ratio { get; init; } = 200;

    public int RatioFromBytes { get; init; } = 1_024 * 1_024;

    public int Sheets { get; init; } = 50;

    /// <summary>Rows with something in them, of one sheet.</summary>
    public int Rows { get; init; } = 20_000;

    public int Columns { get; init; } = 500;

    /// <summary>Cells with something in them, of all sheets together.</summary>
    public int Cells { get; init; } = 500_000;

    /// <summary>What a spreadsheet program allows itself.</summary>
    public int CellCharacters { get; init; } = 32_767;
}
