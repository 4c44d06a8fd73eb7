using System.Globalization;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>A page outlives its program: it must not go on looking connected.</summary>
public sealed class ProgramGoneTests
{
    [SkippableFact]
    public async Task EveryOpenPageSaysThatItsProgramHasStoppedAndThatItIsBackElsewhere()
    {
        Skip.IfNot(Chromium.IsThere, $"There is no Chromium at {Chromium.Path}: install it, or name another by COMM_CHROMIUM.");
        await using TemporaryWorld world = await TemporaryWorld.StartAsync([new("joan", "GB", "Joan Carter", "officer", "en")]);
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.StartAsync(playwright);
        IBrowserContext profile = await browser.NewContextAsync();
        Officer joan = world["joan"].Process;
        Uri link = new(await joan.LinkAsync());
        IPage first = await profile.NewPageAsync();
        await first.GotoAsync(link.ToString());
        IPage second = await profile.NewPageAsync();
        await second.GotoAsync(new Uri(link, "/settings").ToString());
        foreach (IPage page in profile.Pages)
        {
            await Assertions.Expect(page.Locator("#connection.is-connected")).ToBeVisibleAsync();
        }

        await joan.KillAsync();
        await EachShowsAsync(profile, "has stopped");

        // Another launch happens to get the same port: it answers, under another name.
        await using ManagedProcess again = ManagedProcess.Start(
            "joan again",
            Programs.Client,
            ["serve", "--data", joan.Folder, "--port", link.Port.ToString(CultureInfo.InvariantCulture)]
        );
        await again.WaitForLineAsync("http://", TimeSpan.FromSeconds(30));
        await EachShowsAsync(profile, "another address");
    }

    private static async Task EachShowsAsync(IBrowserContext profile, string sentence)
    {
        foreach (IPage page in profile.Pages)
        {
            await Assertions
                .Expect(page.Locator("#notice"))
                .ToContainTextAsync(sentence, new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
            await Assertions.Expect(page.Locator("#connection.is-offline")).ToContainTextAsync("No connection to the program");
        }
    }
}
