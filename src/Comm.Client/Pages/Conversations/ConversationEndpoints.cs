using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Conversations;

internal static class ConversationEndpoints
{
    public static void MapConversations(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder group = pages.MapGroup("/groups/{group:guid}");
        group.MapGet(
            "",
            (Guid group, long? at, Reader reader, HttpContext context) => OpenAsync(new GroupId(group), at, reader, context)
        );
        group.MapGet("/entries", EntriesAsync).AsBackground();
        group.MapGet("/entries/{position:long}", EntryAsync).AsBackground();
        group.MapPost("/messages", SendAsync);
        group.MapPost("/messages/draft", KeepAsync);
        group.MapPost("/messages/{message:guid}/retry", RetryAsync);
        group.MapPost("/read", ReadAsync).AsBackground();
    }

    /// <summary>With what was begun here and not sent.</summary>
    private static Task<IResult> OpenAsync(GroupId id, long? at, Reader reader, HttpContext context) =>
        ShowAsync(id, context.Workspace().Drafts.Find(id, DraftKey.Message), null, reader, context, at);

    private static async Task<IResult> ShowAsync(
        GroupId id,
        Draft? draft,
        SendResult? problem,
        Reader reader,
        HttpContext context,
        long? at = null
    )
    {
        Workspace workspace = context.Workspace();
        CancellationToken cancellationToken = context.RequestAborted;
        if (
            await workspace.GroupAsync(id, cancellationToken) is not { } group
            || await (
                at is { } place
                    ? EntryLines.FromAsync(workspace, id, place, reader, cancellationToken)
                    : EntryLines.NewestAsync(workspace, group, reader, cancellationToken)
            )
                is not { } lines
        )
        {
            return Page.Missing();
        }

        var parameters = new
        {
            Model = await FrameModel.OfAsync(workspace, cancellationToken),
            Group = group,
            Lines = lines,
            draft?.Message,
            Entered = draft?.Content,
            Problem = problem,
        };
        return problem is null ? Page.Of<ConversationTab>(parameters) : Page.Again<ConversationTab>(parameters);
    }

    private static async Task<IResult> EntriesAsync(Guid group, long? before, long? after, Reader reader, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        EntryLines? lines = before is { } first
            ? await EntryLines.BeforeAsync(workspace, new GroupId(group), first, reader, context.RequestAborted)
            : await EntryLines.AfterAsync(workspace, new GroupId(group), after ?? 0, reader, context.RequestAborted);
        if (lines is not null && before is null)
        {
            TellCards(lines, context.Response);
        }

        return lines is null ? Page.Missing() : Page.Of<EntryList>(new { Lines = lines, IsEarlier = before is not null });
    }

    /// <summary>What has arrived says something of reports whose cards may stand further up.</summary>
    private static void TellCards(EntryLines lines, HttpResponse response)
    {
        string events = string.Join(
            ", ",
            lines
                .Lines.Select(line =>
                    line.Entry switch
                    {
                        OpenedReview review => review.Review.Report,
                        OpenedWithdrawal withdrawal => withdrawal.Withdrawal.Report,
                        OpenedReportEntry { Report.Revision: > 1 } correction => correction.Report.Id,
                        _ => (Guid?)null,
                    }
                )
                .OfType<Guid>()
                .Distinct()
                .Select(EntryItem.ReportEvent)
        );
        if (events.Length > 0)
        {
            response.Headers["HX-Trigger"] = events;
        }
    }

    private static async Task<IResult> EntryAsync(Guid group, long position, bool? continues, HttpContext context) =>
        await context.Workspace().EntryAsync(new GroupId(group), position, context.RequestAborted) is { } entry
            ? Page.Of<EntryItem>(
                new
                {
                    Group = new GroupId(group),
                    Line = new EntryLine(entry, NewDay: null, IsFirstUnread: false, continues ?? false),
                }
            )
            : Page.Missing();

    private static async Task<IResult> SendAsync(Guid group, Reader reader, HttpContext context)
    {
        var id = new GroupId(group);
        Draft draft = await ReadDraftAsync(context);
        SendTextOutcome outcome = await context
            .Workspace()
            .SendTextAsync(id, draft.Content, new Submission(draft.Message, DraftKey.Message), context.RequestAborted);
        SendResult? problem = outcome.Result == SendResult.Saved ? null : outcome.Result;
        if (problem is not null and not SendResult.UnknownGroup)
        {
            // Another text under an id that was used is another message, and gets an id of its own.
            draft = problem == SendResult.AlreadySent ? draft with { Message = Identifier.Create<MessageId>() } : draft;
            context.Workspace().Drafts.Keep(id, DraftKey.Message, draft);
        }

        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            // An empty composer, and the line it made comes like any other's: in its place, once.
            context.Response.Headers["HX-Trigger-After-Settle"] = $"group-{id}";
            return problem is null
                ? Page.Of<Composer>(new { Group = id })
                : Page.Again<Composer>(
                    new
                    {
                        Group = id,
                        Message = (MessageId?)draft.Message,
                        Entered = draft.Content,
                        Problem = problem,
                    }
                );
        }

        return problem is null ? Page.GoTo(context, GroupAddress.Of(id)) : await ShowAsync(id, draft, problem, reader, context);
    }

    private static async Task<IResult> KeepAsync(Guid group, HttpContext context)
    {
        var id = new GroupId(group);
        if (await context.Workspace().GroupAsync(id, context.RequestAborted) is { Ended: false })
        {
            context.Workspace().Drafts.Keep(id, DraftKey.Message, await ReadDraftAsync(context));
        }

        return Results.NoContent();
    }

    private static async Task<Draft> ReadDraftAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        return new Draft(
            Identifier.TryParse(form["message"], out MessageId message) ? message : Identifier.Create<MessageId>(),
            form["text"].ToString()
        );
    }

    private static async Task<IResult> RetryAsync(Guid group, Guid message, HttpContext context)
    {
        var id = new GroupId(group);
        await context.Workspace().RetryAsync(id, new MessageId(message), context.RequestAborted);
        if (!context.Request.Headers.ContainsKey("HX-Request"))
        {
            return Page.GoTo(context, GroupAddress.Of(id));
        }

        context.Response.Headers["HX-Trigger"] = $"group-{id}";
        return Results.NoContent();
    }

    private static async Task<IResult> ReadAsync(Guid group, HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (long.TryParse(form["after"], System.Globalization.CultureInfo.InvariantCulture, out long position))
        {
            await context.Workspace().MarkReadAsync(new GroupId(group), position, context.RequestAborted);
        }

        return Results.NoContent();
    }
}
