using System.Text.Json;
using System.Text.Json.Nodes;
using Comm.Client.Commands.Control;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;

namespace Comm.Journeys.Tests.Reports;

/// <summary>A report goes back and forth between two real clients, and is counted once.</summary>
public sealed class ReviewTests
{
    [Fact]
    public async Task AReportIsReturnedCorrectedValidatedAndCountedOnce()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync([
            .. OfficerPlan.Cast.Where(plan => plan.Key != "ahmed"),
        ]);
        ControlledOfficer claire = world["claire"];
        ControlledOfficer joan = world["joan"];
        string group = await world.OpenGroupAsync();
        JsonObject report = Seizure.Report("en", "GB", "GBFXT", "CN", "TOB.CIG", 200_000, "STK", "behind a false wall");
        Guid id = Guid.Parse(report["report"]!.GetValue<string>());

        Assert.Equal("sent", await SendAsync(joan, group, report));
        await StandsAsync(claire, group, "sent", revision: 1, counted: true);

        // Whoever is no coordinator says nothing of it, and nobody takes back what another wrote.
        Assert.Equal("out-of-turn", await TryAsync(joan, group, id, ReviewAct.Validate, ""));
        Assert.Equal("out-of-turn", await TryAsync(claire, group, id, ReviewAct.Withdraw, "not mine"));
        Assert.Equal("empty", await TryAsync(claire, group, id, ReviewAct.Return, ""));

        Assert.Equal("done", await TryAsync(claire, group, id, ReviewAct.Return, "Which pier?"));
        await StandsAsync(joan, group, "returned", revision: 1, counted: false);

        report["revision"] = 2;
        report["answers"]!["remarks"] = "behind a false wall, pier 9";
        Assert.Equal("sent", await SendAsync(joan, group, report));
        await StandsAsync(claire, group, "sent", revision: 2, counted: true);
        Assert.Equal("done", await TryAsync(claire, group, id, ReviewAct.Validate, ""));
        await StandsAsync(joan, group, "validated", revision: 2, counted: true);

        ExportAnswer export = await claire.AskAsync<ExportAnswer>(ControlRoutes.Export, new ExportQuestion(group, "en"));
        Assert.Equal((1, 0), (export.Counted, export.NotCounted));

        Assert.Equal("done", await TryAsync(joan, group, id, ReviewAct.Withdraw, "Reported by another office"));
        await StandsAsync(claire, group, "withdrawn", revision: 2, counted: false);
        export = await claire.AskAsync<ExportAnswer>(ControlRoutes.Export, new ExportQuestion(group, "en"));
        Assert.Equal((0, 1), (export.Counted, export.NotCounted));
        Assert.Equal("out-of-turn", await TryAsync(claire, group, id, ReviewAct.Validate, ""));
    }

    private static async Task<string> SendAsync(ControlledOfficer author, string group, JsonObject report)
    {
        JsonElement json = JsonSerializer.SerializeToElement(report);
        ReportAnswer answer = await author.AskAsync<ReportAnswer>(ControlRoutes.Report, new ReportQuestion(group, json, 30));
        return answer.Sent!.Delivery;
    }

    private static async Task<string?> TryAsync(ControlledOfficer by, string group, Guid report, ReviewAct act, string remark) =>
        (await by.TryAskAsync(ControlRoutes.Review, new ReviewQuestion(group, report, act, remark)))?.Result;

    private static Task StandsAsync(ControlledOfficer reader, string group, string standing, int revision, bool counted) =>
        Eventually.HoldsAsync(
            $"{reader.Name} sees it {standing}",
            async () =>
                await reader.AskAsync<ReportLine[]>(ControlRoutes.Reports, new GroupQuestion(group)) is [{ } only]
                && (only.Standing, only.Revision, only.Counted) == (standing, revision, counted)
        );
}
