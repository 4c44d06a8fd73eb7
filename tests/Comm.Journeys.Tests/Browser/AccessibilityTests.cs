using System.Text.RegularExpressions;
using Comm.Demo;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>axe-core finds nothing on any page, in a language of each direction.</summary>
[Collection(BrowserJourneys.Name)]
public sealed class AccessibilityTests(Room room)
{
    [SkippableTheory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task NoPageOfAnOpenVaultBreaksARule(string language)
    {
        string group = await room.OpenGroupAsync("Accessibility");
        Desk desk = room.Claire;
        await desk.GoToGroupAsync(group);
        await desk.SpeakAsync(language);
        List<string> violations = [];
        await desk.WriteAsync("Something to read");
        await Assertions.Expect(desk.Entry("Something to read")).ToHaveClassAsync(new Regex("is-sent"));
        await desk.Officer.DoAsync("report", group, "--file", await ReportFileAsync(), "--wait", "20");
        await Assertions.Expect(desk.Page.Locator(".report-card")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(desk.Page));
        foreach (
            string tab in new[] { "/members", "/report", "/figures", "/report/start", "/report/bulk?form=seizure-simplified" }
        )
        {
            await desk.GoToGroupAsync(group, tab);
            violations.AddRange(await ViolationsAsync(desk.Page));
        }

        await desk.GoToGroupAsync(group, "/report");
        await new ReportPage(desk).SendAsync();
        await Assertions.Expect(desk.Page.Locator(".error-summary")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(desk.Page));

        await desk.GoToGroupAsync(group, "/members");
        await desk.Page.Locator("a[href$=removal]").First.ClickAsync();
        await Assertions.Expect(desk.Page.Locator("button.danger")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(desk.Page));
        foreach (string path in new[] { "/", "/settings" })
        {
            await desk.GoAsync(path);
            violations.AddRange(await ViolationsAsync(desk.Page));
        }

        await desk.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(desk.Page.Locator("#palette")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(desk.Page));
        await desk.Page.Keyboard.PressAsync("Escape");

        await desk.SpeakAsync("fr");
        Assert.Empty(violations);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ALockedVaultAsksForItsPassphraseAccessibly()
    {
        await room.OpenGroupAsync("Locked");
        Desk joan = room.Joan;
        await joan.GoAsync("/settings");
        await joan.Page.Locator("main form[action='/lock'] button").ClickAsync();
        ILocator passphrase = joan.Page.Locator("#passphrase");
        await Assertions.Expect(passphrase).ToBeFocusedAsync();
        List<string> violations = [.. await ViolationsAsync(joan.Page)];
        await joan.SpeakAsync("ar");
        violations.AddRange(await ViolationsAsync(joan.Page));
        await joan.SpeakAsync("en");

        await passphrase.FillAsync("not the passphrase");
        await joan.Page.Locator("button.primary").ClickAsync();
        await Assertions.Expect(joan.Page.Locator("#unlock-problem")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(joan.Page));
        // The delay after one mistake.
        await Task.Delay(TimeSpan.FromSeconds(1));
        await passphrase.FillAsync(World.Passphrase);
        await joan.Page.Locator("button.primary").ClickAsync();
        await Assertions.Expect(joan.Page.Locator("nav.side")).ToBeVisibleAsync();
        Assert.Empty(violations);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ANewDeviceIsEnrolledAccessibly()
    {
        await room.OpenGroupAsync("New device");
        string folder = Path.Combine(room.World.Folder, "newcomer");
        await using ManagedProcess client = ManagedProcess.Start(
            "newcomer",
            Programs.Client,
            ["serve", "--data", folder, "--language", "en"]
        );
        string line = await client.WaitForLineAsync(".localhost:", TimeSpan.FromSeconds(30));
        IPage page = await room.Joan.Page.Context.NewPageAsync();
        await page.GotoAsync(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim());
        await Assertions.Expect(page.Locator("#invitation")).ToBeVisibleAsync();
        List<string> violations = [.. await ViolationsAsync(page)];
        await page.Locator("button[name=language][value=ar]").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        violations.AddRange(await ViolationsAsync(page));

        await page.Locator("#invitation").FillAsync("not an invitation");
        await page.Locator("#passphrase").FillAsync(World.Passphrase);
        await page.Locator("#again").FillAsync(World.Passphrase);
        await page.Locator("button.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(page));

        // A page that refuses is a page too.
        await page.GotoAsync(new Uri(new Uri(page.Url), "/nothing/here").ToString());
        await Assertions.Expect(page.Locator(".band")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(page));
        await page.CloseAsync();
        Assert.Empty(violations);
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        string path = new Uri(page.Url).AbsolutePath;
        return result.Violations.Select(violation =>
            $"{path}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"
        );
    }

    private static async Task<string> ReportFileAsync()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("comm-report-").FullName, "report.json");
        await File.WriteAllTextAsync(
            file,
            Seizure.Report("fr", "FR", "FRLEH", "AE", "TOB.CIG", 200_000, "STK", "faux plancher").ToJsonString()
        );
        return file;
    }
}
