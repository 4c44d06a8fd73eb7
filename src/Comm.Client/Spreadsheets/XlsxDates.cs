using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Comm.Client.Spreadsheets;

/// <summary>In a workbook a date is a number; only the style of its cell says that it is one.</summary>
internal sealed class XlsxDates
{
    private readonly bool[] _isDate;
    private readonly DateTime _epoch;

    public XlsxDates(WorkbookPart workbook)
    {
        Stylesheet? styles = workbook.WorkbookStylesPart?.Stylesheet;
        var formats = (styles?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(format => format.NumberFormatId?.Value is not null)
            .GroupBy(format => format.NumberFormatId!.Value)
            .ToDictionary(group => group.Key, group => group.Last().FormatCode?.Value ?? "");
        _isDate =
        [
            .. (styles?.CellFormats?.Elements<CellFormat>() ?? []).Select(format =>
                format.NumberFormatId?.Value is { } id && (formats.TryGetValue(id, out string? code) ? IsDate(code) : IsDate(id))
            ),
        ];
        bool from1904 = workbook.Workbook.WorkbookProperties?.Date1904?.Value == true;

        // Day 60 of the calendar from 1900 is a day that never was; dates after it are counted from here.
        _epoch = from1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30);
    }

    public bool IsDateStyle(string? style) =>
        int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        && index < _isDate.Length
        && _isDate[index];

    /// <summary>ISO text of a date, a time of day, or both; null for what is none.</summary>
    public string? Iso(double serial)
    {
        if (!(serial >= 0) || serial >= 2_958_466)
        {
            return null;
        }

        DateTime instant = _epoch.AddSeconds(Math.Round(serial * 86_400));
        string time = instant.Second == 0 ? "HH:mm" : "HH:mm:ss";
        return instant.ToString(
            serial < 1 ? time
                : instant.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
                : "yyyy-MM-ddT" + time,
            CultureInfo.InvariantCulture
        );
    }

    // The formats every workbook has without listing them (ECMA-376 part 1, 18.8.30); some only in East Asian ones.
    private static bool IsDate(uint id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>A letter of a date outside of quotes and brackets; "[h]:mm" is a date too, "[Red]0" is not.</summary>
    private static bool IsDate(string code)
    {
        bool quoted = false;
        bool bracketed = false;
        for (int at = 0; at < code.Length; at++)
        {
            char c = code[at];
            if (c == '\\' || c == '_' || c == '*')
            {
                at++;
                continue;
            }

            quoted ^= c == '"';
            bracketed = !quoted && (c == '[' || (bracketed && c != ']'));
            if (!quoted && !bracketed && c is 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S')
            {
                return true;
            }
        }

        return false;
    }
}
