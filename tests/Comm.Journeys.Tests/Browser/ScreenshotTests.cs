using Comm.Demo;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>The pictures of the documentation, made when <c>COMM_SCREENSHOTS</c> names a folder for them; best run alone.</summary>
[Collection(BrowserJourneys.Name)]
public sealed class ScreenshotTests(Room room)
{
    private static readonly (string Officer, string Text)[] s_words =
    [
        ("claire", "Bonjour à tous. Le porte-conteneurs arrive au Havre mardi vers 04:00 UTC ; quatre conteneurs à contrôler."),
        ("ahmed", "تم الاستلام. توقفت السفينة في الإسكندرية أمس، وسنرسل قائمة الحاويات التي فُتحت."),
        ("joan", "Understood. Two of the four are booked on to Felixstowe; we will hold them on arrival."),
        ("claire", "Merci. Les scellés MSKU 481 220-7 et MSKU 481 221-2 ne correspondent pas au manifeste."),
        ("joan", "Same shipper as the January case. Please put everything you find into a report, even small amounts."),
    ];

    [SkippableFact]
    public async Task ConversationReportAndFiguresArePictured()
    {
        string? folder = Environment.GetEnvironmentVariable("COMM_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "COMM_SCREENSHOTS names no folder.");
        string group = await FillAsync();
        await PictureAsync(room.Joan, group, folder, "en", ("felixs", "Felixstowe"), ("belg", "Belgium"), ("cig", "Cigarettes"));
        await PictureAsync(room.Ahmed, group, folder, "ar", ("EGPSD", "EGPSD"), ("الإمار", "الإمارات"), ("سجائر", "سجائر"));
        room.AssertNoFaults();
    }

    private async Task<string> FillAsync()
    {
        await room.OpenGroupAsync("Operation Lantern");
        string group = await Operation.OpenAsync(room.World);
        foreach ((string officer, string text) in s_words)
        {
            await room.World[officer].SendAsync(group, text);
        }

        await FileAsync("claire", Seizure.Report("fr", "FR", "FRLEH", "AE", "TOB.CIG", 1_240_000, "STK", "faux plancher"));
        await FileAsync("ahmed", Seizure.Report("ar", "EG", "EGALY", "CO", "DRG.COC", 12.5m, "KGM", "مخبأة خلف شحنة أثاث"));
        await FileAsync("joan", Seizure.Report("en", "GB", "GBFXT", "AE", "TOB.RYO", 860, "KGM", "under pallets of tiles"));
        await room.World["claire"].SendAsync(group, "Beau travail. Réunion demain à 08:00 UTC.");
        foreach (Officer officer in room.World.Officers)
        {
            await officer.ReadUntilAsync(
                group,
                entries => entries.Count(entry => entry!["kind"]!.GetValue<string>() == "report") == 3
            );
        }

        return group;

        async Task FileAsync(string officer, System.Text.Json.Nodes.JsonObject report)
        {
            string file = Path.Combine(room.World.Folder, $"{officer}.json");
            await File.WriteAllTextAsync(file, report.ToJsonString());
            await room.World[officer].DoAsync("report", group, "--file", file, "--wait", "20");
        }
    }

    private static async Task PictureAsync(
        Desk desk,
        string group,
        string folder,
        string language,
        (string Typed, string Chosen) location,
        (string Typed, string Chosen) departure,
        (string Typed, string Chosen) commodity
    )
    {
        await desk.GoToGroupAsync(group);
        await Assertions.Expect(desk.Page.Locator(".report-card")).ToHaveCountAsync(3);
        await desk.Page.Locator("li.entry").Last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(desk.Page.Locator(".group-list a[aria-current] .count")).ToHaveCountAsync(0);
        await ShootAsync("conversation");

        await desk.GoToGroupAsync(group, "/report");
        ReportPage report = new(desk);
        await report.TypeAsync("seizure_date", "2026-11-20");
        await report.ChooseAsync("offence_type", "SMUG");
        await report.ChooseAsync("movement", "IMP");
        await report.ChooseAsync("location_type", "SEA");
        await report.ChooseAsync("conveyance", "VSL_CARGO");
        await report.LookUpAsync("departure_country", departure.Typed, departure.Chosen);
        await report.LookUpAsync("lines[0].commodity", commodity.Typed, commodity.Chosen);
        await report.Field("location").PressSequentiallyAsync(location.Typed);
        await Assertions.Expect(desk.Page.Locator("#location-list [role=option]").First).ToContainTextAsync(location.Chosen);
        await report.Field("location").PressAsync("ArrowDown");
        await desk.Page.Locator("main").HoverAsync();
        await desk.Page.Mouse.WheelAsync(0, -2_000);
        await Assertions.Expect(desk.Page.Locator(".group-head h1")).ToBeInViewportAsync();
        await ShootAsync("report");

        await desk.GoToGroupAsync(group, "/figures");
        await ShootAsync("figures");

        async Task ShootAsync(string name) =>
            await File.WriteAllBytesAsync(
                Path.Combine(folder, $"{name}-{language}.png"),
                await desk.Page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Initial })
            );
    }
}
