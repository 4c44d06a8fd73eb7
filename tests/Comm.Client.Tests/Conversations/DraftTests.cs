using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Tests.Engine;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Conversations;

public sealed class DraftTests : IAsyncLifetime
{
    private static readonly DraftKey Report = DraftKey.OfReport(Guid.CreateVersion7());

    private readonly TwoOfficers _room = new();

    private TestDevice Claire => _room.Claire;

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task ADraftOutlivesTheProgramAndLiesSealed()
    {
        Draft draft = NewDraft("half a SENTENCE");
        DraftsOf(Claire).Keep(_room.Group, DraftKey.Message, draft);
        await Claire.RestartAsync();
        Assert.Equal(draft, DraftsOf(Claire).Find(_room.Group, DraftKey.Message));
        Assert.Null(DraftsOf(Claire).Find(_room.Group, Report));
        using FileStream vault = new(Claire.VaultPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader bytes = new(vault, System.Text.Encoding.Latin1);
        Assert.DoesNotContain("SENTENCE", await bytes.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADraftEndsWithItsSendingAndALateWordDoesNotBringItBack()
    {
        Draft draft = NewDraft("Bonjour");
        DraftsOf(Claire).Keep(_room.Group, DraftKey.Message, draft);
        Assert.Equal(SendResult.Saved, (await SendAsync(draft)).Result);
        Assert.Null(DraftsOf(Claire).Find(_room.Group, DraftKey.Message));
        DraftsOf(Claire).Keep(_room.Group, DraftKey.Message, draft with { Content = "Bonjou" });
        Assert.Null(DraftsOf(Claire).Find(_room.Group, DraftKey.Message));
    }

    [Fact]
    public async Task ADraftEndsAlsoWhenItsMessageWaitsForACommit()
    {
        await _room.AddAsync(_room.Ana);
        _room.Server.ProposeRemoval(_room.Group, _room.Ana.Identity.Device);
        await Claire.CatchUp.RunAsync(Claire.Session(_room.Group), default);
        Draft draft = NewDraft("Bonjour");
        DraftsOf(Claire).Keep(_room.Group, DraftKey.Message, draft);

        Assert.Equal(SendResult.Saved, (await SendAsync(draft)).Result);

        Assert.True(new OutboxRows(Claire.Store).First(_room.Group)!.Message!.Sealed.IsEmpty);
        Assert.Null(DraftsOf(Claire).Find(_room.Group, DraftKey.Message));
    }

    [Fact]
    public async Task AnInterruptedSendingKeepsTheDraft()
    {
        Draft draft = NewDraft("Bonjour");
        DraftsOf(Claire).Keep(_room.Group, DraftKey.Message, draft);
        int steps = 0;
        while (true)
        {
            int stop = ++steps;
            Claire.Store.BeforeStep = () =>
            {
                if (--stop == 0)
                {
                    throw new IOException("The machine stopped here.");
                }
            };
            try
            {
                await SendAsync(draft);
                break;
            }
            catch (IOException)
            {
                await Claire.RestartAsync();
                Assert.Equal(draft, DraftsOf(Claire).Find(_room.Group, DraftKey.Message));
                Assert.Empty(Claire.Texts(_room.Group));
            }
        }

        Assert.True(steps > 3, $"{steps} steps");
        Assert.Null(DraftsOf(Claire).Find(_room.Group, DraftKey.Message));
        Assert.Equal(["Bonjour"], Claire.Texts(_room.Group));
    }

    [Fact]
    public async Task AnEmptyDraftIsNone()
    {
        Draft draft = NewDraft("x");
        DraftsOf(Claire).Keep(_room.Group, Report, draft);
        DraftsOf(Claire).Keep(_room.Group, Report, draft with { Content = "" });
        Assert.Null(DraftsOf(Claire).Find(_room.Group, Report));
        await Claire.RestartAsync();
        Assert.Null(DraftsOf(Claire).Find(_room.Group, Report));
    }

    [Fact]
    public async Task AGroupKeepsSeveralReportsAndEachEndsByItself()
    {
        Guid[] reports = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
        DraftsOf(Claire).Keep(_room.Group, DraftKey.Message, NewDraft("a message is no report"));
        foreach (Guid report in reports)
        {
            DraftsOf(Claire).Keep(_room.Group, DraftKey.OfReport(report), NewDraft(report.ToString()));
        }

        DraftsOf(Claire).Discard(_room.Group, DraftKey.OfReport(reports[1]));
        await Claire.RestartAsync();
        IReadOnlyList<(Guid Report, Draft Draft)> kept = DraftsOf(Claire).Reports(_room.Group);
        Assert.Equal(new[] { reports[0], reports[2] }.Order(), kept.Select(one => one.Report).Order());
        Assert.All(kept, one => Assert.Equal(one.Report.ToString(), one.Draft.Content));
        Assert.Empty(DraftsOf(Claire).Reports(new GroupId(Guid.NewGuid())));
    }

    [Fact]
    public async Task WhatIsSubmittedTwiceIsSentOnceAndAnythingElseUnderItsIdIsRefused()
    {
        Draft draft = NewDraft("Bonjour");
        (SendResult Result, MessageId? Id, long? Position)[] sent = await Task.WhenAll(
            SendAsync(draft),
            SendAsync(draft),
            SendAsync(draft)
        );
        Assert.All(
            sent,
            one => Assert.Equal((SendResult.Saved, draft.Message, sent[0].Position), (one.Result, one.Id, one.Position))
        );
        await Claire.RestartAsync();
        Assert.Equal(sent[0], await SendAsync(draft));
        Assert.Equal(SendResult.AlreadySent, (await SendAsync(draft with { Content = "Bonsoir" })).Result);
        Assert.Equal(["Bonjour"], Claire.Texts(_room.Group));
        await Claire.SynchronizeAsync();
        Assert.Single(_room.Server.Log(_room.Group), entry => entry.Kind == EntryKind.Message);
    }

    [Fact]
    public void ADraftDoesNotSayItsContent() =>
        Assert.DoesNotContain("secret", NewDraft("secret").ToString(), StringComparison.Ordinal);

    private static Draft NewDraft(string content) => new(Identifier.Create<MessageId>(), content);

    private static Drafts DraftsOf(TestDevice device) => new(device.Store, device.Identity.Device);

    private Task<(SendResult Result, MessageId? Id, long? Position)> SendAsync(Draft draft) =>
        Claire
            .Session(_room.Group)
            .SendAsync(MessagePayload.OfText(draft.Content).Write(), new Submission(draft.Message, DraftKey.Message), default);
}
