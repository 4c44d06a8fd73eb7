using System.Text.Json;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Comm.Shared.Statistics;

namespace Comm.Client.Commands.Control;

/// <summary>The command line's half in the serving process. Maps only in the branch that the control socket leads to.</summary>
internal static class ControlEndpoints
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    public static IApplicationBuilder UseControl(this IApplicationBuilder app) =>
        app.MapWhen(
            ControlSocket.Carries,
            branch =>
            {
                branch.Use(
                    (context, next) =>
                    {
                        // The host's own routing has run before this branch; a page that it found must not be served here.
                        context.SetEndpoint(null);
                        return next(context);
                    }
                );
                branch.UseRouting();
                branch.UseEndpoints(Map);
            }
        );

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(ControlRoutes.Status, (ClientSession session) => Answer(Status(session)));
        routes.MapPost(ControlRoutes.Open, (ILaunchLinks links) => Answer(new OpenAnswer(links.Create().AbsoluteUri)));
        routes.MapPost(ControlRoutes.Enrol, EnrolAsync);
        routes.MapPost(ControlRoutes.Unlock, UnlockAsync);
        routes.MapPost(ControlRoutes.Lock, LockAsync);
        routes.MapPost(
            ControlRoutes.Groups,
            (ClientSession session, CancellationToken end) => OpenAsync(session, w => GroupsAsync(w, end))
        );
        routes.MapPost(
            ControlRoutes.Members,
            (GroupQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => MembersAsync(w, group, end), end)
        );
        routes.MapPost(
            ControlRoutes.Directory,
            (ClientSession session, CancellationToken end) => OpenAsync(session, w => DirectoryAsync(w, end))
        );
        routes.MapPost(
            ControlRoutes.Read,
            (ReadQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => ReadAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.Send,
            (SendQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => SendAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.CreateGroup,
            (CreateGroupQuestion asked, ClientSession session, CancellationToken end) =>
                OpenAsync(session, w => CreateGroupAsync(w, asked, end))
        );
        routes.MapPost(
            ControlRoutes.Add,
            (AddQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => AddAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.Remove,
            (RemoveQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => RemoveAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.Report,
            (ReportQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => ReportAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.Export,
            (ExportQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => ExportAsync(w, group, asked, end), end)
        );
    }

    private static StatusAnswer Status(ClientSession session)
    {
        Workspace? workspace = session.Workspace;
        return new StatusAnswer(
            session.State,
            workspace?.Profile.OfficerName,
            workspace?.Profile.Administration.Value,
            workspace?.Profile.VerificationWords,
            workspace?.Connection,
            (int)Math.Ceiling(session.RetryAfter.TotalSeconds)
        );
    }

    private static async Task<IResult> EnrolAsync(EnrolQuestion asked, ClientSession session, CancellationToken end)
    {
        EnrolOutcome outcome = await session.EnrolAsync(asked.Invitation, asked.Passphrase.AsMemory(), null, end);
        return outcome == EnrolOutcome.Enrolled ? Answer(Status(session)) : Refuse(Word(outcome));
    }

    private static async Task<IResult> UnlockAsync(UnlockQuestion asked, ClientSession session, CancellationToken end)
    {
        UnlockOutcome outcome = await session.UnlockAsync(asked.Passphrase.AsMemory(), end);
        return outcome.Result == UnlockResult.Unlocked
            ? Answer(Status(session))
            : Refuse(Word(outcome.Result), (int)Math.Ceiling(outcome.RetryAfter.TotalSeconds));
    }

    private static async Task<IResult> LockAsync(ClientSession session)
    {
        await session.LockAsync();
        return Answer(Status(session));
    }

    private static async Task<IResult> GroupsAsync(Workspace workspace, CancellationToken end) =>
        Answer(
            (await workspace.GroupsAsync(end)).Select(group => new GroupAnswer(
                group.Id.ToString(),
                group.Name,
                Word(group.Mode),
                group.Unread,
                Word(group.Standing),
                group.StandingReason
            ))
        );

    private static async Task<IResult> MembersAsync(Workspace workspace, GroupId id, CancellationToken end) =>
        Answer(
            ((await workspace.GroupAsync(id, end))?.Members ?? []).Select(member => new MemberAnswer(
                member.Device.ToString(),
                member.Name,
                member.Administration.Value,
                member.Roles.ToString(),
                member.IsCoordinator,
                member.IsSelf,
                VerificationWords: null,
                Problem: null
            ))
        );

    private static async Task<IResult> DirectoryAsync(Workspace workspace, CancellationToken end) =>
        await AskingServerAsync(async () =>
            Answer(
                (await workspace.DirectoryAsync(end)).Select(entry => new MemberAnswer(
                    entry.Device.ToString(),
                    entry.Name,
                    entry.Administration?.Value,
                    entry.Roles.ToString(),
                    IsCoordinator: entry.Roles.HasFlag(Roles.Coordinator),
                    IsSelf: entry.Device == workspace.Profile.DeviceId,
                    entry.VerificationWords,
                    entry.Problem
                ))
            )
        );

    private static async Task<IResult> ReadAsync(Workspace workspace, GroupId id, ReadQuestion asked, CancellationToken end)
    {
        ConversationPage? page = await workspace.ConversationAsync(id, null, asked.After, asked.Take, end);
        return page is null ? Refuse(ControlAnswer.UnknownGroup) : Answer(page.Entries.Select(EntryAnswers.Of));
    }

    private static async Task<IResult> SendAsync(Workspace workspace, GroupId id, SendQuestion asked, CancellationToken end)
    {
        SendTextOutcome outcome = await workspace.SendTextAsync(id, asked.Text, end);
        return outcome is { Result: SendResult.Saved, MessageId: { } message, Position: { } position }
            ? Answer(await SentAsync(workspace, id, message, position, asked.WaitSeconds, end))
            : Refuse(Word(outcome.Result));
    }

    private static async Task<IResult> CreateGroupAsync(Workspace workspace, CreateGroupQuestion asked, CancellationToken end)
    {
        if (!TryWord(asked.Mode, out GroupMode mode) || !TryWord(asked.Ceiling, out HandlingCeiling ceiling))
        {
            return Refuse("invalid-setting");
        }

        CreateGroupOutcome outcome = await workspace.CreateGroupAsync(
            new NewGroup(asked.Name, asked.Purpose, mode, ceiling),
            end
        );
        return outcome is { Result: CreateGroupResult.Created, Id: { } id }
            ? Answer(new CreatedAnswer(id.ToString()))
            : Refuse(Word(outcome.Result), outcome.Code);
    }

    private static Task<IResult> AddAsync(Workspace workspace, GroupId id, AddQuestion asked, CancellationToken end) =>
        AskingServerAsync(async () =>
        {
            var devices = new List<DeviceId>();
            IReadOnlyList<DirectoryEntry>? directory = null;
            foreach (string wanted in asked.Devices)
            {
                if (Identifier.TryParse(wanted, out DeviceId device))
                {
                    devices.Add(device);
                    continue;
                }

                directory ??= await workspace.DirectoryAsync(end);
                DeviceId[] named =
                [
                    .. directory.Where(entry => entry.Problem is null && entry.Name == wanted).Select(entry => entry.Device),
                ];
                if (named is not [DeviceId only])
                {
                    return Refuse("unknown-device", wanted);
                }

                devices.Add(only);
            }

            return Changed(await workspace.AddMembersAsync(id, devices, end));
        });

    private static async Task<IResult> RemoveAsync(Workspace workspace, GroupId id, RemoveQuestion asked, CancellationToken end)
    {
        IReadOnlyList<MemberView> members = (await workspace.GroupAsync(id, end))?.Members ?? [];
        return
            members.Where(member => member.Device.ToString() == asked.Device || member.Name == asked.Device).ToArray()
                is [MemberView only]
            ? Changed(await workspace.RemoveMemberAsync(id, only.Device, end))
            : Refuse("unknown-device", asked.Device);
    }

    private static async Task<IResult> ReportAsync(Workspace workspace, GroupId id, ReportQuestion asked, CancellationToken end)
    {
        if (!Report.TryParse(JsonSerializer.SerializeToUtf8Bytes(asked.Report), out Report? report) || report is null)
        {
            return Refuse("malformed-report");
        }

        SendReportOutcome outcome = await workspace.SendReportAsync(id, report, end);
        FindingAnswer[] findings = outcome.Verdict is { } verdict ? EntryAnswers.FindingsOf(verdict) : [];
        if (outcome is not { Result: SendResult.Saved, MessageId: { } message, Position: { } position })
        {
            return Refuse(Word(outcome.Result), new ReportAnswer(null, findings));
        }

        SendAnswer sent = await SentAsync(workspace, id, message, position, asked.WaitSeconds, end);
        return Answer(new ReportAnswer(sent, findings));
    }

    private static async Task<IResult> ExportAsync(Workspace workspace, GroupId id, ExportQuestion asked, CancellationToken end)
    {
        FormDefinition? form = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure);
        if (!ProductCultures.Contains(asked.Language) || form is null)
        {
            return Refuse("invalid-setting");
        }

        IReadOnlyList<OpenedReport> reports = await workspace.ReportsAsync(id, end);
        CountedReport[] counted =
        [
            .. reports.Select(opened => CountedReport.From(opened.Report, opened.Verdict)).OfType<CountedReport>(),
        ];
        using var stream = new MemoryStream();
        new ReportCsv(asked.Language).Write(stream, form, counted);
        string csv = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        return Answer(new ExportAnswer(csv, counted.Length, reports.Count - counted.Length));
    }

    /// <summary>How far the message is when it has left the outbox, or when the waiting is over.</summary>
    private static async Task<SendAnswer> SentAsync(
        Workspace workspace,
        GroupId group,
        MessageId message,
        long position,
        int waitSeconds,
        CancellationToken end
    )
    {
        TimeSpan wait = TimeSpan.FromSeconds(Math.Clamp(waitSeconds, 0, MaxWait.TotalSeconds));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end);
        patience.CancelAfter(wait);
        // Listening begins before the first look, so that nothing falls between.
        IAsyncEnumerable<ClientEvent> events = workspace.EventsAsync(patience.Token);
        OpenedEntry? entry = await workspace.EntryAsync(group, position, end);
        try
        {
            await foreach (ClientEvent _ in wait > TimeSpan.Zero && IsSending(entry) ? events : NothingAsync())
            {
                entry = await workspace.EntryAsync(group, position, end);
                if (!IsSending(entry))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // Waited long enough: it stays in the outbox, and is sent from there.
        }

        return new SendAnswer(message.ToString(), position, Word(entry?.Delivery ?? DeliveryState.Sending), entry?.FailureReason);
    }

    private static bool IsSending(OpenedEntry? entry) => entry is { Delivery: DeliveryState.Sending };

#pragma warning disable CS1998 // An empty stream has nothing to await.
    private static async IAsyncEnumerable<ClientEvent> NothingAsync()
    {
        yield break;
    }
#pragma warning restore CS1998

    private static IResult Changed(MemberChangeOutcome outcome) =>
        outcome.Result == MemberChangeResult.Done
            ? Answer(new { })
            : Refuse(Word(outcome.Result), outcome.Code ?? string.Join(',', outcome.Devices));

    private static Task<IResult> OpenAsync(ClientSession session, Func<Workspace, Task<IResult>> use) =>
        session.Workspace is { } workspace ? use(workspace) : Task.FromResult(Refuse(ControlAnswer.NotOpen, Word(session.State)));

    private static Task<IResult> InGroupAsync(
        ClientSession session,
        string wanted,
        Func<Workspace, GroupId, Task<IResult>> use,
        CancellationToken end
    ) =>
        OpenAsync(
            session,
            async workspace =>
            {
                GroupSummary[] found =
                [
                    .. (await workspace.GroupsAsync(end)).Where(group => group.Id.ToString() == wanted || group.Name == wanted),
                ];
                return found is [GroupSummary only] ? await use(workspace, only.Id) : Refuse(ControlAnswer.UnknownGroup);
            }
        );

    private static async Task<IResult> AskingServerAsync(Func<Task<IResult>> use)
    {
        try
        {
            return await use();
        }
        catch (OfflineException exception)
        {
            return Refuse("offline", exception.Reason);
        }
    }

    private static IResult Answer<T>(T value) => Json(ControlAnswer.Done, value);

    private static IResult Refuse(string code) => Results.Json(new ControlAnswer(code, null), WireJson.Options);

    private static IResult Refuse<T>(string code, T value) => Json(code, value);

    private static IResult Json<T>(string result, T value) =>
        Results.Json(new ControlAnswer(result, JsonSerializer.SerializeToElement(value, WireJson.Options)), WireJson.Options);

    private static string Word<T>(T value)
        where T : struct, Enum => EntryAnswers.Word(value);

    private static bool TryWord<T>(string word, out T value)
        where T : struct, Enum =>
        Enum.TryParse(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value) && Enum.IsDefined(value);
}
