using System.Collections.Immutable;
using System.Text;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Reports.Bulk;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Tests.Shell;

public sealed class BulkTests(ShellHost host) : IClassFixture<ShellHost>
{
    private const string Header =
        "report,seizure_date,offence_type,movement,location_type,location,conveyance,departure_country,destination_country,commodity,quantity,unit\n";

    private const string Cigarettes = "A,2026-11-20,SMUG,IMP,SEA,FRLEH,VSL_CARGO,AE,FR,TOB.CIG,200000,STK\n";

    [Fact]
    public void RowsWithOneKeyAreOneReportAndThoseWithoutAreOneEach()
    {
        IReadOnlyList<BulkReport> reports = Read(
            Header + Cigarettes + "A,,,,,,,,,TOB.RYO,12.5,KGM\n" + Cigarettes[1..] + Cigarettes[1..]
        );
        Assert.Equal(3, reports.Count);
        Assert.All(reports, report => Assert.False(report.IsWrong, string.Join("; ", report.Errors)));
        Assert.Equal([200_000m, 12.5m], reports[0].Answers.Lines("lines").Select(line => line.Number("quantity")));
        Assert.Equal("FR", reports[0].Answers.Text("reporting_country"));
    }

    [Fact]
    public void WhatIsWrongIsNamedAtItsCell()
    {
        string[] wrong =
        [
            Cigarettes.Replace("2026-11-20", "03/04/2026", StringComparison.Ordinal),
            Cigarettes.Replace("200000", "\"1,500\"", StringComparison.Ordinal).Insert(0, "B"),
            Cigarettes.Replace(",FRLEH", ",", StringComparison.Ordinal).Insert(0, "C"),
            Cigarettes.Replace("SMUG", "smuggling?", StringComparison.Ordinal).Insert(0, "D"),
            "E,2026-11-20,SMUG,IMP,SEA,FRLEH,VSL_CARGO,AE,FR,TOB.CIG,1,STK\n",
            "E,2026-11-21,,,,,,,,TOB.CIG,2,KM\n",
        ];
        BulkRows rows = Open(Header + string.Concat(wrong));
        BulkReading reading = Reading("en");
        BulkSheet sheet = new(Form, KeptBulk.Of(Form, "en", "x.csv", rows), reading.Read(rows));
        Assert.Equal(5, sheet.Wrong);
        Assert.Equal(
            [
                (2, 2, "Paste.Unread"),
                (3, 11, "Paste.Unread"),
                (4, 6, "F01"),
                (5, 3, "Paste.Unread"),
                (7, 2, "Bulk.Contradicts"),
                (7, 12, "Paste.Unread"),
            ],
            sheet.Faults.Select(line => (line.Row, line.Column, line.Fault?.Key ?? line.Finding!.RuleId))
        );
        Assert.False(sheet.MayBeSent);
        KeptBulk left = sheet.Kept.Without(
            sheet.Reports.Where(report => report.IsWrong).Select(report => report.Key).ToHashSet()
        );
        Assert.Empty(left.Rows.Rows);
    }

    [Theory]
    [InlineData("report|seizure_date\nA|2026-11-20\n", "", "Sheet_Delimiter")]
    [InlineData("report seizure_date\nA 2026-11-20\n", "Bulk.UnknownColumn", "")]
    [InlineData("report,seizure_date,colour\nA,2026-11-20,red\n", "Bulk.UnknownColumn", "")]
    [InlineData("report,seizure_date,seizure_date\nA,2026-11-20,\n", "Bulk.ColumnTwice", "")]
    [InlineData("report,seizure_date,\nA,2026-11-20,red\n", "Bulk.NoHeading", "")]
    [InlineData("report,seizure_date\n", "Bulk.NoRows", "")]
    [InlineData("", "Bulk.NoRows", "")]
    public void AFileThatIsNoneOfOursIsRefusedWithItsReason(string text, string fault, string unreadable)
    {
        Assert.Null(
            BulkReading.Open(
                Encoding.UTF8.GetBytes(text),
                Form,
                out ImmutableArray<SheetFault> sheet,
                out IReadOnlyList<PasteFault> faults
            )
        );
        Assert.Equal(fault, faults.Count == 0 ? "" : faults[0].Key);
        Assert.Equal(unreadable, sheet.IsEmpty ? "" : sheet[0].Key);
    }

