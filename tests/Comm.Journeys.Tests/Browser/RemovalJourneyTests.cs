using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

[Collection(BrowserJourneys.Name)]
public sealed class RemovalJourneyTests(Room room)
{
    [SkippableFact]
    public async Task ARemovedMemberIsToldAndSeesNothingThatFollows()
    {
        string group = await room.OpenGroupAsync("Removal");
        await room.Ahmed.GoToGroupAsync(group);
        await room.Joan.GoToGroupAsync(group);
        await room.Claire.GoToGroupAsync(group, "/members");
        IPage page = room.Claire.Page;
        ILocator ahmed = page.Locator("li.person", new PageLocatorOptions { HasText = "Ahmed Hassan" });
        await ahmed.Locator("a[href$=removal]").ClickAsync();

        // A slip of the hand removes nobody.
        await page.Locator("input[name=name]").FillAsync("Joan Carter");
        await page.Locator("button.danger").ClickAsync();
        await Assertions.Expect(page.Locator("#name-error")).ToBeVisibleAsync();

        await page.Locator("input[name=name]").FillAsync("Ahmed Hassan");
        await page.Locator("button.danger").ClickAsync();
        await Assertions.Expect(ahmed.Locator("a[href$=removal]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("li.person a[href$=removal]")).ToHaveCountAsync(1);

        await Assertions.Expect(room.Ahmed.Page.Locator(".change", Names("Claire Dubois"))).Not.ToHaveCountAsync(0);
        await Assertions.Expect(room.Joan.Page.Locator("li.entry .change", Names("Ahmed Hassan")).Last).ToBeVisibleAsync();

        // Pages that were open all the while.
        await Assertions.Expect(room.Joan.Page.Locator("#group-facts")).ToContainTextAsync("2 members");
        await Assertions.Expect(room.Ahmed.Page.Locator("#group-standing .notice")).ToBeVisibleAsync();

        await room.Claire.GoToGroupAsync(group);
        await room.Claire.WriteAsync("What follows is for two.");
        await Assertions.Expect(room.Joan.Entry("What follows is for two.")).ToBeVisibleAsync();
        await room.Ahmed.GoToGroupAsync(group);
        await Assertions.Expect(room.Ahmed.Page.Locator("main .notice")).ToBeVisibleAsync();
        await Assertions.Expect(room.Ahmed.Entry("What follows is for two.")).ToHaveCountAsync(0);
        await Assertions.Expect(room.Ahmed.Page.Locator("#composer")).ToHaveCountAsync(0);
        room.AssertNoFaults();
    }

    private static PageLocatorOptions Names(string officer) => new() { HasText = officer };
}
