using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Reports.Bulk;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Benchmarks.Forms;

/// <summary>What a spreadsheet of reports costs before anything of it is sent. The bar is two seconds for a thousand rows.</summary>
internal sealed class BulkBenchmark(TextWriter output)
{
    private const double BarMilliseconds = 2_000;
    private const int Rows = 1_000;

    private static readonly string[] Columns =
    [
        BulkColumns.Key,
        "seizure_date",
        "offence_type",
        "movement",
        "location_type",
        "location",
        "conveyance",
        "departure_country",
        "destination_country",
        "commodity",
        "quantity",
        "unit",
    ];

    public void Run()
    {
        output.WriteLine(Machine.Describe());
        Print(FormLibrary.SimplifiedSeizure, rowsOfAReport: 1);
        Print(FormLibrary.SimplifiedSeizure, rowsOfAReport: 10);
        Print(FormLibrary.StandardSeizure, rowsOfAReport: 1);
        output.WriteLine(Machine.Load());
    }

    private void Print(string id, int rowsOfAReport)
    {
        FormDefinition form = FormLibrary.Shipped.Latest(id) ?? throw new InvalidOperationException($"There is no form {id}.");
        FormContext context = FormContext.At(TimeProvider.System, "FR") with
        {
            Entry = new EntryContext { Others = new OtherReports([]) },
        };
        Language language = Languages.Of("fr");
        foreach ((string kind, byte[] file) in new[] { ("CSV", Csv(rowsOfAReport)), ("XLSX", Xlsx(rowsOfAReport)) })
        {
            int found = 0;
            Measurement cost = Measure.Operation(
                () => file,
                bytes =>
                {
                    BulkRows rows =
                        BulkReading.Open(bytes, form, out ImmutableArray<SheetFault> _, out IReadOnlyList<PasteFault> _)
                        ?? throw new InvalidOperationException("The spreadsheet was not taken.");
                    return new BulkReading(form, TypedTables.Of(language), context).Read(rows);
                },
                reports => found = reports.Sum(report => report.Rows.Length)
            );
            if (found != Rows)
            {
                throw new InvalidOperationException($"{found} rows were read.");
            }

            double milliseconds = cost.Microseconds / 1_000;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{id}, {Rows:N0} rows, {rowsOfAReport} a report, {kind} of {file.Length / 1_000:N0} kB: {milliseconds:F0} ms, bar {BarMilliseconds:F0} ms: {(milliseconds < BarMilliseconds ? "met" : "missed")}; {cost.AllocatedBytes / 1_000_000:N0} MB allocated"
                )
            );
        }
    }

    private static IEnumerable<string[]> Cells(int rowsOfAReport) =>
        Enumerable
            .Range(0, Rows)
            .Select(row =>
                new[]
                {
                    string.Create(CultureInfo.InvariantCulture, $"R{row / rowsOfAReport}"),
                    "2026-11-20",
                    "SMUG",
                    "IMP",
                    "SEA",
                    "Le Havre",
                    "VSL_CARGO",
                    "Émirats arabes unis",
                    "France",
                    "TOB.CIG",
                    string.Create(CultureInfo.InvariantCulture, $"{200_000 + row}"),
                    "STK",
                }
            );

    private static byte[] Csv(int rowsOfAReport) =>
        Encoding.UTF8.GetBytes(
            string.Concat(Cells(rowsOfAReport).Prepend(Columns).Select(cells => string.Join(';', cells) + "\r\n"))
        );

    private static byte[] Xlsx(int rowsOfAReport) =>
        SpreadsheetWriter.Write(
            new WrittenSheet(
                "reports",
                [.. Columns.Select(name => new WrittenColumn(name))],
                [.. Cells(rowsOfAReport).Select(cells => cells.Select(cell => (WrittenCell)cell).ToImmutableArray())]
            )
        );
}
