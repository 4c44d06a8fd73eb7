using Comm.Demo;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>
/// Every tab at every width and in the dark, in a language of each direction. Nothing of it lies beside the window; and where
/// <c>COMM_LOOKS</c> names a folder, the pictures are there to be looked at.
/// </summary>
[Collection(BrowserJourneys.Name)]
public sealed class FaceTests(Room room)
{
    private static readonly (string Name, int Width, int Height, ColorScheme Scheme)[] s_looks =
    [
        ("wide", 1280, 800, ColorScheme.Light),
        ("narrow", 390, 844, ColorScheme.Light),
        ("dark", 1280, 800, ColorScheme.Dark),
        ("broad", 1920, 1080, ColorScheme.Light),
    ];

    private static readonly string[] s_tabs = ["", "/reports", "/report", "/report/start", "/figures", "/members", "/forms"];

    [SkippableTheory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task NothingLiesBesideTheWindow(string language)
    {
        string group = await room.OpenGroupAsync("Faces");
        string longer = await room.OpenGroupAsync("Long faces", "standard");
        Desk desk = language == "ar" ? room.Ahmed : room.Claire;
        await desk.GoToGroupAsync(group);
        await desk.SpeakAsync(language);
        await desk.WriteAsync($"Container MSKU4812207 {new string('W', 300)}");
        await Assertions.Expect(desk.Entry("MSKU4812207")).ToBeVisibleAsync();
        await ReportAsync(desk, group);
        await Assertions.Expect(desk.Page.Locator(".report-card")).ToHaveCountAsync(1);
        try
        {
            foreach ((string name, int width, int height, ColorScheme scheme) in s_looks)
            {
                await desk.Page.SetViewportSizeAsync(width, height);
                await desk.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await desk.GoToGroupAsync(group, "/report");
                await LookAsync(desk.Page, $"{language}-{name}-draft");
                foreach (string tab in s_tabs)
                {
                    await desk.GoToGroupAsync(group, tab);
                    await LookAsync(desk.Page, $"{language}-{name}{tab.Replace('/', '-')}");
                    if (tab == "/report")
                    {
                        await desk.GoToGroupAsync(group, "/report?form=seizure-simplified");
                        await LookAsync(desk.Page, $"{language}-{name}-form");
                        await PlaceAsync(desk, $"{language}-{name}-place");
                        await ErrorsAsync(desk.Page, $"{language}-{name}-errors");
                    }
                }

                await desk.GoToGroupAsync(group, "/report/bulk?form=seizure-simplified");
                await LookAsync(desk.Page, $"{language}-{name}-bulk");
                await desk.GoToGroupAsync(longer, "/report");
                await LookAsync(desk.Page, $"{language}-{name}-standard");
                await desk.GoAsync("/");
                await LookAsync(desk.Page, $"{language}-{name}-home");
            }
        }
        finally
        {
            await desk.Page.SetViewportSizeAsync(1280, 800);
            await desk.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
            await desk.SpeakAsync(desk.Officer.Plan.Language);
        }

        room.AssertNoFaults();
    }

    /// <summary>A place that was chosen is shown on its map.</summary>
    private static async Task PlaceAsync(Desk desk, string name)
    {
        await new ReportPage(desk).LookUpAsync("location", "NLRTM", "Rotterdam");
        ILocator map = desk.Page.Locator(".place-map svg");
        await Assertions.Expect(map).ToBeVisibleAsync();
        await map.ScrollIntoViewIfNeededAsync();
        await LookAsync(desk.Page, name);
    }

    private static async Task ErrorsAsync(IPage page, string name)
    {
        await page.Locator("[id=offence_type]").SelectOptionAsync("_O");
        await Assertions.Expect(page.Locator("[id=offence_text]")).ToBeVisibleAsync();
        await page.Locator("[id=seizure_date]").FillAsync("2026-02-01");
        await page.Locator("[id=departure_country]").FillAsync("ukra");
        await page.Locator("[id='lines[0].quantity']").FillAsync("two");
        await page.Locator("#report > .acts button.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
        await LookAsync(page, name);
    }

    private async Task ReportAsync(Desk desk, string group)
    {
        string file = Path.Combine(room.World.Folder, $"face-{desk.Officer.Plan.Key}.json");
        string country = desk == room.Ahmed ? "EG" : "FR";
        string port = desk == room.Ahmed ? "EGALY" : "FRLEH";
        await File.WriteAllTextAsync(
            file,
            Seizure.Report("en", country, port, "AE", "TOB.CIG", 200_000, "STK", "under tiles").ToJsonString()
        );
        await desk.Officer.DoAsync("report", group, "--file", file, "--wait", "20");
    }

    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("COMM_LOOKS") is { Length: > 0 } folder)
        {
            // Playwright hides the caret by a style of its own, which the page's security policy sometimes reports.
            byte[] picture = await page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Initial });
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), picture);
        }

        // Whatever scrolls by itself is asked too: the work does, up and down only.
        int beside = await page.EvaluateAsync<int>(
            "Math.max(...['html', 'main', '.tabs', '.log'].map((part) => document.querySelector(part)).filter(Boolean)"
                + ".map((part) => part.scrollWidth - part.clientWidth))"
        );
        Assert.True(beside <= 0, $"{name}: {beside} pixels beside the window");
    }
}
