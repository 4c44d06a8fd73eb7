using System.Net;
using System.Text.RegularExpressions;

namespace Comm.Client.Tests.Shell;

/// <summary>The map under a chosen place.</summary>
public sealed partial class PlaceMapTests(ShellHost host) : IClassFixture<ShellHost>
{
    [Theory]
    [InlineData("en", "Map: Le Havre (FRLEH), France, 49.49° N 0.11° E")]
    [InlineData("ru", "Карта: Le Havre (FRLEH), Франция, 49.49° N 0.11° E")]
    [InlineData("ar", "خريطة: Le Havre (FRLEH)، فرنسا, 49.49° N 0.11° E")]
    public async Task AMapSaysInWordsWhatItShows(string language, string words)
    {
        (HttpClient browser, _) = await host.EnterAsync();
        string html = WebUtility.HtmlDecode(await browser.GetStringAsync($"/sample/report-filled?language={language}"));
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.Matches(Land(), html);
    }

    [GeneratedRegex("class=\"land\"[^>]* d=\"M-?[0-9]+ -?[0-9]+L")]
    private static partial Regex Land();
}
