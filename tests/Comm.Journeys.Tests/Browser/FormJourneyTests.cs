using System.Text.RegularExpressions;
using Comm.Demo;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

[Collection(BrowserJourneys.Name)]
public sealed class FormJourneyTests(Room room)
{
    [SkippableFact]
    public async Task TwoReportsInTwoLanguagesBecomeFiguresAndAnExport()
    {
        string group = await room.OpenGroupAsync("Reports");
        await room.Joan.GoToGroupAsync(group);
        await room.Ahmed.GoToGroupAsync(group);
        await ReportCigarettesInFrenchAsync(group);
        await ReportCocaineInArabicAsync(group);

        ILocator cards = room.Joan.Page.Locator(".report-card");
        await Assertions.Expect(cards).ToHaveCountAsync(2);
        await Assertions.Expect(cards.Nth(0)).ToContainTextAsync("Cigarettes");
        await Assertions.Expect(cards.Nth(0)).ToContainTextAsync("United Arab Emirates");
        await Assertions.Expect(cards.Nth(0)).ToContainTextAsync("200,000");
        await Assertions.Expect(cards.Nth(1)).ToContainTextAsync("Cocaine");
        await Assertions.Expect(cards.Nth(1)).ToContainTextAsync("12.5 kilogram");

        await CheckFiguresAsync(group);
        await CheckExportAsync(group);
        room.AssertNoFaults();
    }

    private async Task ReportCigarettesInFrenchAsync(string group)
    {
        Desk claire = room.Claire;
        ReportPage report = new(claire);
        await claire.GoToGroupAsync(group, "/report");
        await report.TypeAsync("seizure_date", Yesterday);
        await report.ChooseAsync("offence_type", "SMUG");
        await report.ChooseAsync("movement", "IMP");
        await report.ChooseAsync("location_type", "SEA");
        await report.LookUpAsync("location", "le hav", "Le Havre");
        await report.ChooseAsync("conveyance", "VSL_CARGO");
        // From one member of a customs union to another is no import (M01), and nothing is no quantity (G01).
        await report.LookUpAsync("departure_country", "Belg", "Belgique");
        await report.LookUpAsync("destination_country", "Fran", "France");
        await report.LookUpAsync("lines[0].commodity", "cigar", "Cigarettes");
        await report.TypeAsync("lines[0].quantity", "0");
        await report.ChooseAsync("lines[0].unit", "STK");
        await report.TypeAsync("remarks", "faux plancher dans le conteneur");
        await report.SendAsync();

        await Assertions.Expect(report.Summary).ToBeFocusedAsync();
        await Assertions.Expect(report.Summary.Locator("a")).ToHaveCountAsync(2);
        await Assertions.Expect(report.MessageAt("departure_country")).ToBeVisibleAsync();
        await Assertions.Expect(report.MessageAt("lines[0].quantity")).ToBeVisibleAsync();
        await Assertions.Expect(report.Field("remarks")).ToHaveValueAsync("faux plancher dans le conteneur");
        await Assertions.Expect(report.Field("location")).ToHaveValueAsync(new Regex("Le Havre"));
        await Assertions.Expect(report.Field("departure_country")).ToHaveValueAsync("Belgique");
        await Assertions.Expect(report.Field("lines[0].quantity")).ToHaveValueAsync("0");
        await report.Summary.Locator("a").First.ClickAsync();
        await Assertions.Expect(report.Field("departure_country")).ToBeFocusedAsync();

        await report.LookUpAsync("departure_country", "Émir", "Émirats arabes unis");
        await report.TypeAsync("lines[0].quantity", "200000");
        await report.SendAsync();
        await Assertions.Expect(claire.Page.Locator(".report-card")).ToContainTextAsync("Émirats arabes unis");
    }

    private async Task ReportCocaineInArabicAsync(string group)
    {
        Desk ahmed = room.Ahmed;
        // What Claire reported is on his page already, in his language.
        await Assertions.Expect(ahmed.Page.Locator(".report-card")).ToContainTextAsync("سجائر");
        ReportPage report = new(ahmed);
        await ahmed.GoToGroupAsync(group, "/report");
        await report.TypeAsync("seizure_date", Yesterday);
        await report.ChooseAsync("offence_type", "SMUG");
        await report.ChooseAsync("movement", "IMP");
        await report.ChooseAsync("location_type", "SEA");
        await report.LookUpAsync("location", "EGALY", "EGALY");
        await report.ChooseAsync("conveyance", "VSL_CARGO");
        await report.LookUpAsync("departure_country", "كولومب", "كولومبيا");
        await report.LookUpAsync("destination_country", "مصر", "مصر");
        await report.LookUpAsync("lines[0].commodity", "كوك", "كوكايين");
        await report.TypeAsync("lines[0].quantity", "12.5");
        await report.ChooseAsync("lines[0].unit", "KGM");
        await report.SendAsync();
        await Assertions.Expect(ahmed.Page.Locator(".report-card")).ToHaveCountAsync(2);
    }

    private async Task CheckFiguresAsync(string group)
    {
        foreach (
            (Desk desk, string events, string cigarettes) in new[]
            {
                (room.Joan, "2", "200,000"),
                (room.Ahmed, "2", "200,000"),
                // French groups digits by a narrow space that does not break.
                (room.Claire, "2", "200\u202F000"),
            }
        )
        {
            await desk.GoToGroupAsync(group, "/figures");
            await Assertions.Expect(desk.Page.Locator(".tally")).ToContainTextAsync(desk == room.Ahmed ? "" : events);
            ILocator rows = desk.Page.Locator("table:has(#quantities) tbody tr");
            await Assertions.Expect(rows).ToHaveCountAsync(2);
            await Assertions
                .Expect(rows.Filter(new LocatorFilterOptions { HasText = cigarettes }).Locator("td.number").Last)
                .ToHaveTextAsync("1");
        }
    }

    private async Task CheckExportAsync(string group)
    {
        await room.Claire.GoToGroupAsync(group, "/figures");
        IDownload download = await room.Claire.Page.RunAndWaitForDownloadAsync(() =>
            room.Claire.Page.Locator("a[download]").ClickAsync()
        );
        Assert.StartsWith("not-released-", download.SuggestedFilename, StringComparison.Ordinal);
        CsvTable table = CsvTable.Parse(await File.ReadAllTextAsync((await download.PathAsync())!));
        Assert.Equal(2, table.Rows.Count);
        Assert.All(table.Column("release_status"), status => Assert.Equal("not_released", status));
        Assert.Equal(200_000m, table.Sum("quantity", "unit", "STK"));
        Assert.Equal(12.5m, table.Sum("quantity", "unit", "KGM"));
        Assert.DoesNotContain("faux plancher", table.Text, StringComparison.Ordinal);
    }

    private static string Yesterday =>
        TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
