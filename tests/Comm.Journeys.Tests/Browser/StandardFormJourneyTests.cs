using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>
/// The whole way of a form: configured by a coordinator, filled in Arabic with mistakes that the rules name, read in Russian, returned,
/// corrected and validated.
/// </summary>
[Collection(BrowserJourneys.Name)]
public sealed class StandardFormJourneyTests(Room room)
{
    private const string Form = "own-seizure-standard";

    [SkippableFact]
    public async Task TheStandardFormWithTwoMoreQuestionsGoesTheWholeWay()
    {
        string group = await room.OpenGroupAsync("Standard form");
        await ConfigureAsync(group);
        await FillInArabicAsync(group);
        string report = await ReturnInRussianAsync(group);
        await CorrectAsync(group, report);
        await ValidateAsync(group, report);
        room.AssertNoFaults();
    }

    private async Task ConfigureAsync(string group)
    {
        IPage page = room.Claire.Page;
        await room.Claire.GoToGroupAsync(group, "/forms");
        await page.Locator("button[name=forms][value=Standard]").ClickAsync();
        ILocator standard = page.Locator(".form-line", new PageLocatorOptions { HasText = "seizure-standard" });
        await Assertions.Expect(standard.Locator(".badge.is-live")).ToBeVisibleAsync();
        await standard.Locator("button[name=start]").ClickAsync();
        await Assertions.Expect(page.Locator("#question-tree")).ToBeVisibleAsync();
        await page.Locator("#node-remarks").ClickAsync();
        await Assertions.Expect(page.Locator("#question-title")).ToContainTextAsync("remarks");
        await AddAsync(page, "Parcel reopened", "Flag");
        await AddAsync(page, "Shift", "Text");
        await page.Locator(".design-head .tabs a").Nth(5).ClickAsync();
        await page.Locator("form[action$=publish] button.primary").ClickAsync();
        ILocator own = page.Locator(".form-line", new PageLocatorOptions { HasText = Form });
        await Assertions.Expect(own.Locator(".badge.is-live")).ToBeVisibleAsync();
    }

    private static async Task AddAsync(IPage page, string label, string type)
    {
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.Locator("#add-label").FillAsync(label);
        await page.Locator("#add-type").SelectOptionAsync(type);
        await page.Locator(".add-question button").ClickAsync();
        await Assertions.Expect(page.Locator("#question-title")).ToContainTextAsync(label);
    }

    private async Task FillInArabicAsync(string group)
    {
        Desk ahmed = room.Ahmed;
        IPage page = ahmed.Page;
        ILocator offered = page.Locator(".form-line", new PageLocatorOptions { HasText = Form });
        for (int attempt = 0; attempt < 40 && await offered.CountAsync() == 0; attempt++)
        {
            await ahmed.GoToGroupAsync(group, "/forms");
        }

        await ahmed.GoToGroupAsync(group, $"/report?form={Form}");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        ReportPage report = new(ahmed);
        await report.TypeAsync("seizure_date", Yesterday);
        await AnswerAsync(page, "offence_type", "SMUG");
        await AnswerAsync(page, "procedure", "EXPRESS");
        await AnswerAsync(page, "movement", "IMP");
        await AnswerAsync(page, "location_type", "AIR");
        await report.LookUpAsync("location", "CAI", "CAI");
        await AnswerAsync(page, "conveyance", "EXPR");
        await AnswerAsync(page, "ecommerce", "Y");
        await report.LookUpAsync("destination_country", "مصر", "مصر");
        await AnswerAsync(page, "courier", "DHL");
        await LineAsync(page, report, 0, "سجائر", "سجائر", "20000.5", "STK");
        await AddLineAsync(page, 1);
        await LineAsync(page, report, 1, "كوك", "كوكايين", "0", "KGM");
        await AddLineAsync(page, 2);
        await LineAsync(page, report, 2, "هيرو", "هيروين", "0.4", "KGM");
        await AnswerAsync(page, "concealment", "POSTIT");
        await AnswerAsync(page, "selection_reason", "RISK");
        await AnswerAsync(page, "tlp", "AMBER");
        await AnswerAsync(page, "handling", "H1");
        await report.TypeAsync("remarks", "طرد واحد بثلاث سلع");
        await report.Field("parcel_reopened").CheckAsync();
        await report.TypeAsync("shift", "الوردية الليلية");

        // Four mistakes: goods that come from where they are; half a cigarette; no cocaine at all; a parcel that nothing names.
        await report.LookUpAsync("departure_country", "مصر", "مصر");
        await report.SendAsync();
        await Assertions.Expect(report.Summary).ToBeFocusedAsync();
        foreach (string wrong in new[] { "departure_country", "lines[0].quantity", "lines[1].quantity", "courier" })
        {
            await Assertions.Expect(report.Summary.Locator($"a[href='#{wrong}']")).ToHaveCountAsync(1);
            await Assertions.Expect(report.MessageAt(wrong)).ToBeVisibleAsync();
        }

        await report.LookUpAsync("departure_country", "الإمارات", "الإمارات");
        await report.TypeAsync("lines[0].quantity", "20000");
        await report.TypeAsync("lines[1].quantity", "2.5");
        await report.TypeAsync("tracking_no", "JD014600006281230704");
        await report.SendAsync();
        await Assertions.Expect(page.Locator(".report-card")).ToContainTextAsync("كوكايين");
    }

