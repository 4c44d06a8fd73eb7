using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Comm.Demo;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>A report from its sending to its figure, by what two people see and press.</summary>
[Collection(BrowserJourneys.Name)]
public sealed class ReadingJourneyTests(Room room)
{
    [SkippableFact]
    public async Task AReportIsReturnedCorrectedAndCountedOnce()
    {
        string group = await room.OpenGroupAsync("Reading");
        (Desk officer, Desk coordinator) = (room.Joan, room.Claire);
        JsonObject report = Seizure.Report("fr", "GB", "GBFXT", "AE", "TOB.CIG", 100_000, "STK", "faux plancher");
        string id = report["report"]!.GetValue<string>();
        await SendAsync(officer, group, report);
        await officer.GoToGroupAsync(group);
        try
        {
            await coordinator.GoToGroupAsync(group, "/reports");
            await coordinator.SpeakAsync("ru");
            await coordinator.Page.Locator($"a[href$='{id}']").ClickAsync();
            ILocator main = coordinator.Page.Locator("main");
            await Assertions.Expect(main).ToContainTextAsync("французский");
            await Assertions.Expect(main).ToContainTextAsync("Сигареты");
            await Assertions.Expect(main.Locator(".said[lang=fr]")).ToHaveTextAsync("faux plancher");

            // A return says why: without a word it goes nowhere, and the keyboard is at the reason.
            await PressAsync(coordinator, "Returned");
            await Assertions.Expect(coordinator.Page.Locator(".error-summary")).ToBeFocusedAsync();
            await coordinator.Page.Locator("#review-remark").FillAsync("Какой терминал?");
            await PressAsync(coordinator, "Returned");
            ILocator standing = coordinator.Page.Locator("#standing");
            await Assertions.Expect(standing).ToBeFocusedAsync();
            await Assertions.Expect(standing.Locator(".is-returned")).ToBeVisibleAsync();

            // The officer's open conversation says so by itself: in a line of its own, and on the card.
            await Assertions.Expect(officer.Page.Locator(".change .said")).ToContainTextAsync("Какой терминал?");
            await Assertions.Expect(officer.Page.Locator(".report-card .is-returned")).ToBeVisibleAsync();
            await officer.Page.Locator(".change a[href*='/reports/']").ClickAsync();
            await Assertions.Expect(officer.Page.Locator("#standing .said")).ToContainTextAsync("Какой терминал?");
            await Assertions.Expect(officer.Page.Locator($"a[href$='correct={id}']")).ToBeVisibleAsync();
            await CountAsync(officer, group, 0);

            report["revision"] = 2;
            report["answers"]!["lines"]![0]!["quantity"] = 120_000;
            await SendAsync(officer, group, report);
            await coordinator.GoToGroupAsync(group, $"/reports/{id}");
            await Assertions.Expect(coordinator.Page.Locator(".changes tbody tr")).ToHaveCountAsync(1);
            await Assertions
                .Expect(coordinator.Page.Locator(".changes tbody tr"))
                .ToContainTextAsync(new Regex("100\\s000.*120\\s000", RegexOptions.Singleline));
            await PressAsync(coordinator, "Validated");
            await Assertions.Expect(standing.Locator(".is-validated")).ToBeVisibleAsync();
            await CountAsync(coordinator, group, 1);
            await officer.GoToGroupAsync(group, $"/reports/{id}");
            await Assertions.Expect(officer.Page.Locator("#standing .is-validated")).ToBeVisibleAsync();
            await CountAsync(officer, group, 1);
            await officer.GoToGroupAsync(group, $"/reports/{id}");
            await officer.Page.Locator(".report-history a").First.ClickAsync();
            await Assertions.Expect(officer.Page.Locator("li.entry:target .report-card")).ToBeInViewportAsync();

            await WithdrawAsync(officer, group, id);
            await CountAsync(coordinator, group, 0);
        }
        finally
        {
            await coordinator.SpeakAsync(coordinator.Officer.Plan.Language);
        }

        room.AssertNoFaults();
    }

