using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>What somebody types stays theirs: no answer overwrites it, no change of page loses it, and nothing is sent twice.</summary>
[Collection(BrowserJourneys.Name)]
public sealed class EntryJourneyTests(Room room)
{
    [SkippableFact]
    public async Task AnAnswerNeverTouchesTheFieldThatHasTheFocus()
    {
        string group = await room.OpenGroupAsync("Focus");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await joan.GoToGroupAsync(group, "/report");
        ReportPage report = new(joan);
        await report.TypeAsync("national_ref", "Rotterdam");
        ILocator other = report.Field("offence_text");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(
            "**/report/draft",
            async route =>
            {
                asked.TrySetResult();
                await answer.Task;
                await route.ContinueAsync();
            }
        );
        try
        {
            // The choice asks for one more field; before the answer is there, another field is being written anew.
            await report.ChooseAsync("offence_type", "_O");
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(15));
            ILocator reference = report.Field("national_ref");
            await reference.FocusAsync();
            await reference.SelectTextAsync();
            answer.SetResult();
            await Assertions.Expect(other).ToBeVisibleAsync();
            await page.Keyboard.TypeAsync("Le Havre");
            await Assertions.Expect(reference).ToBeFocusedAsync();
            await Assertions.Expect(reference).ToHaveValueAsync("Le Havre");
            // A look-up's field is two inputs: what is seen and the code. Neither goes back to what it was.
            await report.LookUpAsync("departure_country", "Belg", "Belgium");
            await report.LookUpAsync("departure_country", "Fran", "France");
            await report.ChooseAsync("offence_type", "SMUG");
            await Assertions.Expect(other).ToHaveCountAsync(0);
            await Assertions.Expect(report.Field("departure_country")).ToHaveValueAsync("France");
            await Assertions.Expect(page.Locator("input[name=departure_country]")).ToHaveValueAsync("FR");
        }
        finally
        {
            answer.TrySetResult();
            await page.UnrouteAllAsync(new PageUnrouteAllOptions { Behavior = UnrouteBehavior.Wait });
        }

        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task DraftsOutliveAChangeOfPageAndEndWithTheSending()
    {
        string group = await room.OpenGroupAsync("Drafts");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await joan.GoToGroupAsync(group);
        ILocator composer = page.Locator("#composer-text");
        await composer.FillAsync("Half a sentence");
        await page.Locator(".tabs a[href$=report]").ClickAsync();
        ReportPage report = new(joan);
        await report.TypeAsync("national_ref", "REF-7");
        await report.LookUpAsync("destination_country", "Egyp", "Egypt");
        await report.TypeAsync("remarks", "under the seat");
        // Straight away, with the field still focused: the page saves what it has when it goes.
        await page.Locator(".tabs a[href$=figures]").ClickAsync();
        await Assertions.Expect(page.Locator("h2").First).ToBeVisibleAsync();

        await GoOnAsync(joan, group);
        await Assertions.Expect(report.Field("national_ref")).ToHaveValueAsync("REF-7");
        await Assertions.Expect(report.Field("destination_country")).ToHaveValueAsync("Egypt");
        await Assertions.Expect(report.Field("remarks")).ToHaveValueAsync("under the seat");
        await joan.GoToGroupAsync(group);
        await Assertions.Expect(composer).ToHaveValueAsync("Half a sentence");

        await composer.PressAsync("Enter");
        await Assertions.Expect(joan.Entry("Half a sentence")).ToBeVisibleAsync();
        await joan.GoToGroupAsync(group);
        await Assertions.Expect(composer).ToHaveValueAsync("");

        await GoOnAsync(joan, group);
        await FillAsync(joan);
        await report.SendAsync();
        await Assertions.Expect(page.Locator(".report-card")).ToHaveCountAsync(1);
        await joan.GoToGroupAsync(group, "/report");
        await Assertions.Expect(report.Field("national_ref")).ToHaveValueAsync("");
        await Assertions.Expect(report.Field("remarks")).ToHaveValueAsync("");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task AReportThatIsPostedTwiceIsOneReport()
    {
        string group = await room.OpenGroupAsync("Twice");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await FillAsync(joan, group);
        // As an impatient hand, or a browser that tries again: the same form, at once.
        string[] answers = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const form = document.getElementById("report");
              const post = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
              return (await Promise.all([post(), post(), post()])).map((answer) => answer.type);
            }
            """
        );
        Assert.All(answers, answer => Assert.Equal("opaqueredirect", answer));
        await joan.GoToGroupAsync(group);
        await Assertions.Expect(page.Locator(".report-card")).ToHaveCountAsync(1);

        // Other answers under the same id are another report: not sent in silence, and not dropped in silence.
        await FillAsync(joan, group);
        ReportPage report = new(joan);
        // As many as before would be asked about: the same was reported already.
        await report.TypeAsync("lines[0].quantity", "7");
        ILocator message = page.Locator("#report input[name=message]");
        string id = await message.InputValueAsync();
        await report.SendAsync();
        await Assertions.Expect(page.Locator(".report-card")).ToHaveCountAsync(2);
        await FillAsync(joan, group);
        await report.TypeAsync("lines[0].quantity", "8");
        await report.TypeAsync("remarks", "another one");
        await message.EvaluateAsync("(field, id) => { field.value = id; }", id);
        await report.SendAsync();
        await Assertions.Expect(report.Summary).ToBeVisibleAsync();
        await Assertions.Expect(report.Field("remarks")).ToHaveValueAsync("another one");
        await report.SendAsync();
        await Assertions.Expect(page.Locator(".report-card")).ToHaveCountAsync(3);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ALongWordDoesNotPushTheComposerOffThePage()
    {
        string group = await room.OpenGroupAsync("Long word");
        Desk joan = room.Joan;
        await joan.GoToGroupAsync(group);
        await joan.Page.Locator("#composer-text").FillAsync(new string('W', 2_000));
        ILocator send = joan.Page.Locator("#composer button.primary");
        LocatorBoundingBoxResult box = (await send.BoundingBoxAsync())!;
        Assert.True(box.X + box.Width <= joan.Page.ViewportSize!.Width, $"the button ends at {box.X + box.Width}");
        await joan.Page.Locator("#composer-text").FillAsync("");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ALookUpTakesNothingThatIsNotMeantAndSaysWhenItFindsNothing()
    {
        string group = await room.OpenGroupAsync("Look-up");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await joan.GoToGroupAsync(group, "/report");
        ReportPage report = new(joan);
        ILocator departure = report.Field("departure_country");
        ILocator code = page.Locator("input[name=departure_country]");
        await departure.PressSequentiallyAsync("UK");
        await departure.PressAsync("Tab");
        await Assertions.Expect(departure).ToHaveValueAsync("United Kingdom");
        await Assertions.Expect(code).ToHaveValueAsync("GB");

        await departure.FillAsync("");
        await departure.PressSequentiallyAsync("Ukra");
        await departure.PressAsync("Tab");
        await Assertions.Expect(departure).ToHaveValueAsync("Ukra");
        await Assertions.Expect(code).ToHaveValueAsync("");

        ILocator place = report.Field("location");
        await place.PressSequentiallyAsync("qqqqqq");
        await Assertions.Expect(page.Locator("#location-none")).ToBeVisibleAsync();
        await place.FillAsync("");
        await place.PressSequentiallyAsync("Felxstowe");
        await Assertions.Expect(page.Locator("#location-list [role=option]").First).ToContainTextAsync(new Regex("Felixstowe"));
        await Assertions.Expect(page.Locator("#location-none")).ToBeHiddenAsync();

        await report.SendAsync();
        await Assertions.Expect(report.MessageAt("departure_country")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[id=\"departure_country-candidates\"]")).ToContainTextAsync("Ukraine");
        room.AssertNoFaults();
    }

    /// <summary>What was begun is in a list, with its first answers, and goes on where it stopped.</summary>
    private static async Task GoOnAsync(Desk desk, string group)
    {
        await desk.GoToGroupAsync(group, "/report");
        await desk.Page.Locator(".begun-list a").ClickAsync();
    }

    private static async Task FillAsync(Desk desk, string group)
    {
        await desk.GoToGroupAsync(group, "/report");
        await FillAsync(desk);
    }

    private static async Task FillAsync(Desk desk)
    {
        ReportPage report = new(desk);
        await report.TypeAsync("seizure_date", "2026-01-15");
        await report.ChooseAsync("offence_type", "SMUG");
        await report.ChooseAsync("movement", "IMP");
        await report.ChooseAsync("location_type", "SEA");
        await report.LookUpAsync("location", "felix", "Felixstowe");
        await report.ChooseAsync("conveyance", "VSL_CARGO");
        await report.LookUpAsync("departure_country", "Egyp", "Egypt");
        await report.LookUpAsync("destination_country", "United K", "United Kingdom");
        await report.LookUpAsync("lines[0].commodity", "cigar", "Cigarettes");
        await report.TypeAsync("lines[0].quantity", "200000");
        await report.ChooseAsync("lines[0].unit", "STK");
    }
}
