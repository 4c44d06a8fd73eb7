using System.Net;
using System.Text.RegularExpressions;
using Comm.Client.Engine;
using Comm.Client.Shell;
using Microsoft.AspNetCore.Http;

namespace Comm.Client.Tests.Shell;

public sealed partial class UnlockTests
{
    private const string Wanted = "/groups/0192d0a4-0000-7000-8000-000000000001/report";

    [Fact]
    public async Task AfterUnlockingThePageThatWasAskedForIsShown()
    {
        var host = new ShellHost { IsEnrolled = true };
        await host.InitializeAsync();
        try
        {
            using HttpClient browser = host.Browser();
            (await browser.GetAsync(host.Link())).Dispose();
            using HttpResponseMessage asked = await browser.GetAsync(Wanted);
            string unlock = asked.Headers.Location!.OriginalString;
            Assert.StartsWith("/unlock?", unlock, StringComparison.Ordinal);

            using HttpResponseMessage wrong = await PostAsync(host, browser, unlock, "not the passphrase");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.Contains($"value=\"{Wanted}\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            // The pause after one mistake.
            await Task.Delay(host.Session.RetryAfter + TimeSpan.FromMilliseconds(50));

            using HttpResponseMessage right = await PostAsync(host, browser, unlock, EnrolledVault.Passphrase);
            Assert.Equal(Wanted, right.Headers.Location!.OriginalString);
            Assert.Equal(SessionState.Open, host.Session.State);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData(Wanted, true)]
    [InlineData("/unlock?return=" + Wanted, true)]
    [InlineData("/../x", true)]
    [InlineData("//evil.example/", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/groups//x", false)]
    [InlineData("https://evil.example/", false)]
    [InlineData("/unlock?return=//evil.example", false)]
    [InlineData("/unlock?return=/?return=/", false)]
    [InlineData("/launch?token=x", false)]
    [InlineData("/a\r\nb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void OnlyAPathOfOursIsGoneTo(string? path, bool isOurs) =>
        Assert.Equal(isOurs ? path : "/settings", LocalPath.Or(path, "/settings"));

    [Theory]
    [InlineData("GET", "/settings", null, null, "/settings")]
    [InlineData("GET", "/frame/connection", "http://x.localhost/figures", null, "/figures")]
    [InlineData("POST", "/groups", null, "http://x.localhost/members", "/members")]
    [InlineData("POST", "/groups", null, "no address", "/")]
    [InlineData("POST", "/groups", null, null, "/")]
    [InlineData("GET", "/x", "http://x.localhost//evil.example", null, "/")]
    public void ThePageThatIsSeenIsKnown(string method, string path, string? shown, string? form, string page)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.Headers["HX-Current-URL"] = shown;
        context.Request.Headers.Referer = form;
        Assert.Equal(page, LocalPath.Of(context.Request));
    }

    private static async Task<HttpResponseMessage> PostAsync(ShellHost host, HttpClient browser, string unlock, string passphrase)
    {
        string page = await browser.GetStringAsync(unlock);
        Assert.Contains("DEMO ENROLMENT", page, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/unlock");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Origin", host.Origin);
        request.Content = new FormUrlEncodedContent([
            new("_token", Field(page, "_token")),
            new(LocalPath.Parameter, Field(page, LocalPath.Parameter)),
            new("passphrase", passphrase),
        ]);
        return await browser.SendAsync(request);
    }

    private static string Field(string page, string name) =>
        FieldWithValue().Matches(page).First(match => match.Groups[1].Value == name).Groups[2].Value;

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex FieldWithValue();
}