    [Fact]
    public void AnotherEncodingIsRefusedAtItsRow()
    {
        byte[] latin = Encoding.Latin1.GetBytes(
            Header + Cigarettes + Cigarettes.Replace("FRLEH", "Genève", StringComparison.Ordinal)
        );
        Assert.Null(BulkReading.Open(latin, Form, out ImmutableArray<SheetFault> sheet, out _));
        Assert.Equal(("Sheet_Encoding", 3), (sheet[0].Key, sheet[0].Place.Row));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("ru")]
    public void TheTemplateComesBackWithWordsOfItsLanguage(string language)
    {
        var words = host.App.Services.GetRequiredService<IStringLocalizer<L.Bulk>>();
        var template = new BulkTemplate(Form, Languages.Of(language), words);
        Assert.Null(BulkReading.Open(template.ToCsv(), Form, out _, out IReadOnlyList<PasteFault> blank));
        Assert.Equal("Bulk.NoRows", Assert.Single(blank).Key);
        Workbook book = SpreadsheetReader.Read(template.ToXlsx(), out ImmutableArray<SheetFault> faults)!;
        Assert.Empty(faults);
        Assert.Equal(BulkColumns.Of(Form).Count() + 1, book.Sheets[0].Rows[0].Cells.Length);

        // Filled in with words, as its lists offer them.
        FormField offence = Form.Find("offence_type")!;
        string text = Encoding.UTF8.GetString(template.ToCsv());
        string label = offence.List!.Find("SMUG")!.Labels.Text(language);
        string[] names = text.TrimStart('\uFEFF').Split("\r\n")[0].Split(',').Select(name => name.Trim('"')).ToArray();
        string row = string.Join(',', names.Select(name => name == "offence_type" ? $"\"{label}\"" : ""));
        BulkReport report = Assert.Single(Reading(language).Read(Open(text + row + "\n")));
        Assert.Equal("SMUG", report.Answers.Text("offence_type"));
    }

    [Fact]
    public void WarningsTakeOneReasonForAllAndWhatIsKeptIsReadAgain()
    {
        string rows = string.Concat(
            Enumerable
                .Range(0, 3)
                .Select(number => Cigarettes.Insert(0, $"{number}").Replace("200000", "60000000", StringComparison.Ordinal))
        );
        BulkRows read = Open(Header + rows);
        BulkSheet sheet = new(Form, KeptBulk.Of(Form, "en", "x.csv", read), Reading("en").Read(read));
        string rule = Assert.Single(sheet.Warnings).Key;
        Assert.Equal([rule], sheet.Unexplained);
        KeptBulk kept = sheet.Kept with { Reasons = new Dictionary<string, string> { [rule] = "A whole ship." } };
        kept = KeptBulk.Read(kept.ToContent());
        sheet = new BulkSheet(Form, kept, Reading("en").Read(kept.Rows));
        Assert.True(sheet.MayBeSent);
        Assert.Equal(3, kept.Ids.Values.Select(ids => ids[0]).Distinct().Count());
        Assert.All(sheet.Reports, report => Assert.Equal("A whole ship.", Assert.Single(kept.OverridesOf(report)).Reason));
    }

    private static FormDefinition Form => SampleRoom.Form;

    private static BulkReading Reading(string language) => new(Form, TypedTables.Of(Languages.Of(language)), SampleRoom.French);

    private static IReadOnlyList<BulkReport> Read(string csv) => Reading("en").Read(Open(csv));

    private static BulkRows Open(string csv)
    {
        BulkRows? rows = BulkReading.Open(
            Encoding.UTF8.GetBytes(csv),
            Form,
            out ImmutableArray<SheetFault> sheet,
            out IReadOnlyList<PasteFault> faults
        );
        Assert.True(rows is not null, string.Join("; ", sheet) + string.Join("; ", faults));
        return rows;
    }
}
