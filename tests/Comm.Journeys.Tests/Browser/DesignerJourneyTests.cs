using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>A coordinator makes a form of the simplified one without a programmer, and another officer fills it.</summary>
[Collection(BrowserJourneys.Name)]
public sealed class DesignerJourneyTests(Room room)
{
    private const string Form = "own-seizure-simplified";

    [SkippableFact]
    public async Task AFormIsDesignedTranslatedTriedPublishedAndFilledByAnotherOfficer()
    {
        string group = await room.OpenGroupAsync("Designer");
        IPage page = room.Claire.Page;
        await BeginAsync(room.Claire, group);
        await AddQuestionAsync(page, "Seal broken", "Flag");
        await AddQuestionAsync(page, "Who broke it", "Text");
        await ShowOnlyIfBrokenAsync(page);
        await LookAsync(page, "question");
        await TranslateAsync(page);
        await TryAsync(page);
        await PublishAsync(page);
        await FillAsync(room.Ahmed, group);
        await Assertions.Expect(page.Locator(".group-head h1")).ToBeVisibleAsync();
        await room.Claire.GoToGroupAsync(group);
        await page.Locator(".report-card a[href*='/reports/']").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("the carrier");
        room.AssertNoFaults();
    }

    [SkippableTheory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task NoPageOfTheDesignerBreaksARule(string language)
    {
        string group = await room.OpenGroupAsync("Designer, accessibly");
        Desk desk = room.Claire;
        IPage page = desk.Page;
        await desk.GoToGroupAsync(group);
        await desk.SpeakAsync(language);
        List<string> violations = [];
        try
        {
            await desk.GoToGroupAsync(group, "/forms");
            await LookAsync(page, $"{language}-forms");
            violations.AddRange(await ViolationsAsync(page));
            await BeginAsync(desk, group);
            await AddQuestionAsync(page, "Seal broken", "Flag");
            await ShowIfAsync(page, "movement");
            string design = new Uri(page.Url).AbsolutePath[..^"/questions".Length];
            await LookAsync(page, $"{language}-question");
            violations.AddRange(await ViolationsAsync(page));
            await page.Locator("[id='relevant.raw']").EvaluateAsync("area => { area.closest('details').open = true }");
            await page.Locator("[id='relevant.raw']").FillAsync("${nowhere} =");
            await page.Locator("[id='relevant.raw']").BlurAsync();
            await Assertions.Expect(page.Locator("#fault-relevant .field-error")).ToBeVisibleAsync();
            await LookAsync(page, $"{language}-faulty");
            violations.AddRange(await ViolationsAsync(page));
            foreach (
                string part in new[]
                {
                    "questions",
                    "questions?open=quantity",
                    "questions?open=location",
                    "questions?open=lines",
                    "fields/location_type/removal",
                    "rules?open=0",
                    "lists",
                    "texts?missing=true",
                    "trial",
                    "publish",
                }
            )
            {
                await desk.GoAsync($"{design}/{part}");
                await LookAsync(page, $"{language}-{Regex.Replace(part, "[^a-z]+", "-")}");
                violations.AddRange(await ViolationsAsync(page));
            }

            await page.SetViewportSizeAsync(390, 844);
            foreach (string part in new[] { "questions?open=location", "rules?open=0", "texts", "trial", "publish" })
            {
                await desk.GoAsync($"{design}/{part}");
                await LookAsync(page, $"{language}-narrow-{Regex.Replace(part, "[^a-z]+", "-")}");
            }

            await desk.GoToGroupAsync(group, "/forms");
            await LookAsync(page, $"{language}-narrow-forms");
        }
        finally
        {
            await page.SetViewportSizeAsync(1280, 800);
            await desk.SpeakAsync(desk.Officer.Plan.Language);
        }

        Assert.Empty(violations);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task AFormGoesToASpreadsheetAndComesBackAndAFaultyOneIsRefusedAtItsCell()
    {
        string group = await room.OpenGroupAsync("Designer, spreadsheet");
        IPage page = room.Claire.Page;
        await room.Claire.GoToGroupAsync(group, "/forms");
        IDownload download = await page.RunAndWaitForDownloadAsync(() =>
            page.Locator(".form-line", new PageLocatorOptions { HasText = "seizure-simplified" })
                .Locator("a[download]")
                .ClickAsync()
        );
        Assert.Equal("seizure-simplified.v1.xlsx", download.SuggestedFilename);
        string file = Path.Combine(room.World.Folder, download.SuggestedFilename);
        await download.SaveAsAsync(file);
        await page.Locator("#xls-file").SetInputFilesAsync(file);
        await page.Locator("form[action$=import] button").ClickAsync();
        await Assertions.Expect(page.Locator(".design-head .code").First).ToHaveTextAsync(Form);
        await Assertions.Expect(page.Locator("#design-state .is-live")).ToBeVisibleAsync();

        string broken = Path.Combine(room.World.Folder, "broken.csv");
        await File.WriteAllTextAsync(broken, "type,name\ntext,A name\n");
        await room.Claire.GoToGroupAsync(group, "/forms");
        await page.Locator("#xls-file").SetInputFilesAsync(broken);
        await page.Locator("form[action$=import] button").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary tbody tr").First).ToBeVisibleAsync();
        await LookAsync(page, "refused-spreadsheet");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task WhatACoordinatorStopsAndWithdrawsEveryMemberSees()
    {
        string group = await room.OpenGroupAsync("Designer, forms in force");
        IPage page = room.Claire.Page;
        await room.Claire.GoToGroupAsync(group, "/forms");
        ILocator warning = page.Locator(".form-line", new PageLocatorOptions { HasText = "warning" });
        await warning.Locator("button[formaction$=stop]").ClickAsync();
        await Assertions.Expect(warning.Locator(".badge.is-live")).ToHaveCountAsync(0);
        await page.Locator(".form-line", new PageLocatorOptions { HasText = "sitrep" })
            .Locator("button[formaction$=withdraw]")
            .ClickAsync();
        await Assertions.Expect(page.Locator(".form-line", new PageLocatorOptions { HasText = "sitrep" })).ToHaveCountAsync(0);
        await page.Locator("button[name=forms][value=Standard]").ClickAsync();
        ILocator standard = page.Locator(".form-line", new PageLocatorOptions { HasText = "seizure-standard" });
        await Assertions.Expect(standard.Locator(".badge.is-live")).ToBeVisibleAsync();
        await page.Locator("form:has(#unions)").EvaluateAsync("form => { form.closest('details').open = true }");
        await page.Locator("#unions").FillAsync("XX: FR FR");
        await page.Locator("form:has(#unions) button.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToContainTextAsync("XX: FR FR");
        await page.Locator("form:has(#unions)").EvaluateAsync("form => { form.closest('details').open = true }");
        await page.Locator("#unions").FillAsync("GULF: AE OM");
        await page.Locator("form:has(#unions) button.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#unions")).ToHaveValueAsync("GULF: AE OM");
        await page.Locator("form[action$=again] button").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);

        IPage member = room.Ahmed.Page;
        ILocator seen = member.Locator(".form-line", new PageLocatorOptions { HasText = "seizure-standard" });
        for (int attempt = 0; attempt < 40 && await seen.CountAsync() == 0; attempt++)
        {
            await room.Ahmed.GoToGroupAsync(group, "/forms");
        }

        await Assertions.Expect(seen.Locator(".badge.is-live")).ToBeVisibleAsync();
        await Assertions.Expect(member.Locator("button[formaction]")).ToHaveCountAsync(0);
        await standard.Locator("button[name=start]").ClickAsync();
        await Assertions.Expect(page.Locator("#design-state .is-live")).ToBeVisibleAsync();
        await LookAsync(page, "standard");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task AQuestionIsMovedByKeysAndByDraggingIt()
    {
        string group = await room.OpenGroupAsync("Designer, by hand");
        IPage page = room.Claire.Page;
        await BeginAsync(room.Claire, group);
        await OpenAsync(page, "movement");
        string[] before = await OrderAsync(page);
        int place = Array.IndexOf(before, "movement");
        await page.Locator("#node-movement").FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Assertions.Expect(page.Locator("#question-tree > li").Nth(place)).ToHaveAttributeAsync("data-question", "movement");
        await page.Locator("#node-conveyance").DragToAsync(page.Locator("#node-movement"));
        await Assertions
            .Expect(page.Locator("#question-tree > li").Nth(place))
            .ToHaveAttributeAsync("data-question", "conveyance");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task WhatIsTypedIsKeptBeforeItsFieldIsLeftAndOutlivesTheLock()
    {
        string group = await room.OpenGroupAsync("Designer, interrupted");
        Desk claire = room.Claire;
        await BeginAsync(claire, group);
        await OpenAsync(claire.Page, "remarks");
        string address = new Uri(claire.Page.Url).PathAndQuery;
        IResponse kept = await claire.Page.RunAndWaitForResponseAsync(
            () => claire.Page.Locator("[id='label.ru']").FillAsync("Примечания смены"),
            response => response.Request.Method == "POST"
        );
        Assert.Equal(204, kept.Status);
        await claire.Page.Locator("form[action='/lock'] button").ClickAsync();
        await claire.Page.Locator("input[type=password]").FillAsync(Comm.Demo.World.Passphrase);
        await claire.Page.Locator("button.primary").ClickAsync();
        await Assertions.Expect(claire.Page.Locator("input[type=password]")).ToHaveCountAsync(0);
        await claire.GoAsync(address);
        await Assertions.Expect(claire.Page.Locator("[id='label.ru']")).ToHaveValueAsync("Примечания смены");
        room.AssertNoFaults();
    }

    private static async Task<string[]> OrderAsync(IPage page) =>
        await page.Locator("#question-tree > li[data-question]")
            .EvaluateAllAsync<string[]>("items => items.map(item => item.dataset.question)");

    private static async Task BeginAsync(Desk desk, string group)
    {
        await desk.GoToGroupAsync(group, "/forms");
        await desk
            .Page.Locator(".form-line", new PageLocatorOptions { HasText = "seizure-simplified" })
            .Locator("button[name=start]")
            .ClickAsync();
        await Assertions.Expect(desk.Page.Locator("#question-tree")).ToBeVisibleAsync();
    }

    private static async Task OpenAsync(IPage page, string name)
    {
        await page.Locator($"#node-{name}").ClickAsync();
        await Assertions.Expect(page.Locator("#question-title")).ToContainTextAsync(name);
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    /// <summary>Behind the question that is open.</summary>
    private static async Task AddQuestionAsync(IPage page, string label, string type)
    {
        await page.Locator("#add-label").FillAsync(label);
        await page.Locator("#add-type").SelectOptionAsync(type);
        await page.Locator(".add-question button").ClickAsync();
        await Assertions.Expect(page.Locator("#question-title")).ToContainTextAsync(label);
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    private static async Task ShowOnlyIfBrokenAsync(IPage page)
    {
        await ShowIfAsync(page, "seal_broken");
        await Assertions.Expect(page.Locator("[id='relevant.0.value']")).ToHaveValueAsync("true");
        await Assertions.Expect(page.Locator("[id='relevant.raw']")).ToHaveValueAsync("${seal_broken} = true()");
        await page.Locator("[id='required.always']").CheckAsync();
        await Assertions.Expect(page.Locator("#node-who_broke_it small")).ToContainTextAsync("*");
    }

    private static async Task ShowIfAsync(IPage page, string question)
    {
        await page.Locator("[id='relevant.0.field']").SelectOptionAsync(question);
        await Assertions.Expect(page.Locator("[id='relevant.0.comparison']")).ToBeVisibleAsync();
        await page.Locator("[id='relevant.0.comparison']").SelectOptionAsync("Is");
    }

    private static async Task TranslateAsync(IPage page)
    {
        await page.Locator(".design-head .tabs a").Nth(3).ClickAsync();
        await page.Locator("a[href*='missing=true']").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".text-row")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#design-state")).ToContainTextAsync("10");
        foreach (
            (string language, string broken, string who) in new[]
            {
                ("ar", "الختم مكسور", "من كسره"),
                ("en", "Seal broken", "Who broke it"),
            }
        )
        {
            await page.Locator($"[id='text:{language}:Label:seal_broken']").FillAsync(broken);
            await page.Locator($"[id='text:{language}:Label:who_broke_it']").FillAsync(who);
        }

        await page.Locator("[id='text:en:Label:who_broke_it']").BlurAsync();
        await Assertions.Expect(page.Locator("#design-state")).ToContainTextAsync("6");
        await LookAsync(page, "translations");
    }

    private static async Task TryAsync(IPage page)
    {
        await page.Locator(".design-head .tabs a").Nth(4).ClickAsync();
        await page.Locator("nav.acts a[lang=ar]").ClickAsync();
        await Assertions.Expect(page.Locator("#trial > [lang=ar]")).ToHaveAttributeAsync("dir", "rtl");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "ltr");
        await Assertions.Expect(page.Locator("label", new PageLocatorOptions { HasText = "الختم مكسور" })).ToBeVisibleAsync();
        await LookAsync(page, "trial-ar");
        await page.Locator("nav.acts a[lang=en]").ClickAsync();
        await Assertions.Expect(page.Locator("#trial > [lang=en]")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
        await Assertions.Expect(page.Locator("[id=who_broke_it]")).ToHaveCountAsync(0);
        await page.Locator("[id=seal_broken]").CheckAsync();
        await Assertions.Expect(page.Locator("[id=who_broke_it]")).ToBeVisibleAsync();
        await page.Locator("#trial > .acts button.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary a[href='#who_broke_it']")).ToContainTextAsync("must be answered");
        await LookAsync(page, "trial-findings");
    }

    private static async Task PublishAsync(IPage page)
    {
        await page.Locator(".design-head .tabs a").Nth(5).ClickAsync();
        await page.Locator("form[action$=publish] button.primary").ClickAsync();
        ILocator line = page.Locator(".form-line", new PageLocatorOptions { HasText = Form });
        await Assertions.Expect(line.Locator(".badge.is-live")).ToBeVisibleAsync();
        await LookAsync(page, "published");
    }

    private static async Task FillAsync(Desk officer, string group)
    {
        ILocator line = officer.Page.Locator(".form-line", new PageLocatorOptions { HasText = Form });
        for (int attempt = 0; attempt < 40 && await line.CountAsync() == 0; attempt++)
        {
            await officer.GoToGroupAsync(group, "/forms");
        }

        await Assertions.Expect(line.Locator(".badge.is-live")).ToBeVisibleAsync();
        await officer.GoToGroupAsync(group, $"/report?form={Form}");
        ReportPage report = new(officer);
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
        await report.Field("seal_broken").CheckAsync();
        await report.TypeAsync("who_broke_it", "the carrier");
        await report.SendAsync();
        await officer.Page.Locator(".report-card a[href*='/reports/']").ClickAsync();
        await Assertions.Expect(officer.Page.Locator("main")).ToContainTextAsync("الختم مكسور");
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        return result.Violations.Select(violation =>
            $"{new Uri(page.Url).PathAndQuery}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"
        );
    }

    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("COMM_LOOKS") is { Length: > 0 } folder)
        {
            byte[] picture = await page.ScreenshotAsync(
                new PageScreenshotOptions { Caret = ScreenshotCaret.Initial, FullPage = true }
            );
            await File.WriteAllBytesAsync(Path.Combine(folder, $"designer-{name}.png"), picture);
        }

        int beside = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(beside <= 0, $"{name}: {beside} pixels beside the window");
    }

    private static string Yesterday =>
        TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
