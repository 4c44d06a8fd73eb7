using DocumentFormat.OpenXml.Spreadsheet;

namespace Comm.Client.Spreadsheets;

/// <summary>The few looks of cells that we write, by their places in the workbook's list.</summary>
internal static class XlsxStyles
{
    public const uint Plain = 0;
    public const uint Header = 1;
    public const uint Text = 2;
    public const uint Date = 3;
    public const uint Time = 4;
    public const uint DateTime = 5;

    // ECMA-376 part 1, 18.8.30: general, a date, a time, both, and text.
    private static readonly uint[] Formats = [0, 0, 49, 14, 20, 22];

    public static Stylesheet Create() =>
        new(
            new Fonts(new Font(), new Font(new Bold())) { Count = 2 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 })
            )
            {
                Count = 2,
            },
            new Borders(new Border()) { Count = 1 },
            new CellStyleFormats(new CellFormat()) { Count = 1 },
            new CellFormats(
                Formats.Select(
                    (format, index) =>
                        new CellFormat
                        {
                            NumberFormatId = format,
                            FontId = index == Header ? 1u : 0u,
                            FillId = 0,
                            BorderId = 0,
                            FormatId = 0,
                            ApplyNumberFormat = format != 0,
                            ApplyFont = index == Header,
                        }
                )
            )
            {
                Count = (uint)Formats.Length,
            }
        );

    /// <summary>Of a column that somebody fills in.</summary>
    public static uint Of(CellKind kind) =>
        kind switch
        {
            CellKind.Text => Text,
            CellKind.Date => Date,
            _ => Plain,
        };
}
