using System.Globalization;
using System.Runtime.InteropServices;

namespace Comm.Client.Spreadsheets;

/// <summary>Where in a workbook, counted from 1. Row 0 is the sheet as a whole, column 0 a whole row; no sheet is the file itself.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CellPlace(string Sheet, int Row = 0, int Column = 0)
{
    public static CellPlace File { get; } = new("");

    /// <summary>The column as a spreadsheet shows it: A, B … AA; empty for none.</summary>
    public string Letters => LettersOf(Column);

    /// <summary>"survey!C12"</summary>
    public override string ToString() =>
        Row == 0 ? Sheet : string.Create(CultureInfo.InvariantCulture, $"{Sheet}!{Letters}{Row}");

    public static string LettersOf(int column)
    {
        string letters = "";
        for (int rest = column; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters;
    }

    /// <summary>"C12" without its sheet; false for what is no place in a sheet.</summary>
    public static bool TryParse(string reference, out int row, out int column)
    {
        (row, column) = (0, 0);
        int at = 0;
        while (at < reference.Length && at < 3 && char.IsAsciiLetterUpper(reference[at]))
        {
            column = (column * 26) + reference[at++] - 'A' + 1;
        }

        return column is > 0 and <= 16_384
            && int.TryParse(reference.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out row)
            && row is > 0 and <= 1_048_576;
    }
}
