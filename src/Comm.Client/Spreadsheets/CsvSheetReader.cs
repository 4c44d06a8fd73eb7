using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Comm.Client.Spreadsheets;

/// <summary>A CSV file as a workbook of one sheet: UTF-8, and the sign between its cells is the one its header uses.</summary>
internal static class CsvSheetReader
{
    public static Workbook? Read(ReadOnlyMemory<byte> bytes, SpreadsheetLimits limits, SheetFaults faults)
    {
        ReadOnlyMemory<byte> text = bytes.Span.StartsWith(Encoding.UTF8.Preamble)
            ? bytes[Encoding.UTF8.Preamble.Length..]
            : bytes;
        if (WrongAt(text.Span) is { } wrong)
        {
            int row = text.Span[..wrong].Count((byte)'\n') + 1;
            faults.Add(new CellPlace(SpreadsheetReader.CsvSheet, row), "Sheet_Encoding", $"0x{text.Span[wrong]:X2}");
            return null;
        }

        if (Separator(text.Span) is not { } separator)
        {
            faults.Add(new CellPlace(SpreadsheetReader.CsvSheet, 1), "Sheet_Delimiter");
            return null;
        }

        var rows = ImmutableArray.CreateBuilder<SheetRow>();
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = limits.Columns * 4_096,
            IncludeValuesInExceptions = false,
        };
        try
        {
            using CsvReader reader = CsvReader.Create(text, options);
            int columns = 0;
            int cells = 0;
            while (reader.Read() && !faults.IsFull)
            {
                string[] values = reader.Current.ToArray();
                var place = new CellPlace(SpreadsheetReader.CsvSheet, (int)reader.LineNumber);
                columns = columns == 0 ? values.Length : columns;
                cells += values.Length;
                if (values.Length > limits.Columns || cells > limits.Cells)
                {
                    faults.Add(place, "Sheet_TooManyCells", limits.Columns, limits.Cells);
                    return null;
                }

                if (rows.Count == limits.Rows)
                {
                    faults.Add(place, "Sheet_TooManyRows", limits.Rows);
                    return null;
                }

                if (values.Length > columns)
                {
                    faults.Add(place with { Column = columns + 1 }, "Sheet_CellCount", values.Length, columns);
                }
                else if (Cells(place, values, limits, faults) is { IsEmpty: false } row)
                {
                    rows.Add(new SheetRow(place.Row, row));
                }
            }
        }
        catch (CsvFormatException malformed)
        {
            var place = new CellPlace(SpreadsheetReader.CsvSheet, (int)malformed.LineNumber, malformed.FieldIndex + 1);
            faults.Add(place, "Sheet_Malformed", "csv");
            return null;
        }

        return new Workbook([new Sheet(SpreadsheetReader.CsvSheet, rows.ToImmutable())]);
    }

    private static ImmutableArray<Cell> Cells(CellPlace row, string[] values, SpreadsheetLimits limits, SheetFaults faults)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>();
        for (int i = 0; i < values.Length; i++)
        {
            CellPlace place = row with { Column = i + 1 };
            if (values[i].Length > limits.CellCharacters)
            {
                faults.Add(place, "Sheet_CellTooLong", limits.CellCharacters);
            }
            else if (values[i].Length > 0)
            {
                cells.Add(new Cell(place, CellKind.Text, NeutralText.Read(values[i])));
            }
        }

        return cells.ToImmutable();
    }

    /// <summary>The first byte that is not of a UTF-8 text. A zero is of UTF-16, or of no text at all.</summary>
    private static int? WrongAt(ReadOnlySpan<byte> text)
    {
        int zero = text.IndexOf((byte)0);
        if (zero < 0 && Utf8.IsValid(text))
        {
            return null;
        }

        int at = 0;
        while (at < text.Length && at != zero && Rune.DecodeFromUtf8(text[at..], out _, out int length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>Null where the header's words stand between none of the three, but between bars.</summary>
    private static char? Separator(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        Span<int> counts = stackalloc int[4];
        foreach (byte letter in text)
        {
            if (letter == '\n' && !quoted)
            {
                break;
            }

            quoted ^= letter == '"';
            int which = quoted ? -1 : ",;\t|"u8.IndexOf(letter);
            if (which >= 0)
            {
                counts[which]++;
            }
        }

        int most = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            most = counts[i] > counts[most] ? i : most;
        }

        return most == 3 ? null : ",;\t"[most];
    }
}
