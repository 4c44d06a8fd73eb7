using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Comm.Client.Spreadsheets;

namespace Comm.Client.Tests.Spreadsheets;

/// <summary>Workbooks as other programs, or nobody honest, would write them.</summary>
internal static class Packages
{
    /// <summary>A workbook of one sheet "data" with these cells as they stand in its XML.</summary>
    public static byte[] WithRows(string rows) =>
        With(
            Plain(),
            "xl/worksheets/sheet1.xml",
            sheet =>
                sheet[..sheet.IndexOf("<row", StringComparison.Ordinal)]
                + rows
                + sheet[sheet.IndexOf("</sheetData", StringComparison.Ordinal)..]
        );

    public static byte[] Plain(params string[] header) =>
        SpreadsheetWriter.Write(
            new WrittenSheet("data", [.. (header.Length == 0 ? ["a"] : header).Select(name => new WrittenColumn(name))], [])
        );

    /// <summary>The package with one part changed, or added.</summary>
    public static byte[] With(byte[] package, string part, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(package);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            string text = "";
            if (zip.GetEntry(part) is { } old)
            {
                using (var reader = new StreamReader(old.Open()))
                {
                    text = reader.ReadToEnd();
                }

                old.Delete();
            }

            using Stream content = zip.CreateEntry(part).Open();
            content.Write(Encoding.UTF8.GetBytes(change(text)));
        }

        return stream.ToArray();
    }

    public static string[] Parts(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    public static Workbook Read(byte[] bytes)
    {
        Workbook? workbook = SpreadsheetReader.Read(bytes, out ImmutableArray<SheetFault> faults);
        Assert.True(workbook is not null, string.Join("; ", faults));
        return workbook;
    }

    /// <summary>The one fault, as "place key".</summary>
    public static string Refusal(byte[] bytes, SpreadsheetLimits? limits = null)
    {
        Assert.Null(SpreadsheetReader.Read(bytes, out ImmutableArray<SheetFault> faults, limits));
        return $"{faults[0].Place} {faults[0].Key}";
    }
}
