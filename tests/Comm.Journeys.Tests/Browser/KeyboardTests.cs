using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

[Collection(BrowserJourneys.Name)]
public sealed class KeyboardTests(Room room)
{
    [SkippableFact]
    public async Task TheSkipLinkComesFirstAndLeadsToTheWork()
    {
        string group = await room.OpenGroupAsync("Skip link");
        IPage page = room.Joan.Page;
        await room.Joan.GoToGroupAsync(group);
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("a.skip")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("a.skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#main")).ToBeFocusedAsync();
    }

    [SkippableFact]
    public async Task AMessageIsWrittenByKeyboardAlone()
    {
        string group = await room.OpenGroupAsync("Keyboard");
        IPage page = room.Joan.Page;
        await room.Joan.GoToGroupAsync(group);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        List<string> order = [];
        for (int presses = 0; presses < 10 && order.LastOrDefault() != "composer-text"; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            order.Add(
                await page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.getAttribute('href')")
            );
        }

        string address = $"/groups/{Guid.ParseExact(group, "N"):N}";
        Assert.Equal(
            ["", "/reports", "/figures", "/members", "/forms", "/report", "log", "composer-text"],
            order.Select(stop => stop.Replace(address, ""))
        );
        await page.Keyboard.TypeAsync("By keyboard");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("alone");
        await page.Keyboard.PressAsync("Enter");
        await Assertions
            .Expect(room.Joan.Entry("By keyboard").Locator(".body"))
            .ToHaveTextAsync(new Regex("By keyboard\\s+alone"));
        await Assertions.Expect(page.Locator("#composer-text")).ToBeFocusedAsync();
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ControlKGoesAnywhereAndEscapeStays()
    {
        string group = await room.OpenGroupAsync("Harbour watch");
        IPage page = room.Joan.Page;
        await room.Joan.GoAsync("/");
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#palette")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#palette-query")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#palette")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#main")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#palette")).ToBeVisibleAsync();
        await page.Locator("#palette-query").PressSequentiallyAsync("harbour");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".group-head h1")).ToHaveTextAsync("Harbour watch");

        // Where somebody was writing, writing goes on.
        await page.Locator("#composer-text").FocusAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#palette-query")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#composer-text")).ToBeFocusedAsync();
        room.AssertNoFaults();
    }
}
