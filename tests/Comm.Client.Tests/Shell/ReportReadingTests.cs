using System.Net;
using System.Text.RegularExpressions;
using Comm.Client.Conversations;
using Comm.Client.Pages.Reports.Reading;
using Comm.Client.Pages.Statistics;
using Microsoft.AspNetCore.Http;

namespace Comm.Client.Tests.Shell;

/// <summary>A report is read in the reader's language whatever language it was written in, and nothing in it can do harm.</summary>
public sealed partial class ReportReadingTests(ShellHost host) : IClassFixture<ShellHost>
{
    [Fact]
    public async Task CodesAndNumbersAreTheReadersAndFreeTextIsTheAuthors()
    {
        string html = await GetAsync("read-corrected", "ru");
        Assert.Contains("Язык отчёта: французский", html, StringComparison.Ordinal);
        Assert.Matches("<span class=\"said\" dir=\"auto\" lang=\"fr\">Faux plancher dans le conteneur.", html);
        Assert.Contains("Сигареты", html, StringComparison.Ordinal);
        Assert.Contains(
            "Объединённые Арабские Эмираты",
            html.Replace("ОАЭ", "Объединённые Арабские Эмираты"),
            StringComparison.Ordinal
        );
        Assert.Contains("2 600 000", html.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("22 ноября 2026", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoWroteItInTheSameLanguageIsNotToldSo()
    {
        string html = await GetAsync("read-corrected", "fr");
        Assert.DoesNotContain("Rédigé en", html, StringComparison.Ordinal);
        Assert.DoesNotContain("lang=\"fr\">Faux", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALabelThatNobodyTranslatedIsTheAuthorsAndMarked()
    {
        string html = await GetAsync("read-warning", "ar");
        Assert.Contains("<span lang=\"fr\" dir=\"ltr\">Objet</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span lang=\"fr\" dir=\"ltr\">Arrêter et fouiller</span>", html, StringComparison.Ordinal);
        string english = await GetAsync("read-warning", "en");
        Assert.Contains("<span lang=\"fr\" dir=\"ltr\">Équipage</span>", english, StringComparison.Ordinal);
        Assert.DoesNotContain("<span lang=\"en\"", english, StringComparison.Ordinal);
        Assert.Contains("Watch", english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SectionsRepeatsCalculationsMapsAndHandlingAreThere()
    {
        string html = await GetAsync("read-warning", "en");
        Assert.Contains("<h3>Ship</h3>", Spaces().Replace(html, ""), StringComparison.Ordinal);
        Assert.Contains("<dt>Hands</dt><dd><bdi>24</bdi>", Spaces().Replace(html, ""), StringComparison.Ordinal);
        Assert.Contains("27 November 2026 06:30 UTC+01:00", html, StringComparison.Ordinal);
        Assert.Contains("49.49° N 0.11° E", html, StringComparison.Ordinal);
        Assert.Contains("place-map", html, StringComparison.Ordinal);
        Assert.Contains("is-handling", html, StringComparison.Ordinal);
        Assert.Contains("Legs<bdi>2</bdi></h4>", Spaces().Replace(html, "").Replace(" <bdi>", "<bdi>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWarningNamesItsFeedbacksAndAFeedbackItsWarning()
    {
        string feedback = await GetAsync("read-feedback", "en");
        Assert.Contains($"/reports/{SampleReports.Of("warning").Report.Id}", feedback, StringComparison.Ordinal);
        string warning = await GetAsync("read-warning", "en");
        Assert.Contains("Refers to this report", warning, StringComparison.Ordinal);
        Assert.Contains($"/reports/{SampleReports.Of("feedback").Report.Id}", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACorrectionSaysWhatItChanged()
    {
        string html = Spaces().Replace(await GetAsync("read-corrected", "en"), "");
        Assert.Contains("Le Havre (FRLEH)", html, StringComparison.Ordinal);
        Assert.Contains("Marseille (FRMRS)", html, StringComparison.Ordinal);
        // The hand-rolling tobacco changed its place only; the cigarettes their quantity; the alcohol is new.
        string changes = html[html.IndexOf("class=\"changes\"", StringComparison.Ordinal)..];
        Assert.Contains("2,400,000", changes, StringComparison.Ordinal);
        Assert.Contains("2,600,000", changes, StringComparison.Ordinal);
        Assert.DoesNotContain("315.5", changes, StringComparison.Ordinal);
        Assert.Contains("Alcohol", changes, StringComparison.Ordinal);
        Assert.Contains("Which terminal?", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read-hostile")]
    [InlineData("read-unknown")]
    [InlineData("reports")]
    [InlineData("conversation-reports")]
    public async Task WhatAHostileClientWroteIsShownAndDoesNothing(string page)
    {
        string raw = await RawAsync(page, "en");
        Assert.DoesNotContain("<b>bold", raw, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', WebUtility.HtmlDecode(raw));
        Assert.Contains("Not valid", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswersThatTheFormDoesNotAskForAreStillShown()
    {
        string html = await GetAsync("read-hostile", "en");
        Assert.Contains("extra_field", html, StringComparison.Ordinal);
        Assert.Contains("lines[99].x_mark", html, StringComparison.Ordinal);
        Assert.Contains("remarks[0].a", html, StringComparison.Ordinal);
        Assert.Contains("Not valid under version 1 of the form", html, StringComparison.Ordinal);
        string unknown = await GetAsync("read-unknown", "en");
        Assert.Contains("from-elsewhere", unknown, StringComparison.Ordinal);
        Assert.Contains("lines[0].commodity", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsHostileReturnedWithdrawnOrNoSeizureIsNotCounted()
    {
        FigureSheet sheet = FigureSheet.Of(SampleReports.All);
        Assert.Equal(1, sheet.Counted.Events);
        // The hostile one, the incomplete one, the one of an unknown form, the withdrawn and the returned.
        Assert.Equal(5, sheet.Uncounted);
        Assert.Equal(SampleReports.Of("corrected").Report.Id, Assert.Single(FigureSheet.Countable(SampleReports.All)).Report.Id);
        Assert.True(FigureSheet.Countable(SampleReports.All).Single().Validated);
    }

    [Theory]
    [InlineData("", 8)]
    [InlineData("?standing=Validated", 1)]
    [InlineData("?standing=Returned", 1)]
    [InlineData("?standing=Withdrawn", 1)]
    [InlineData("?standing=NotValid", 3)]
    [InlineData("?standing=NotCounted", 5)]
    [InlineData("?standing=7", 8)]
    [InlineData("?form=own-warning", 1)]
    [InlineData("?administration=AE", 4)]
    [InlineData("?administration=AE&standing=Withdrawn", 1)]
    [InlineData("?own=true", 1)]
    [InlineData("?form=%3Cb%3E", 0)]
    public void ReportsAreNarrowedByWhatTheAddressSays(string query, int found)
    {
        var view = ReportsView.Of(
            SampleReports.All,
            ReportsQuery.Read(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)))
        );
        Assert.Equal(found, view.Found);
    }

    [Fact]
    public void TheNewestStandsFirstAndFiftyAreAPage()
    {
        OpenedReport[] many = [.. Enumerable.Range(0, 120).Select(i => SampleReports.All[0] with { Position = i })];
        var query = new ReportsQuery(null, null, "FR", Own: true, 3);
        ReportsView view = ReportsView.Of(many, query);
        Assert.Equal((3, 20, 19), (view.Pages, view.Reports.Count, (int)view.Reports[0].Position));
        Assert.Equal(3, ReportsView.Of(many, query with { Page = 99 }).Query.Page);
        Assert.EndsWith("/reports?administration=FR&own=true&page=2", query.AddressOf(SampleRoom.Falcon, 2));
    }

    [Fact]
    public async Task OnlyWhoMayActIsOfferedTo()
    {
        string own = await GetAsync("read-corrected", "en");
        Assert.Contains($"/report?correct={SampleReports.Of("corrected").Report.Id}", own, StringComparison.Ordinal);
        Assert.Contains("/withdraw\"", own, StringComparison.Ordinal);
        Assert.DoesNotContain("/review\"", own, StringComparison.Ordinal);
        string other = await GetAsync("read-warning", "en");
        Assert.Contains("/review\"", other, StringComparison.Ordinal);
        Assert.DoesNotContain("/withdraw\"", other, StringComparison.Ordinal);
        string ended = await GetAsync("read-feedback", "en");
        Assert.DoesNotContain("/review\"", ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCardIsShortAndLeadsToTheReport()
    {
        string html = await GetAsync("conversation-reports", "en");
        Assert.Contains("and 97 more", html, StringComparison.Ordinal);
        Assert.DoesNotContain("lines[99]", html, StringComparison.Ordinal);
        Assert.Matches("Changed: [^,<]+, (Commodity, )?Quantity, Goods", html);
        Assert.Matches(
            $"<a href=\"/groups/[^\"]*/reports/{SampleReports.Of("corrected").Report.Id}\">Report validated</a>",
            Spaces().Replace(html, "")
        );
        Assert.Contains("Refused: not theirs to say.", html, StringComparison.Ordinal);
    }

    private async Task<string> GetAsync(string page, string language) => WebUtility.HtmlDecode(await RawAsync(page, language));

    private async Task<string> RawAsync(string page, string language)
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            await host.Session.SetLanguageAsync(language);
            return await browser.GetStringAsync($"/sample/{page}");
        }
    }

    /// <summary>White space beside a tag.</summary>
    [GeneratedRegex(@"(?<=>)\s+|\s+(?=<)(?!\s<bdi)")]
    private static partial Regex Spaces();
}
