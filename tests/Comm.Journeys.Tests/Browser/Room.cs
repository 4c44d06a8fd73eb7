using Comm.Demo;
using Microsoft.Playwright;

namespace Comm.Journeys.Tests.Browser;

/// <summary>
/// The server, three officers' clients, and one browser profile in which each officer has a page: what they type goes through the real
/// client and server, and what one writes must appear on the others' pages.
/// </summary>
public sealed class Room : IAsyncLifetime
{
    private static readonly string[] s_cast = [.. OfficerPlan.Cast.Select(plan => plan.Key)];

    private readonly string _folder = Directory.CreateTempSubdirectory("comm-browser-").FullName;
    private World? _world;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IReadOnlyList<Desk> _desks = [];

    public World World => _world ?? throw new InvalidOperationException("No Chromium: the test should have been skipped.");

    internal Desk Claire => this["claire"];

    internal Desk Ahmed => this["ahmed"];

    internal Desk Joan => this["joan"];

    internal IReadOnlyList<Desk> Desks => _desks;

    private Desk this[string key] => _desks.Single(desk => desk.Officer.Plan.Key == key);

    public async Task InitializeAsync()
    {
        if (!Chromium.IsThere)
        {
            return;
        }

        _world = new World(_folder);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.StartAsync(_playwright);
        await _world.StartAsync();
        await Operation.OpenAsync(_world);
        IBrowserContext profile = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
                AcceptDownloads = true,
                Locale = "en-GB",
            }
        );
        profile.SetDefaultTimeout(15_000);
        _desks = [.. await Task.WhenAll(s_cast.Select(key => Desk.OpenAsync(_world[key], profile)))];
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Each journey has a group of its own, with all three in it, so that they may run in any order.</summary>
    public async Task<string> OpenGroupAsync(string name, string forms = "simplified")
    {
        Skip.IfNot(Chromium.IsThere, $"There is no Chromium at {Chromium.Path}: install it, or name another by COMM_CHROMIUM.");
        foreach (Desk desk in _desks)
        {
            // What another journey left behind is that journey's to tell.
            desk.ForgetFaults();
        }

        Officer claire = World["claire"];
        string group = await claire.CreateGroupAsync(name, forms: forms);
        await claire.DoAsync("add", group, World["ahmed"].Plan.Name, World["joan"].Plan.Name);
        foreach (Officer officer in World.Officers)
        {
            await officer.ReadUntilAsync(group, _ => true);
        }

        return group;
    }

    /// <summary>No page complained, broke its content security policy, or asked anybody but its own client for anything.</summary>
    public void AssertNoFaults()
    {
        string[] faults = [.. _desks.SelectMany(desk => desk.TakeFaults())];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserJourneys : ICollectionFixture<Room>
{
    public const string Name = "browser";
}
