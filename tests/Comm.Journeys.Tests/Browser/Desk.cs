using System.Collections.Concurrent;
using Comm.Demo;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>One officer's page, and everything on it that should not have happened.</summary>
internal sealed class Desk
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Uri _origin;

    private Desk(Officer officer, IPage page, Uri origin)
    {
        Officer = officer;
        Page = page;
        _origin = origin;
        page.Console += (_, message) => Note(message.Type == "error" && !IsRefusedEntry(message), message.Text);
        page.PageError += (_, error) => Note(isFault: true, error);
        page.Request += (_, request) => Note(new Uri(request.Url).Authority != origin.Authority, $"asked {request.Url}");
    }

    public Officer Officer { get; }

    public IPage Page { get; }

    public static async Task<Desk> OpenAsync(Officer officer, IBrowserContext profile)
    {
        string link = await officer.LinkAsync();
        Desk desk = new(officer, await profile.NewPageAsync(), new Uri(new Uri(link).GetLeftPart(UriPartial.Authority)));
        await desk.Page.GotoAsync(link);
        return desk;
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_origin, path).ToString());

    public async Task GoToGroupAsync(string group, string tab = "")
    {
        await GoAsync($"/groups/{Guid.ParseExact(group, "N"):D}{tab}");
        await Assertions.Expect(Page.Locator(".group-head h1")).ToBeVisibleAsync();
    }

    public async Task WriteAsync(string text)
    {
        // A page that has not loaded its scripts yet takes Enter for a new line.
        await Page.WaitForLoadStateAsync(LoadState.Load);
        await Page.Locator("#composer-text").FillAsync(text);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The entry of the conversation that says this.</summary>
    public ILocator Entry(string text) => Page.Locator("li.entry", new PageLocatorOptions { HasText = text });

    public async Task SpeakAsync(string language)
    {
        if (await Page.Locator("html").GetAttributeAsync("lang") == language)
        {
            return;
        }

        ILocator folded = Page.Locator("details.languages summary");
        if (await folded.IsVisibleAsync())
        {
            await folded.ClickAsync();
        }

        await Page.Locator($"button[name=language][value={language}]").First.ClickAsync();
        await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Page.WaitForLoadStateAsync(LoadState.Load);
    }

    public IEnumerable<string> TakeFaults()
    {
        while (_faults.TryDequeue(out string? fault))
        {
            yield return fault;
        }
    }

    public void ForgetFaults() => _faults.Clear();

    private void Note(bool isFault, string what)
    {
        if (isFault)
        {
            _faults.Enqueue($"{Officer.Plan.Name}, {Page.Url}: {what}");
        }
    }

    /// <summary>Chromium writes every answer of 4xx to the console; an entry that breaks a rule is answered with 422, as it should be.</summary>
    private static bool IsRefusedEntry(IConsoleMessage message) =>
        message.Text.Contains("status of 422", StringComparison.Ordinal);
}