    [SkippableTheory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task TheReportsAndAReportBreakNoRuleOfAccess(string language)
    {
        string group = await room.OpenGroupAsync("Reading accessibly");
        Desk desk = room.Claire;
        JsonObject own = Seizure.Report("fr", "FR", "FRLEH", "AE", "TOB.CIG", 100_000, "STK", "faux plancher");
        JsonObject other = Seizure.Report("ar", "EG", "EGALY", "AE", "DRG.COC", 12, "KGM", "أرضية مزدوجة");
        await SendAsync(desk, group, own);
        await SendAsync(room.Ahmed, group, other);
        await desk.Officer.ReadUntilAsync(
            group,
            entries => entries.Count(entry => entry!["kind"]!.GetValue<string>() == "report") == 2
        );
        await desk.GoToGroupAsync(group);
        await desk.SpeakAsync(language);
        List<string> violations = [];
        try
        {
            foreach (
                string path in new[]
                {
                    "/reports",
                    "/reports?own=true",
                    $"/reports/{own["report"]}",
                    $"/reports/{other["report"]}",
                }
            )
            {
                await desk.GoToGroupAsync(group, path);
                foreach (ILocator summary in await desk.Page.Locator("main summary").AllAsync())
                {
                    await summary.ClickAsync();
                }

                violations.AddRange(await ViolationsAsync(desk.Page, path));
            }
        }
        finally
        {
            await desk.SpeakAsync(desk.Officer.Plan.Language);
        }

        Assert.Empty(violations);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task TheLogIsOneStopOfTheKeyboardAndTheArrowsGoThroughIt()
    {
        string group = await room.OpenGroupAsync("Reading by keyboard");
        Desk desk = room.Joan;
        await desk.GoToGroupAsync(group);
        foreach (string text in new[] { "The first", "The second", "The third" })
        {
            await desk.WriteAsync(text);
            await Assertions.Expect(desk.Entry(text)).ToHaveClassAsync(new Regex("is-sent"));
        }

        await desk.Page.Locator("#log").FocusAsync();
        await desk.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(desk.Entry("The third").Locator(".make-report")).ToBeFocusedAsync();
        await desk.Page.Keyboard.PressAsync("ArrowUp");
        await desk.Page.Keyboard.PressAsync("ArrowUp");
        ILocator first = desk.Entry("The first").Locator(".make-report");
        await Assertions.Expect(first).ToBeFocusedAsync();
        await Assertions.Expect(first).ToHaveAttributeAsync("href", new Regex("/report\\?from=[0-9]+$"));
        await desk.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(desk.Page.Locator("#composer-text")).ToBeFocusedAsync();
        room.AssertNoFaults();
    }

    private static async Task WithdrawAsync(Desk officer, string group, string id)
    {
        await officer.GoToGroupAsync(group, $"/reports/{id}");
        await officer.Page.Locator("details.act summary").FocusAsync();
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Page.Locator("#withdraw-reason").FillAsync("Sent to the wrong group");
        await officer.Page.Locator("button.danger").ClickAsync();
        await Assertions.Expect(officer.Page.Locator("#standing .is-withdrawn")).ToBeVisibleAsync();
        await Assertions.Expect(officer.Page.Locator("details.act")).ToHaveCountAsync(0);
    }

    private static Task PressAsync(Desk desk, string decision) =>
        desk.Page.Locator($"button[name=decision][value={decision}]").ClickAsync();

    private static async Task CountAsync(Desk desk, string group, int events)
    {
        await desk.GoToGroupAsync(group, "/figures");
        await Assertions.Expect(desk.Page.Locator("main .tally")).ToHaveCountAsync(Math.Min(events, 1));
        await Assertions.Expect(desk.Page.Locator("main table:has(#quantities) tbody tr")).ToHaveCountAsync(events);
    }

    private async Task SendAsync(Desk desk, string group, JsonObject report)
    {
        string file = Path.Combine(room.World.Folder, $"reading-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, report.ToJsonString());
        await desk.Officer.DoAsync("report", group, "--file", file, "--wait", "20");
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(IPage page, string path)
    {
        AxeResult result = await page.RunAxe();
        return result.Violations.Select(violation =>
            $"{path}: {violation.Id}: {string.Join(' ', violation.Nodes.Select(node => node.Target?.ToString()))}"
        );
    }
}
