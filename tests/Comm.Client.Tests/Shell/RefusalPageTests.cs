using System.Net;
using System.Text.RegularExpressions;
using Comm.Client.Shell;

namespace Comm.Client.Tests.Shell;

/// <summary>A page that refuses is a page of the product: it says that enrolment is a demo, speaks six languages and shows a way on.</summary>
public sealed partial class RefusalPageTests(ShellHost host) : IClassFixture<ShellHost>
{
    private static readonly string[] s_languages = ["en", "fr", "ru", "es", "ar", "pt"];

    [Fact]
    public async Task EnrolmentSaysThatItIsADemo()
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            Assert.Contains("DEMO ENROLMENT", await browser.GetStringAsync("/enrol?language=en"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/enrol/progress/further", HttpStatusCode.NotFound)]
    [InlineData("/language", HttpStatusCode.NotFound)]
    public async Task WhoHasASessionIsShownTheWayBackAndMayChooseTheLanguage(string path, HttpStatusCode status)
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            string page = await ReadAsync(browser, path, status);
            Assert.Contains("href=\"/\"", page, StringComparison.Ordinal);
            Assert.All(s_languages, language => Assert.Contains($"value=\"{language}\"", page, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("/", HttpStatusCode.Unauthorized)]
    [InlineData("/launch?token=used", HttpStatusCode.Forbidden)]
    public async Task AStrangerMayChooseTheLanguageOfTheRefusal(string path, HttpStatusCode status)
    {
        using HttpClient stranger = host.Browser();
        string page = await ReadAsync(stranger, path, status);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("_token", page, StringComparison.Ordinal);
        foreach (string language in s_languages)
        {
            string link = Link(language).Match(page).Groups[1].Value;
            string again = await ReadAsync(stranger, path.Split('?')[0] + link, status, language);
            Assert.Contains($"<html lang=\"{language}\"", again, StringComparison.Ordinal);
        }

        Assert.Null(host.Session.Settings.Language);
    }

    [Fact]
    public async Task AStrangersRefusalFindsItsStyleSheets()
    {
        using HttpClient stranger = host.Browser();
        string page = await ReadAsync(stranger, "/", HttpStatusCode.Unauthorized);
        string[] sheets = [.. Sheet().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(sheets);
        foreach (string sheet in sheets)
        {
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(sheet)).StatusCode);
        }
    }

    [Fact]
    public async Task UnderAForeignNameThePageTellsNothingOfTheRightOne()
    {
        using HttpClient stranger = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "127.0.0.1";
        using HttpResponseMessage answer = await stranger.SendAsync(request);
        string page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Contains("DEMO ENROLMENT", page, StringComparison.Ordinal);
        Assert.DoesNotContain(".localhost", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFaultOfOursIsAPageUnderTheSamePolicy()
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            string page = await ReadAsync(browser, "/fault", HttpStatusCode.InternalServerError);
            Assert.DoesNotContain("a fault of ours", page, StringComparison.Ordinal);
            using HttpResponseMessage answer = await browser.GetAsync("/fault");
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
        }
    }

    [Fact]
    public async Task AnAnswerThatTheFrameworkLeavesBareIsAPageToo()
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            await ReadAsync(browser, "/bare", HttpStatusCode.BadRequest);
        }
    }

    private static async Task<string> ReadAsync(HttpClient browser, string path, HttpStatusCode status, string language = "en")
    {
        using HttpResponseMessage answer = await browser.GetAsync(path);
        string page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("<html lang", page, StringComparison.Ordinal);
        if (language == "en")
        {
            Assert.Contains("DEMO ENROLMENT", page, StringComparison.Ordinal);
        }

        return page;
    }

    private static Regex Link(string language) => new($"href=\"([^\"]*language={language})\"");

    [GeneratedRegex("rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex Sheet();
}
