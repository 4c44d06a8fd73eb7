using System.Text;
using Comm.Client.Conversations;
using Comm.Client.Tests.Engine;
using Comm.Client.Tests.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Conversations;

/// <summary>What becomes of a report: corrected and taken back by its author, validated and returned by a coordinator, by nobody else.</summary>
public sealed class ReportLedgerTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private TestDevice Claire => _room.Claire;

    private TestDevice Omar => _room.Omar;

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task ReturnedThenCorrectedThenValidated()
    {
        Report first = Seizure();
        await SayAsync(Omar, Of(first));
        await SayAsync(Claire, Review(first, ReviewDecision.Returned, "Which terminal?"));
        Assert.Equal(ReportStanding.Returned, History(Omar, first).Standing);
        Assert.False(History(Omar, first).MayBeCounted);

        Report second = first with { Revision = 2 };
        await SayAsync(Omar, Of(second));
        Assert.Equal(ReportStanding.Sent, History(Claire, first).Standing);
        await SayAsync(Claire, Review(second, ReviewDecision.Validated, ""));
        foreach (TestDevice device in (TestDevice[])[Claire, Omar])
        {
            ReportHistory history = History(device, first);
            Assert.Equal(ReportStanding.Validated, history.Standing);
            Assert.Equal([1, 2], history.Revisions.Select(revision => revision.Number));
            Assert.True(Reports(device)[0].IsSuperseded);
            Assert.False(Reports(device)[1].IsSuperseded);
        }
    }

    [Fact]
    public async Task OnlyACoordinatorReviewsAndNeverHisOwn()
    {
        Report report = Seizure();
        await SayAsync(Omar, Of(report));
        await SayAsync(Omar, Review(report, ReviewDecision.Validated, ""));
        Report own = Seizure();
        await SayAsync(Claire, Of(own));
        await SayAsync(Claire, Review(own, ReviewDecision.Validated, ""));

        Assert.Equal(ReportStanding.Sent, History(Claire, report).Standing);
        Assert.Equal(ReportStanding.Sent, History(Omar, own).Standing);
        Assert.All(Omar.Entries(_room.Group).OfType<OpenedReview>(), review => Assert.False(review.Counts));
    }

    [Fact]
    public async Task OnlyItsAuthorCorrectsAndTakesBack()
    {
        Report report = Seizure();
        await SayAsync(Omar, Of(report));
        await SayAsync(Claire, Of(report with { Revision = 2 }));
        await SayAsync(Claire, Withdrawal(report));
        ReportHistory history = History(Omar, report);
        Assert.Equal(ReportStanding.Sent, history.Standing);
        Assert.Single(history.Revisions);
        Assert.True(Reports(Omar)[1].IsRepeat);

        await SayAsync(Omar, Withdrawal(report));
        Assert.Equal(ReportStanding.Withdrawn, History(Claire, report).Standing);
        await SayAsync(Omar, Of(report with { Revision = 2 }));
        Assert.Equal(ReportStanding.Withdrawn, History(Claire, report).Standing);
        Assert.Single(History(Claire, report).Revisions);
    }

    [Fact]
    public async Task ARevisionOutOfTurnIsARepeat()
    {
        Report report = Seizure();
        await SayAsync(Omar, Of(report));
        await SayAsync(Omar, Of(report with { Revision = 3 }));
        await SayAsync(Omar, Of(report));
        Assert.Single(History(Claire, report).Revisions);
        Assert.Equal([false, true, true], Reports(Claire).Select(entry => entry.IsRepeat));
    }

    [Fact]
    public async Task AReviewOfARevisionThatHasBeenCorrectedDoesNotHoldForTheCorrection()
    {
        Report report = Seizure();
        await SayAsync(Omar, Of(report));
        await SayAsync(Omar, Of(report with { Revision = 2 }));
        await SayAsync(Claire, Review(report, ReviewDecision.Validated, ""));
        Assert.Equal(ReportStanding.Sent, History(Omar, report).Standing);
    }

    [Theory]
    [InlineData("""{"report":"0193574c-0000-7000-8000-0000000000a1","revision":0,"decision":"validated","remark":""}""")]
    [InlineData("""{"report":"0193574c-0000-7000-8000-0000000000a1","revision":1,"decision":"burnt","remark":""}""")]
    [InlineData("""{"report":"0193574c-0000-7000-8000-0000000000a1","revision":1,"decision":1,"remark":""}""")]
    [InlineData("""{"report":"0193574c-0000-7000-8000-0000000000a1","revision":1,"decision":"validated","remark":null}""")]
    [InlineData("""{"report":"0193574c-0000-7000-8000-0000000000a1","revision":1,"decision":"validated"}""")]
    [InlineData("""{"report":"0193574c-0000-7000-8000-0000000000a1","revision":1,"decision":"validated","remark":"","x":1}""")]
    [InlineData("""{"report":"no","revision":1,"decision":"validated","remark":""}""")]
    public void WhatIsNoReviewIsRefused(string json) => Assert.Null(ReportReview.Read(json));

    private static Report Seizure() =>
        Report.New(SampleRoom.Form, "fr", SampleRoom.Cigarettes, System.Collections.Immutable.ImmutableArray<RuleOverride>.Empty);

    private static MessagePayload Of(Report report) => MessagePayload.OfReport(Encoding.UTF8.GetString(report.ToUtf8()));

    private static MessagePayload Review(Report report, ReviewDecision decision, string remark) =>
        MessagePayload.OfReview(new ReportReview(report.Id, report.Revision, decision, remark));

    private static MessagePayload Withdrawal(Report report) =>
        MessagePayload.OfWithdrawal(new ReportWithdrawal(report.Id, report.Revision, "Sent to the wrong group"));

    private async Task SayAsync(TestDevice author, MessagePayload payload)
    {
        Assert.NotNull(await author.Session(_room.Group).SendAsync(payload.Write(), default));
        await author.SynchronizeAsync();
        await Claire.SynchronizeAsync();
        await Omar.SynchronizeAsync();
    }

    private ReportHistory History(TestDevice device, Report report) =>
        device.Conversation.History(_room.Group, report.Id) ?? throw new InvalidOperationException("Not there.");

    private OpenedReportEntry[] Reports(TestDevice device) => [.. device.Entries(_room.Group).OfType<OpenedReportEntry>()];
}
