using System.Text;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Tests.Engine;
using Comm.Client.Tests.Shell;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Conversations;

/// <summary>The reports of a long operation are opened and judged once, and again when what they are judged by has changed.</summary>
public sealed class JudgedReportsTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task TwoThousandReportsAreJudgedOnce()
    {
        await FillAsync(2_000);
        Conversation conversation = _room.Claire.Conversation;
        IReadOnlyList<OpenedReport> first = conversation.ReadReports(_room.Group);
        IReadOnlyList<OpenedReport> second = conversation.ReadReports(_room.Group);
        Assert.Equal(2_000, first.Count);
        Assert.All(first.Zip(second), pair => Assert.Same(pair.First.Verdict, pair.Second.Verdict));
        Assert.All(first, report => Assert.IsType<ReportVerdict.Valid>(report.Verdict));
    }

    [Fact]
    public async Task AnotherDayIsAnotherJudgement()
    {
        // Tomorrow's date is not yet a date of a seizure; the day after tomorrow it was one.
        await FillAsync(1, SampleRoom.Cigarettes.With("seizure_date", "2026-11-26"));
        Conversation conversation = _room.Claire.Conversation;
        Assert.IsType<ReportVerdict.Invalid>(conversation.ReadReports(_room.Group)[0].Verdict);
        _room.Clock.Advance(TimeSpan.FromDays(3));
        Assert.IsType<ReportVerdict.Valid>(conversation.ReadReports(_room.Group)[0].Verdict);
    }

    [Fact]
    public async Task WhatBecameOfAReportIsNotKept()
    {
        Report report = Report.New(SampleRoom.Form, "fr", SampleRoom.Cigarettes);
        await _room.Omar.Session(_room.Group).SendAsync(Payload(report), default);
        await _room.Omar.SynchronizeAsync();
        await _room.Claire.SynchronizeAsync();
        Conversation conversation = _room.Claire.Conversation;
        Assert.Equal(ReportStanding.Sent, conversation.ReadReports(_room.Group)[0].History.Standing);
        var review = new ReportReview(report.Id, 1, ReviewDecision.Returned, "Which terminal?");
        await _room.Claire.Session(_room.Group).SendAsync(MessagePayload.OfReview(review).Write(), default);
        await _room.Claire.SynchronizeAsync();
        Assert.Equal(ReportStanding.Returned, conversation.ReadReports(_room.Group)[0].History.Standing);
    }

    /// <summary>Of Omar, as they stand in Claire's vault once they have arrived.</summary>
    private async Task FillAsync(int count, Answers? answers = null)
    {
        var author = new OpenedSender(
            _room.Omar.Identity.Device,
            _room.Omar.Identity.Certificate.Officer,
            "Omar Alaoui",
            // The report says so, and the rules ask for it.
            Comm.Shared.Membership.AdministrationCode.Of("FR"),
            IsSelf: false
        );
        OpenedEntry last = _room.Claire.Entries(_room.Group)[^1];
        ReadOnlyMemory<byte> set = await _room
            .Claire.Session(_room.Group)
            .InspectAsync(state => state.Context.FormSet().Memory, default);
        _room.Claire.Store.Write(writer =>
        {
            for (int i = 1; i <= count; i++)
            {
                Report report = Report.New(SampleRoom.Form, "fr", answers ?? SampleRoom.Cigarettes);
                MessageId id = Identifier.Create<MessageId>();
                var entry = new StoredEntry(
                    StoredKind.Message,
                    _room.Clock.GetUtcNow(),
                    author,
                    id,
                    DeliveryState.Received,
                    Sequence: 1,
                    Payload: Payload(report),
                    FormSetHash: set
                );
                EntryRows.Put(writer, _room.Group, EntryRows.MessageRow(author.Device, id), last.Position + i, entry);
            }
        });
    }

    private static byte[] Payload(Report report) => MessagePayload.OfReport(Encoding.UTF8.GetString(report.ToUtf8())).Write();
}
