using System.Net;
using System.Text.RegularExpressions;
using Comm.Client.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Client.Tests.Shell;

/// <summary>Every page with something on it, in every language.</summary>
public sealed partial class PageTests(ShellHost host) : IClassFixture<ShellHost>
{
    private static readonly Dictionary<string, string> SkipLinks = new(StringComparer.Ordinal)
    {
        ["en"] = "Skip to the content",
        ["fr"] = "Aller au contenu",
        ["ru"] = "Перейти к содержанию",
        ["es"] = "Ir al contenido",
        ["ar"] = "انتقل إلى المحتوى",
        ["pt"] = "Ir para o conteúdo",
    };

    public static TheoryData<string, string> PagesInLanguages()
    {
        var all = new TheoryData<string, string>();
        foreach (string language in new[] { "en", "fr", "ru", "es", "ar", "pt" })
        {
            foreach (string page in SamplePages.Names)
            {
                all.Add(page, language);
            }
        }

        return all;
    }

    [Theory, MemberData(nameof(PagesInLanguages))]
    public async Task PageSpeaksItsReadersLanguage(string page, string language)
    {
        string html = await GetAsync(page, language);
        Assert.Contains(
            $"<html lang=\"{language}\" dir=\"{(language == "ar" ? "rtl" : "ltr")}\">",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains($"href=\"#main\">{SkipLinks[language]}</a>", html, StringComparison.Ordinal);
        // A key without words is shown as itself: "Enrol.Title", "Verdict_Valid".
        Assert.DoesNotMatch(MissingWords(), WithoutCodes().Replace(html, ""));
        Assert.Single(Heading().Matches(html));
        Assert.Contains("<main id=\"main\"", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PagesInLanguages))]
    public async Task PageNeedsNothingFromElsewhereAndNothingInline(string page, string language)
    {
        string html = await GetAsync(page, language);
        Assert.DoesNotMatch(ForeignAddress(), html);
        Assert.DoesNotMatch(InlineCode(), html);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AFormIsTriedInTheLanguageOfWhoeverWillFillItAndThePageKeepsItsOwn()
    {
        string html = await GetAsync("design-trial", "fr");
        Assert.Contains("<html lang=\"fr\" dir=\"ltr\">", html, StringComparison.Ordinal);
        Assert.Contains("lang=\"ar\" dir=\"rtl\"><h3>", Spaces().Replace(html, "><"), StringComparison.Ordinal);
        Assert.Contains("اتجاه الحركة", html, StringComparison.Ordinal);
        Assert.Contains("Vérifier les réponses", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Sens du mouvement", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NumberThatIsRefusedIsShownAsItWasTyped()
    {
        string html = await GetAsync("report-decimals", "fr");
        Assert.Contains("id=\"lines[0].quantity\" name=\"lines[0].quantity\" value=\"0,12345\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoWasRemovedIsToldSoAndOfferedNothingThatCannotWork()
    {
        string report = await GetAsync("report-ended", "en");
        Assert.DoesNotContain("<form id=\"report\"", report, StringComparison.Ordinal);
        Assert.Contains("no report can be sent here", report, StringComparison.Ordinal);
        string members = await GetAsync("members-ended", "en");
        Assert.DoesNotContain("0 members", members, StringComparison.Ordinal);
        Assert.Contains("who is in it now is not known here", members, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoCannotComeBackWithoutACoordinatorIsToldSo()
    {
        string html = await GetAsync("conversation-unvouched", "en");
        Assert.Contains("No coordinator whom this device knows vouches for the group", html, StringComparison.Ordinal);
        Assert.DoesNotContain("trying to come in again by itself", html, StringComparison.Ordinal);
        Assert.Contains("added again while it was out of step", html, StringComparison.Ordinal);
        Assert.Matches("<bdi>Claire [^<]*</bdi> has renewed the group.{1,6}s keys", html);
    }

    [Fact]
    public async Task WhatIsTooLongIsToldByHowMuch() =>
        Assert.Contains(
            "This message has 20,000 characters; at most 16,384 can be sent at once.",
            await GetAsync("conversation-refused", "en"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task SentencesAboutSeveralPeopleAreSetApart() =>
        Assert.DoesNotMatch("</span><span class=\"sentence\">", await GetAsync("conversation", "en"));

    [Fact]
    public async Task AnEntryThatIsNoCountryIsShownWithThoseItMayMean()
    {
        string html = await GetAsync("report-country", "en");
        Assert.Contains("value=\"ukra\"", html, StringComparison.Ordinal);
        Assert.Matches("id=\"departure_country-candidates\">[^<]*<bdi>Ukraine</bdi>", html);
    }

    [Fact]
    public async Task NoFormLeavesItsErrorsToTheBrowserWhichSpeaksItsOwnLanguage()
    {
        foreach (string page in SamplePages.Names.Where(page => !page.StartsWith("enrol") && !page.StartsWith("unlock")))
        {
            Assert.DoesNotMatch("<(?:input|select|textarea)[^>]*\\srequired\\b", await GetAsync(page, "en"));
        }
    }

    [Theory]
    [InlineData("en", "2,400,000 cigarettes (sticks)")]
    [InlineData("ru", "сигарет (штук)")]
    public async Task UnitsAgreeWithTheirNumbers(string language, string expected) =>
        Assert.Contains(expected, await GetAsync("conversation", language), StringComparison.Ordinal);

    [Fact]
    public async Task EveryControlHasAName()
    {
        foreach (string page in SamplePages.Names)
        {
            string html = await GetAsync(page, "en");
            foreach (Match control in Control().Matches(html))
            {
                string id = control.Groups["id"].Value;
                Assert.True(
                    html.Contains($"for=\"{id}\"", StringComparison.Ordinal) || Wrapped(id).IsMatch(html),
                    $"{page}: no label for {control.Value}"
                );
            }
        }
    }

    [Fact]
    public async Task NoAddressIsEscapedTwice()
    {
        foreach (string page in SamplePages.Names)
        {
            // What is left after reading it as a browser does.
            Assert.DoesNotMatch("(?:href|action|hx-get|hx-post)=\"[^\"]*&amp;", await GetAsync(page, "en"));
        }
    }

    [Fact]
    public async Task IdsAreUnique()
    {
        foreach (string page in SamplePages.Names)
        {
            string html = await GetAsync(page, "en");
            string[] twice =
            [
                .. Id()
                    .Matches(html)
                    .Select(match => match.Groups[1].Value)
                    .GroupBy(id => id)
                    .Where(ids => ids.Count() > 1)
                    .Select(ids => ids.Key),
            ];
            Assert.True(twice.Length == 0, $"{page}: {string.Join(' ', twice)}");
        }
    }

    [Fact]
    public async Task DemoAndTheChoiceOfLanguageAreOnEveryPage()
    {
        foreach (string page in SamplePages.Names)
        {
            string html = await GetAsync(page, "en");
            Assert.Contains("DEMO ENROLMENT", html, StringComparison.Ordinal);
            Assert.Contains("name=\"language\" value=\"ar\"", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FilesOfTheBrowserAreServedUnderThisLaunchsNameOnly()
    {
        Assets assets = host.App.Services.GetRequiredService<Assets>();
        (HttpClient browser, _) = await host.EnterAsync();
        using HttpClient stranger = host.Browser();
        using (browser)
        {
            Assert.Contains("lib/htmx/htmx.min.js", assets.Names);
            foreach (string name in assets.Names)
            {
                Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(assets.AddressOf(name))).StatusCode);
                // A refusal has a style sheet too; nothing here is anybody's secret.
                Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(assets.AddressOf(name))).StatusCode);
                using var foreign = new HttpRequestMessage(HttpMethod.Get, assets.AddressOf(name));
                foreign.Headers.Host = "127.0.0.1";
                Assert.Equal(HttpStatusCode.MisdirectedRequest, (await browser.SendAsync(foreign)).StatusCode);
                using var embedded = new HttpRequestMessage(HttpMethod.Get, assets.AddressOf(name));
                embedded.Headers.Add("Sec-Fetch-Site", "cross-site");
                Assert.Equal(HttpStatusCode.Forbidden, (await stranger.SendAsync(embedded)).StatusCode);
            }

            Assert.Equal(
                HttpStatusCode.NotFound,
                (await browser.GetAsync($"/assets/{assets.Version}/..%2f..%2fcomm.dll")).StatusCode
            );
        }
    }

    [Fact]
    public async Task OurOwnScriptsAndSheetsNameNoOtherOrigin()
    {
        Assets assets = host.App.Services.GetRequiredService<Assets>();
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            foreach (
                string name in assets.Names.Where(name =>
                    !name.StartsWith("lib/", StringComparison.Ordinal) && !name.EndsWith(".svg", StringComparison.Ordinal)
                )
            )
            {
                Assert.DoesNotMatch("https?://", await browser.GetStringAsync(assets.AddressOf(name)));
            }
        }
    }

    [Fact]
    public async Task FirstRunSpeaksTheBrowsersLanguageUntilOneIsChosen()
    {
        await using var fresh = new FreshHost();
        await fresh.Host.InitializeAsync();
        (HttpClient browser, string token) = await fresh.Host.EnterAsync();
        using (browser)
        {
            browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de, ar-MA;q=0.8, en;q=0.5");
            Assert.Contains("<html lang=\"ar\"", await browser.GetStringAsync("/enrol"), StringComparison.Ordinal);

            using var choice = new HttpRequestMessage(HttpMethod.Post, "/language");
            choice.Headers.Add("Sec-Fetch-Site", "same-origin");
            choice.Headers.Add("Origin", fresh.Host.Origin);
            choice.Content = new FormUrlEncodedContent([
                new("_token", token),
                new("language", "en"),
                new("return", "//evil.example/"),
            ]);
            using HttpResponseMessage answer = await browser.SendAsync(choice);
            Assert.Equal("/", answer.Headers.Location!.OriginalString);
            Assert.Contains("<html lang=\"en\"", await browser.GetStringAsync("/enrol"), StringComparison.Ordinal);
        }
    }

    private async Task<string> GetAsync(string page, string language)
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            await host.Session.SetLanguageAsync(language);
            return WebUtility.HtmlDecode(await browser.GetStringAsync($"/sample/{page}"));
        }
    }

    private static Regex Wrapped(string id) =>
        new($"<label[^>]*>(?:(?!</label>).)*id=\"{Regex.Escape(id)}\"", RegexOptions.Singleline);

    private sealed class FreshHost : IAsyncDisposable
    {
        public ShellHost Host { get; } = new();

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }

    [GeneratedRegex(
        @">\s*[A-Z][A-Za-z]+(\.[A-Za-z-]+)+\s*<|>\s*(Finding|Page|Verdict|Errors|Warnings)_\w+|(?<!value)=""[A-Z][A-Za-z]+\.[A-Z][A-Za-z.]+"""
    )]
    private static partial Regex MissingWords();

    [GeneratedRegex("<bdi class=\"code\">[^<]*</bdi>")]
    private static partial Regex WithoutCodes();

    [GeneratedRegex(@"(?:href|src|action|hx-get|hx-post|data-source)\s*=\s*""(?:[a-z]+:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();

    [GeneratedRegex(@"\son[a-z]+\s*=|\sstyle\s*=|javascript:|hx-on|<script(?![^>]*\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();

    [GeneratedRegex(">\\s+<")]
    private static partial Regex Spaces();

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex Heading();

    [GeneratedRegex("<(?:input(?! type=\"hidden\")|select|textarea)\\b[^>]*\\bid=\"(?<id>[^\"]+)\"[^>]*>")]
    private static partial Regex Control();

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Id();
}
