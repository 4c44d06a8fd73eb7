using System.Net;
using Comm.Client.Shell;

namespace Comm.Client.Tests.Shell;

public sealed class LaunchTests(ShellHost host) : IClassFixture<ShellHost>
{
    [Fact]
    public async Task LinkOpensOnceAndItsTokenLeavesTheAddress()
    {
        using HttpClient browser = host.Browser();
        Uri link = host.Link();
        using HttpResponseMessage first = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal("/", first.Headers.Location!.OriginalString);
        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);

        using HttpClient second = host.Browser();
        Assert.Equal(HttpStatusCode.Forbidden, (await second.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("/launch")]
    [InlineData("/launch?token=")]
    [InlineData("/launch?token=guess")]
    public async Task LinkWithoutItsTokenOpensNothing(string path)
    {
        using HttpClient browser = host.Browser();
        using HttpResponseMessage answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public void LinkNamesThisLaunchsHost()
    {
        Uri link = host.Link();
        Assert.Equal(host.Origin, link.GetLeftPart(UriPartial.Authority));
        Assert.Matches("^[0-9a-f]{16}\\.localhost$", link.Host);
        Assert.NotEqual(link, host.Link());
    }

    [Fact]
    public void OldLinkIsDead()
    {
        var clock = new TurnedClock();
        var links = new LaunchLinks((PageOrigin)host.App.Services.GetService(typeof(PageOrigin))!, clock);
        string token = links.Create().Query["?token=".Length..];
        clock.Now += LaunchLinks.Lifetime;
        Assert.False(links.TryRedeem(token));
    }

    [Fact]
    public async Task FirstPageOfANewInstallationIsEnrolment()
    {
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            using HttpResponseMessage answer = await browser.GetAsync("/");
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal("/enrol", answer.Headers.Location!.OriginalString);
        }
    }

    private sealed class TurnedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
