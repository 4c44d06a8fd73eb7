using System.Text;
using System.Text.Json.Nodes;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Journeys.Tests.Reports;

public sealed class CorrectionTests
{
    [Fact]
    public async Task ACorrectionThatIsPostedTwiceIsOneCorrectionAndAnotherUnderItsIdIsNotSentInSilence()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync([OfficerPlan.Cast[0]]);
        Assert.True(Identifier.TryParse(await world.OpenGroupAsync(), out GroupId group));
        ControlledOfficer claire = world.Officers.Single();
        await claire.Process.StopAsync();
        await using ClientSession session = await InProcessClient.OpenAsync(claire.Process);
        Workspace workspace = session.Workspace!;
        JsonObject written = Seizure.Report("fr", "FR", "FRLEH", "CN", "TOB.CIG", 200_000, "STK", "faux plancher");
        Assert.True(Report.TryParse(Encoding.UTF8.GetBytes(written.ToJsonString()), out Report? first));
        Assert.Equal(SendResult.Saved, (await workspace.SendReportAsync(group, first!, default)).Result);

        Report second = first! with { Revision = 2, Answers = first.Answers.With("remarks", "quai 9") };
        var submission = new Submission(Identifier.Create<MessageId>(), DraftKey.OfReport(first.Id));
        SendReportOutcome once = await workspace.SendReportAsync(group, second, submission, default);
        SendReportOutcome again = await workspace.SendReportAsync(group, second, submission, default);
        Assert.Equal((SendResult.Saved, SendResult.Saved), (once.Result, again.Result));
        Assert.Equal(once.Position, again.Position);
        Assert.Equal(2, (await workspace.RevisionsAsync(group, first.Id, default)).Count);

        Report other = second with { Answers = first.Answers.With("remarks", "quai 10") };
        Assert.Equal(SendResult.AlreadySent, (await workspace.SendReportAsync(group, other, submission, default)).Result);
        var late = new Submission(Identifier.Create<MessageId>(), DraftKey.OfReport(first.Id));
        Assert.Equal(SendResult.OutOfTurn, (await workspace.SendReportAsync(group, other, late, default)).Result);
    }
}
