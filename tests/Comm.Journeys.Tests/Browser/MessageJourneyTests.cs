using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

[Collection(BrowserJourneys.Name)]
public sealed class MessageJourneyTests(Room room)
{
    [SkippableFact]
    public async Task WhatEachOfficerWritesAppearsOnTheOtherPagesWithoutReload()
    {
        string group = await room.OpenGroupAsync("Messages in three languages");
        foreach (Desk desk in room.Desks)
        {
            await desk.GoToGroupAsync(group);
            // Would be gone after a reload.
            await desk.Page.EvaluateAsync("window.sameDocument = true");
        }

        foreach (
            (Desk writer, string text) in new[]
            {
                (room.Claire, "Bonjour à tous, le navire est attendu mardi."),
                (room.Ahmed, "تم الاستلام. سنفتش الحاويات القادمة من جبل علي."),
                (room.Joan, "Understood: we watch the feeder to Felixstowe."),
            }
        )
        {
            await writer.WriteAsync(text);
            await Assertions.Expect(writer.Entry(text)).ToHaveClassAsync(new Regex("is-sent"));
            await Assertions.Expect(writer.Page.Locator("#composer-text")).ToHaveValueAsync("");
            foreach (Desk reader in room.Desks.Where(desk => desk != writer))
            {
                await Assertions.Expect(reader.Entry(text)).ToContainTextAsync(writer.Officer.Plan.Name);
                await Assertions.Expect(reader.Entry(text)).ToBeInViewportAsync();
            }
        }

        foreach (Desk desk in room.Desks)
        {
            Assert.True(await desk.Page.EvaluateAsync<bool>("window.sameDocument === true"));
            await Assertions.Expect(desk.Page.Locator("li.entry .bubble")).ToHaveCountAsync(3);
        }

        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task MarkupInAMessageIsShownAndNotRun()
    {
        string group = await room.OpenGroupAsync("Markup");
        await room.Joan.GoToGroupAsync(group);
        await room.Claire.GoToGroupAsync(group);
        const string markup = "<img src=x onerror=alert(1)><b>bold</b> & <script>alert(2)</script>";
        await room.Claire.WriteAsync(markup);
        await Assertions.Expect(room.Joan.Entry(markup).Locator(".body")).ToHaveTextAsync(markup);
        await Assertions.Expect(room.Joan.Entry(markup).Locator("img, b, script")).ToHaveCountAsync(0);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ArabicPagesRunFromRightToLeft()
    {
        string group = await room.OpenGroupAsync("Direction");
        await room.Ahmed.GoToGroupAsync(group);
        ILocator html = room.Ahmed.Page.Locator("html");
        await Assertions.Expect(html).ToHaveAttributeAsync("lang", "ar");
        await Assertions.Expect(html).ToHaveAttributeAsync("dir", "rtl");
        LocatorBoundingBoxResult side = (await room.Ahmed.Page.Locator("nav.side").BoundingBoxAsync())!;
        LocatorBoundingBoxResult work = (await room.Ahmed.Page.Locator("main").BoundingBoxAsync())!;
        Assert.True(side.X >= work.X + work.Width - 1, "the groups stand at the start, which is the right");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task AChosenLanguageIsRememberedByOtherPages()
    {
        string group = await room.OpenGroupAsync("Languages");
        Desk joan = room.Joan;
        await joan.GoToGroupAsync(group);
        await joan.SpeakAsync("pt");
        Assert.Contains(group[..8], joan.Page.Url, StringComparison.Ordinal);
        await joan.GoAsync("/settings");
        await Assertions.Expect(joan.Page.Locator("html")).ToHaveAttributeAsync("lang", "pt");
        await joan.SpeakAsync("en");
        await Assertions.Expect(joan.Page.Locator("h1")).ToHaveTextAsync("Settings");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task AnInlineScriptIsRefusedByThePage()
    {
        string group = await room.OpenGroupAsync("Policy");
        await room.Joan.GoToGroupAsync(group);
        await room.Joan.Page.EvaluateAsync(
            "const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s);"
        );
        Assert.False(await room.Joan.Page.EvaluateAsync<bool>("window.ran === true"));
        // Also shows that AssertNoFaults elsewhere would have seen it.
        Assert.Contains(room.Joan.TakeFaults(), fault => fault.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
