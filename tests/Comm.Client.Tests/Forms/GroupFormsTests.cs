using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Forms;
using Comm.Client.Tests.Engine;
using Comm.Client.Tests.Shell;
using Comm.Mls.Codec;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms;

/// <summary>A coordinator's forms reach everybody and are in force for everybody at the same place of the conversation.</summary>
public sealed class GroupFormsTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private TestDevice Claire => _room.Claire;

    private TestDevice Omar => _room.Omar;

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task ANewcomerHasTheFormsOfTheGroupWithTheWelcome()
    {
        FormsInForce? forms = await InForceAsync(Omar);
        Assert.NotNull(forms);
        Assert.True(forms.IsComplete);
        Assert.Contains(forms.Offered, form => form.Id == FormLibrary.SimplifiedSeizure);
    }

    [Fact]
    public async Task AReportIsJudgedByTheFormsThatWereInForceWhereItWasSent()
    {
        FormDocument own = Own(1);
        await SayReportAsync(Omar, Report("own-seizure", 1));
        await PublishAsync(await SetAsync(own), own);
        await Omar.SynchronizeAsync();
        await SayReportAsync(Omar, Report("own-seizure", 1));
        FormSet without = (await InForceAsync(Claire))!.Set.Without("own-seizure", 1);
        await PublishAsync(without);
        await Omar.SynchronizeAsync();
        await SayReportAsync(Omar, Report("own-seizure", 1));
        await Claire.SynchronizeAsync();

        string[] expected = ["Finding_WithdrawnForm", "", "Finding_WithdrawnForm"];
        Assert.Equal(expected, Verdicts(Omar));
        Assert.Equal(expected, Verdicts(Claire));
    }

    [Fact]
    public async Task FormsFromAnybodyButACoordinatorAreShownAndNeverUsed()
    {
        FormDocument own = Own(1);
        var pack = new FormPack((await InForceAsync(Omar))!.Set.Offering(own), [own]);
        Assert.NotNull(await Omar.Session(_room.Group).SendAsync(MessagePayload.OfForms(pack).Write(), default));
        await Omar.SynchronizeAsync();
        await Claire.SynchronizeAsync();

        Assert.False(Assert.Single(Claire.Entries(_room.Group).OfType<OpenedForms>()).IsAccepted);
        Assert.False(Assert.Single(Omar.Entries(_room.Group).OfType<OpenedForms>()).IsAccepted);
        Assert.Null(Claire.Forms.FindKnown(_room.Group, "own-seizure", 1));
        Assert.Equal(
            MemberChangeResult.NotCoordinator,
            (await Omar.Changes.SetFormsAsync(Omar.Session(_room.Group), await HashAsync(Omar), pack.Set!.Hash(), default)).Result
        );
    }

    [Fact]
    public async Task APublishedVersionNeverChanges()
    {
        FormDocument own = Own(1);
        await PublishAsync(await SetAsync(own), own);
        FormDocument changed = own with { DefaultLanguage = "fr" };
        PublishFormsOutcome outcome = await TryPublishAsync(await SetAsync(changed), changed);
        Assert.Equal((PublishFormsResult.Invalid, "own-seizure"), (outcome.Result, outcome.Code));
    }

    [Fact]
    public async Task ANewVersionLeavesTheOneBeforeAcceptedAndOffersItself()
    {
        await PublishAsync(await SetAsync(Own(1)), Own(1));
        await PublishAsync(await SetAsync(Own(2)), Own(2));
        await Omar.SynchronizeAsync();
        FormsInForce forms = (await InForceAsync(Omar))!;
        Assert.Equal(2, Assert.Single(forms.Offered, form => form.Id == "own-seizure").Version);
        Assert.NotNull(forms.Library.Find("own-seizure", 1));
    }

    [Fact]
    public async Task WhoeverIsAddedLaterHasThemToo()
    {
        FormDocument own = Own(1);
        await PublishAsync(await SetAsync(own), own);
        await _room.AddAsync(_room.Ana);
        await _room.Ana.SynchronizeAsync();
        Assert.NotNull((await InForceAsync(_room.Ana))!.Library.Find("own-seizure", 1));
    }

    [Fact]
    public async Task AVaultThatStopsBetweenSendingAndPuttingIntoForceCanGoOn()
    {
        FormDocument own = Own(1);
        FormSet set = await SetAsync(own);
        var pack = new FormPack(set, [own]);
        Assert.NotNull(await Claire.Session(_room.Group).SendAsync(MessagePayload.OfForms(pack).Write(), default));
        await Claire.RestartAsync();
        await Claire.SynchronizeAsync();
        await Omar.SynchronizeAsync();
        Assert.Null((await InForceAsync(Omar))!.Library.Find("own-seizure", 1));

        await PublishAsync(set);
        await Omar.SynchronizeAsync();
        Assert.NotNull((await InForceAsync(Omar))!.Library.Find("own-seizure", 1));
    }

    [Fact]
    public async Task ASetThatNamesWhatNobodyHasSentLeavesItsReaderWaitingNotFailing()
    {
        FormSet set = await SetAsync(Own(3));
        var lone = new FormPack(set, []);
        Assert.NotNull(await Claire.Session(_room.Group).SendAsync(MessagePayload.OfForms(lone).Write(), default));
        Assert.Equal(
            MemberChangeResult.Done,
            (await Claire.Changes.SetFormsAsync(Claire.Session(_room.Group), await HashAsync(Claire), set.Hash(), default)).Result
        );
        await Claire.SynchronizeAsync();
        await Omar.SynchronizeAsync();
        Assert.False((await InForceAsync(Omar))!.IsComplete);

        await PublishAsync(set, Own(3));
        await Omar.SynchronizeAsync();
        Assert.True((await InForceAsync(Omar))!.IsComplete);
    }

    [Fact]
    public async Task FormsThatSomebodyElseHasPublishedMeanwhileStay()
    {
        Opaque seen = await HashAsync(Claire);
        await PublishAsync(await SetAsync(Own(1)), Own(1));
        FormSet late = FormSet.OfShipped(FormLibrary.StandardSeizure);
        Assert.Equal(
            MemberChangeResult.LostRace,
            (await Claire.Changes.SetFormsAsync(Claire.Session(_room.Group), seen, late.Hash(), default)).Result
        );
        Assert.NotNull((await InForceAsync(Claire))!.Library.Find("own-seizure", 1));
    }

    [Fact]
    public void TheStandardFormAndTheTemplatesFitIntoOneMessageInSixLanguages()
    {
        FormPack pack = Claire.Forms.Initial(InitialForms.Standard)!;
        Assert.Equal(
            [FormLibrary.StandardSeizure, "warning", "feedback", "request", "sitrep"],
            pack.Definitions.Select(definition => definition.Id)
        );
        Assert.InRange(MessagePayload.OfForms(pack).Write().Length, 1, MessagePayload.MaxBytes);
    }

    private static FormDocument Own(int version) => SampleRoom.Form.Document with { Id = "own-seizure", Version = version };

    private async Task<FormSet> SetAsync(FormDocument offered) => (await InForceAsync(Claire))!.Set.Offering(offered);

    private async Task<FormsInForce?> InForceAsync(TestDevice device) => device.Forms.Find(_room.Group, await HashAsync(device));

    private Task<Opaque> HashAsync(TestDevice device) =>
        device.Session(_room.Group).InspectAsync(state => state.Context.FormSet(), default);

    private async Task PublishAsync(FormSet set, params FormDocument[] definitions)
    {
        Assert.Equal(PublishFormsResult.Published, (await TryPublishAsync(set, definitions)).Result);
        await Claire.SynchronizeAsync();
    }

    private Task<PublishFormsOutcome> TryPublishAsync(FormSet set, params FormDocument[] definitions) =>
        new FormPublishing(Claire.Forms, Claire.Changes).PublishAsync(Claire.Session(_room.Group), set, definitions, default);

    private static Report Report(string form, int version) =>
        new(Guid.CreateVersion7(), form, version, SampleRoom.Form.CodeLists, "fr", Seizure, ImmutableArray<RuleOverride>.Empty);

    private static Answers Seizure =>
        SampleRoom.Cigarettes.With("reporting_country", "MA").With("destination_country", "MA").With("location", "MACAS");

    private async Task SayReportAsync(TestDevice author, Report report)
    {
        byte[] payload = MessagePayload.OfReport(System.Text.Encoding.UTF8.GetString(report.ToUtf8())).Write();
        Assert.NotNull(await author.Session(_room.Group).SendAsync(payload, default));
        await author.SynchronizeAsync();
    }

    private string[] Verdicts(TestDevice device) =>
        [
            .. device
                .Entries(_room.Group)
                .OfType<OpenedReportEntry>()
                .Select(entry => string.Join(' ', entry.Verdict.Findings.Select(finding => finding.MessageKey))),
        ];
}
