using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>A report of any form the group offers: chosen, folded, pasted into, and many at once from a spreadsheet.</summary>
[Collection(BrowserJourneys.Name)]
public sealed class FillingJourneyTests(Room room)
{
    [SkippableTheory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task TheStandardFormIsChosenFoldedByKeyboardAndMendedFromItsSummary(string language)
    {
        string group = await room.OpenGroupAsync($"Standard {language}", "standard");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await joan.SpeakAsync(language);
        await joan.GoToGroupAsync(group, "/report/start");
        await AssertCleanAsync(page);
        await page.Locator(".form-choice a[href*=seizure-standard]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#contents li")).Not.ToHaveCountAsync(0);
        await AssertCleanAsync(page);

        // Papers ask for nothing: folded until somebody opens them, and then open while the page lives.
        ILocator papers = page.Locator("#section-papers");
        await Assertions.Expect(papers).Not.ToHaveAttributeAsync("open", new Regex(".*"));
        await papers.Locator("summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[id=\"ucr\"]")).ToBeVisibleAsync();
        ReportPage report = new(joan);
        await report.ChooseAsync("conveyance", "AC_CARGO");
        await Assertions.Expect(page.Locator("[id=\"flight_no\"]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[id=\"ucr\"]")).ToBeVisibleAsync();

        // A section that was folded by hand opens for the mistake in it.
        await page.Locator("#section-case summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[id=\"seizure_date\"]")).ToBeHiddenAsync();
        await report.SendAsync();
        await Assertions.Expect(report.Summary).ToBeVisibleAsync();
        await AssertCleanAsync(page);
        await page.Locator("#section-case summary").First.ClickAsync();
        await report.Summary.Locator("a[href='#seizure_date']").ClickAsync();
        await Assertions.Expect(page.Locator("[id=\"seizure_date\"]")).ToBeFocusedAsync();
        await joan.SpeakAsync("en");
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task RowsOfASpreadsheetArePastedWholeOrNotAtAll()
    {
        string group = await room.OpenGroupAsync("Pasting");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await joan.GoToGroupAsync(group, "/report");
        ReportPage report = new(joan);
        await PasteAsync(page, "TOB.CIG\t200000\tSTK\nTOB.RYO\t1,500\tKGM\n");
        await Assertions.Expect(page.Locator("#lines-pasted")).ToContainTextAsync("Row 2, column 2");
        await Assertions.Expect(page.Locator(".goods-line")).ToHaveCountAsync(1);

        await PasteAsync(page, "Quantity\tUnit\tcommodity\n200000\tSTK\tTOB.CIG\n12.5\tKGM\tTOB.RYO\n");
        await Assertions.Expect(page.Locator(".goods-line")).ToHaveCountAsync(2);
        await Assertions.Expect(report.Field("lines[1].quantity")).ToHaveValueAsync("12.5");
        await AssertCleanAsync(page);

        await page.Locator("button[name=duplicate][value='lines[0]']").ClickAsync();
        await Assertions.Expect(page.Locator(".goods-line")).ToHaveCountAsync(3);
        await Assertions.Expect(report.Field("lines[1].quantity")).ToHaveValueAsync("200000");
        await page.Locator("button[name=down][value='lines[1]']").ClickAsync();
        await Assertions.Expect(report.Field("lines[1].quantity")).ToHaveValueAsync("12.5");
        await page.Locator("button[name=remove][value='lines[2]']").ClickAsync();
        await Assertions.Expect(page.Locator(".goods-line")).ToHaveCountAsync(2);
        room.AssertNoFaults();
    }

    [SkippableFact]
    public async Task ASpreadsheetIsCheckedWholeMendedAndSentInOneGo()
    {
        string group = await room.OpenGroupAsync("Bulk");
        Desk joan = room.Joan;
        IPage page = joan.Page;
        await joan.GoToGroupAsync(group, "/report/start");
        await page.Locator("a[href*='/bulk?form=seizure-simplified']").ClickAsync();
        IDownload template = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[href*='template.xlsx']").ClickAsync());
        Assert.True(new FileInfo(await template.PathAsync()).Length > 1_000);

        const string Row = "2026-01-20,SMUG,IMP,SEA,GBFXT,VSL_CARGO,EG,GB,TOB.CIG,200000,STK\n";
        string file = Path.Combine(Directory.CreateTempSubdirectory("comm-bulk-").FullName, "seizures.csv");
        await File.WriteAllTextAsync(
            file,
            "report,seizure_date,offence_type,movement,location_type,location,conveyance,departure_country,destination_country,commodity,quantity,unit\n"
                + $"A,{Row}A,,,,,,,,,TOB.RYO,12.5,KGM\nB,{Row.Replace("200000", "many", StringComparison.Ordinal)}C,{Row}"
        );
        await page.Locator("#file").SetInputFilesAsync(file);
        await page.Locator("form[action$='/upload'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".error-summary")).ToContainTextAsync("Row 4, column K");
        await AssertCleanAsync(page);
        await page.Locator("form[action$='/remove'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".notice-box")).ToContainTextAsync("Reports: 2. Rows: 3.");
        // The same seizure twice is unusual: one reason for all of it.
        await AnswerWarningsAsync(page);
        await page.Locator("form[action$='/send'] button.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".report-card")).ToHaveCountAsync(2);
        await joan.GoToGroupAsync(group, "/report/bulk?form=seizure-simplified");
        await Assertions.Expect(page.Locator("#file")).ToBeVisibleAsync();
        room.AssertNoFaults();
    }

    private static async Task AnswerWarningsAsync(IPage page)
    {
        foreach (ILocator reason in await page.Locator("input[name^='reason.']").AllAsync())
        {
            await reason.FillAsync("Two consignments of one day");
        }
    }

    /// <summary>As Ctrl+V in a field of a line does.</summary>
    private static async Task PasteAsync(IPage page, string text) =>
        await page.EvaluateAsync(
            """
            (text) => {
              const field = document.getElementById("lines[0].quantity");
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }
            """,
            text
        );

    private static async Task AssertCleanAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.Empty(
            result.Violations.Select(violation =>
                $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"
            )
        );
    }
}
