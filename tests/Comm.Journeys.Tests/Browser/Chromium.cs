using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>The machine's own Chromium: nothing is downloaded for the tests.</summary>
internal static class Chromium
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ];

    public static string Path { get; } =
        Environment.GetEnvironmentVariable("COMM_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    public static bool IsThere => File.Exists(Path);

    public static Task<IBrowser> StartAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Path,
                Args = s_arguments,
                Headless = true,
            }
        );
}
