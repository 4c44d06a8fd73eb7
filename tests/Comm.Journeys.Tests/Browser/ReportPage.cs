using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>The report form, filled as a person does it: by typing, choosing from lists, and looking up.</summary>
internal sealed class ReportPage(Desk desk)
{
    public ILocator Field(string name) => desk.Page.Locator($"[id=\"{name}\"]");

    public ILocator Summary => desk.Page.Locator(".error-summary");

    public ILocator MessageAt(string name) => desk.Page.Locator($"[id=\"{name}-findings\"] .field-error");

    public Task TypeAsync(string name, string value) => Field(name).FillAsync(value);

    public Task ChooseAsync(string name, string code) => Field(name).SelectOptionAsync(code);

    /// <summary>Types, waits for the list, goes to the first line with the arrow key and takes it.</summary>
    public async Task LookUpAsync(string name, string typed, string chosen)
    {
        ILocator input = Field(name);
        await input.FillAsync("");
        await input.PressSequentiallyAsync(typed);
        await Assertions.Expect(desk.Page.Locator($"[id=\"{name}-list\"] [role=option]").First).ToContainTextAsync(chosen);
        await input.PressAsync("ArrowDown");
        await Assertions.Expect(input).ToHaveAttributeAsync("aria-activedescendant", $"{name}-list-0");
        await input.PressAsync("Enter");
        await Assertions.Expect(desk.Page.Locator($"[id=\"{name}-list\"]")).ToBeHiddenAsync();
        await Assertions.Expect(Field(name)).ToHaveValueAsync(new Regex(chosen));
    }

    public Task SendAsync() => desk.Page.Locator("#report .acts button.primary").ClickAsync();
}