    private static async Task LineAsync(
        IPage page,
        ReportPage report,
        int line,
        string typed,
        string commodity,
        string quantity,
        string unit
    )
    {
        await report.LookUpAsync($"lines[{line}].commodity", typed, commodity);
        await report.TypeAsync($"lines[{line}].quantity", quantity);
        await AnswerAsync(page, $"lines[{line}].unit", unit);
    }

    private static async Task AddLineAsync(IPage page, int line)
    {
        await page.Locator("#add-lines").ClickAsync();
        await Assertions.Expect(page.Locator($"[id='lines[{line}].quantity']")).ToBeVisibleAsync();
    }

    /// <summary>A code, whichever way it is asked: a list, or buttons beside each other. Its section opens where it is closed.</summary>
    private static async Task AnswerAsync(IPage page, string name, string code)
    {
        ILocator list = page.Locator($"select[id='{name}']");
        ILocator button = page.Locator($"input[type=radio][name='{name}'][value='{code}']");
        await Assertions.Expect(list.Or(button)).ToHaveCountAsync(1);
        await list.Or(button).EvaluateAsync("input => { const part = input.closest('details'); if (part) part.open = true; }");
        if (await list.CountAsync() == 1)
        {
            await list.SelectOptionAsync(code);
        }
        else
        {
            await button.CheckAsync();
        }
    }

    private async Task<string> ReturnInRussianAsync(string group)
    {
        Desk claire = room.Claire;
        IPage page = claire.Page;
        try
        {
            await claire.GoToGroupAsync(group, "/reports");
            await claire.SpeakAsync("ru");
            await page.Locator("main a[href*='/reports/']").First.ClickAsync();
            ILocator main = page.Locator("main");
            await Assertions.Expect(main).ToContainTextAsync("Кокаин");
            await Assertions.Expect(main).ToContainTextAsync("DHL");
            await Assertions.Expect(main.Locator(".said[lang=ar]").First).ToBeVisibleAsync();
            await page.Locator("#review-remark").FillAsync("Сколько посылок?");
            await page.Locator("button[name=decision][value=Returned]").ClickAsync();
            await Assertions.Expect(page.Locator("#standing .is-returned")).ToBeVisibleAsync();
            return Regex.Match(page.Url, "/reports/(?<id>[0-9a-f-]{36})").Groups["id"].Value;
        }
        finally
        {
            await claire.SpeakAsync(claire.Officer.Plan.Language);
        }
    }

    private async Task CorrectAsync(string group, string id)
    {
        Desk ahmed = room.Ahmed;
        await ahmed.GoToGroupAsync(group, $"/reports/{id}");
        await Assertions.Expect(ahmed.Page.Locator("#standing .said")).ToContainTextAsync("Сколько посылок?");
        await ahmed.Page.Locator($"a[href$='correct={id}']").ClickAsync();
        ReportPage report = new(ahmed);
        ILocator parcels = report.Field("parcels");
        await parcels.EvaluateAsync("input => { const part = input.closest('details'); if (part) part.open = true; }");
        await parcels.FillAsync("3");
        await report.SendAsync();
        await Assertions.Expect(ahmed.Page.Locator(".report-card").Last).ToContainTextAsync("كوكايين");
    }

    private async Task ValidateAsync(string group, string id)
    {
        IPage page = room.Claire.Page;
        ILocator change = page.Locator(".changes tbody tr");
        for (int attempt = 0; attempt < 40 && await change.CountAsync() == 0; attempt++)
        {
            await room.Claire.GoToGroupAsync(group, $"/reports/{id}");
        }

        await Assertions.Expect(change).ToHaveCountAsync(1);
        await page.Locator("button[name=decision][value=Validated]").ClickAsync();
        await Assertions.Expect(page.Locator("#standing .is-validated")).ToBeVisibleAsync();
        await room.Ahmed.GoToGroupAsync(group, $"/reports/{id}");
        await Assertions.Expect(room.Ahmed.Page.Locator("#standing .is-validated")).ToBeVisibleAsync();
    }

    private static string Yesterday =>
        TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
