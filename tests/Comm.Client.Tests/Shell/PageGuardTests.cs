using System.Net;
using Comm.Client.Shell;

namespace Comm.Client.Tests.Shell;

/// <summary>Every endpoint there is, asked in every way in which it must not answer.</summary>
public sealed class PageGuardTests(ShellHost host) : IClassFixture<ShellHost>
{
    [Fact]
    public void ThereAreEndpointsToAsk() => Assert.True(host.Endpoints().Count() > 25);

    [Fact]
    public async Task ForeignHostIsRefusedEverywhere() =>
        await RefusedEverywhereAsync(
            HttpStatusCode.MisdirectedRequest,
            request => request.Headers.Host = "127.0.0.1:" + new Uri(host.Origin).Port
        );

    [Fact]
    public async Task NameOfAnotherLaunchIsRefusedEverywhere() =>
        await RefusedEverywhereAsync(
            HttpStatusCode.MisdirectedRequest,
            request => request.Headers.Host = "0000000000000000.localhost:" + new Uri(host.Origin).Port
        );

    [Fact]
    public async Task BrowserWithoutSessionIsRefusedEverywhere()
    {
        (HttpClient entered, string token) = await host.EnterAsync();
        entered.Dispose();
        using HttpClient stranger = host.Browser();
        await AskAllAsync(stranger, token, HttpStatusCode.Unauthorized, _ => { });
    }

    [Fact]
    public async Task MadeUpSessionIsRefusedEverywhere()
    {
        var cookies = new CookieContainer();
        cookies.Add(new Uri(host.Origin), new Cookie(PageSessions.CookieName, new string('A', 43)));
        using HttpClient stranger = host.Browser(cookies);
        await AskAllAsync(stranger, "", HttpStatusCode.Unauthorized, _ => { });
    }

    [Fact]
    public async Task ForeignOriginIsRefusedEverywhere() =>
        await RefusedEverywhereAsync(HttpStatusCode.Forbidden, request => Replace(request, "Origin", "http://evil.example"));

    [Fact]
    public async Task OriginOfAnotherPortIsRefusedEverywhere() =>
        await RefusedEverywhereAsync(
            HttpStatusCode.Forbidden,
            request => Replace(request, "Origin", $"http://{new Uri(host.Origin).Host}:1")
        );

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task PageOfAnotherSiteIsRefusedEverywhere(string site) =>
        await RefusedEverywhereAsync(HttpStatusCode.Forbidden, request => Replace(request, "Sec-Fetch-Site", site));

    [Theory]
    [InlineData("Origin")]
    [InlineData("Sec-Fetch-Site")]
    [InlineData(AntiforgeryField.Header)]
    public async Task ChangeWithoutOneOfItsProofsIsRefusedEverywhere(string header) =>
        await RefusedEverywhereAsync(HttpStatusCode.Forbidden, request => request.Headers.Remove(header), changesOnly: true);

    [Fact]
    public async Task ChangeWithAMadeUpTokenIsRefusedEverywhere() =>
        await RefusedEverywhereAsync(
            HttpStatusCode.Forbidden,
            request => Replace(request, AntiforgeryField.Header, new string('A', 120)),
            changesOnly: true
        );

    [Fact]
    public async Task TokenOfAnotherBrowserIsRefusedEverywhere()
    {
        (HttpClient other, string token) = await host.EnterAsync();
        other.Dispose();
        await RefusedEverywhereAsync(
            HttpStatusCode.Forbidden,
            request => Replace(request, AntiforgeryField.Header, token),
            changesOnly: true
        );
    }

    [Fact]
    public async Task WithAllProofsNoEndpointRefuses()
    {
        // The positive control of this class: what the tests above take away is what makes the difference.
        (HttpClient browser, string token) = await host.EnterAsync();
        using (browser)
        {
            foreach (
                (HttpMethod method, string path) in host.Endpoints()
                    .Where(endpoint => endpoint.Path is not ("/launch" or "/control" or "/lock"))
            )
            {
                using HttpRequestMessage request = Ask(method, path, token);
                using HttpResponseMessage answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                Assert.False(
                    answer.StatusCode
                        is HttpStatusCode.Unauthorized
                            or HttpStatusCode.Forbidden
                            or HttpStatusCode.MisdirectedRequest,
                    $"{method} {path}: {answer.StatusCode}"
                );
            }
        }
    }

    [Fact]
    public async Task OtherMethodsAreRefusedLikeChanges()
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            foreach (string method in new[] { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), "/enrol");
                using HttpResponseMessage answer = await browser.SendAsync(request);
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task ControlEndpointsDoNotAnswerToBrowsers()
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/control")).StatusCode);
        }
    }

    [Fact]
    public async Task PagesDoNotAnswerOnTheControlSocket()
    {
        using HttpClient control = host.OtherListener();
        Assert.Equal("for the control socket only", await control.GetStringAsync("/control"));
        foreach ((HttpMethod method, string path) in host.Endpoints().Where(endpoint => endpoint.Path != "/control"))
        {
            using var request = new HttpRequestMessage(method, path);
            using HttpResponseMessage answer = await control.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    private async Task RefusedEverywhereAsync(HttpStatusCode expected, Action<HttpRequestMessage> spoil, bool changesOnly = false)
    {
        (HttpClient browser, string token) = await host.EnterAsync();
        using (browser)
        {
            await AskAllAsync(browser, token, expected, spoil, changesOnly);
        }
    }

    private async Task AskAllAsync(
        HttpClient browser,
        string token,
        HttpStatusCode expected,
        Action<HttpRequestMessage> spoil,
        bool changesOnly = false
    )
    {
        foreach ((HttpMethod method, string path) in host.Endpoints())
        {
            // A launch link may come from anywhere under the right host: it proves itself by its token (LaunchTests).
            bool isLaunch = path == LaunchLinks.Path && expected != HttpStatusCode.MisdirectedRequest;
            // Files are the same for everybody, and no secret (PageTests).
            bool isFile = path.StartsWith("/assets/", StringComparison.Ordinal) && expected == HttpStatusCode.Unauthorized;
            if (isLaunch || isFile || (changesOnly && method == HttpMethod.Get))
            {
                continue;
            }

            using HttpRequestMessage request = Ask(method, path, token);
            spoil(request);
            using HttpResponseMessage answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(expected == answer.StatusCode, $"{method} {path}: {answer.StatusCode}");
            Assert.Equal(
                SecurityHeaders.ContentSecurityPolicy,
                Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
            );
        }
    }

    private HttpRequestMessage Ask(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Origin", host.Origin);
        if (method != HttpMethod.Get)
        {
            request.Headers.Add(AntiforgeryField.Header, token);
            request.Content = new FormUrlEncodedContent([]);
        }

        return request;
    }

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }
}
