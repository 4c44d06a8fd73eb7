using System.Text;
using Comm.Client.Commands.Control;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Comm.Shared.Localization;

namespace Comm.Journeys.Tests.Tables;

/// <summary>The operator imports a release and publishes it; the officers have it, and look it up on their own machines.</summary>
public sealed class PublishedTableTests
{
    [Fact]
    public async Task WhatTheOperatorPublishesIsWhatOfficersLookUp()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync([OfficerPlan.Cast[0]]);
        ControlledOfficer officer = world.Officers.Single();
        string folder = world.World.Folder;
        string publisher = Path.Combine(folder, "publisher.json");
        string release = Path.Combine(folder, "release.csv");
        await File.WriteAllTextAsync(release, Release());
        await ComDoneAsync("demo-authority", "publisher", "--output", publisher, "--data", Path.Combine(folder, "authority"));
        CommandResult import = await ComDoneAsync(
            "codes",
            "import",
            "--unlocode",
            release,
            "--edition",
            "UNLOCODE 2099-1",
            "--publisher",
            publisher,
            "--server",
            world.World.Facts.Address,
            "--data",
            folder,
            "--json"
        );
        string hash = import.Json[0]!["hash"]!.GetValue<string>();

        // The next connection brings it.
        await officer.Process.StopAsync();
        await officer.Process.RestartAsync();
        await Eventually.HoldsAsync(
            "the table is in use",
            async () =>
                (await officer.TryAskAsync(ControlRoutes.Tables, new { })) is { Result: ControlAnswer.Done } answer
                && answer
                    .Value!.Value.EnumerateArray()
                    .Any(table => table.GetProperty("hash").GetString() == hash && table.GetProperty("isInUse").GetBoolean())
        );
        // A group goes by the table that was in use when it was opened.
        string group = await world.OpenGroupAsync();
        using PageBrowser page = await PageBrowser.OpenAsync(officer.Process, group);
        string found = await page.GetAsync(
            $"/groups/{group}/report/lookups/seizure-simplified/1/location?q=quay%20of%20tes&kind=SEA&list=l"
        );
        Assert.Contains("data-value=\"FRTST\"", found, StringComparison.Ordinal);
        Assert.Contains("Quay of Testing", found, StringComparison.Ordinal);
        string map = await page.GetAsync("/places/map?field=location&location=FRTST");
        Assert.Contains(
            "aria-label=\"Carte : Quay of Testing (FRTST), France, 49.48° N 0.10° E\"",
            System.Net.WebUtility.HtmlDecode(map),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<svg", await page.GetAsync("/places/map?field=location&location=FRZZZ"), StringComparison.Ordinal);
    }

    private static async Task<CommandResult> ComDoneAsync(params string[] arguments)
    {
        CommandResult result = await CommandLine.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private static string Release()
    {
        var text = new StringBuilder();
        foreach (NamedCode country in CountryTable.Shipped.All)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"{country.Code}\",,\".COUNTRY\",,,,,,,,\n");
        }

        return text.Append(
                ",\"FR\",\"TST\",\"Quay of Testing\",\"Quay of Testing\",\"76\",\"1-------\",\"RL\",\"9901\",,\"4929N 00006E\",\n"
            )
            .ToString();
    }
}
