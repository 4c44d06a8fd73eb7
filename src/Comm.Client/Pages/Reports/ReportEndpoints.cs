using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Pages.Reports.Starting;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Attachments;
using Comm.Shared.Forms;
using Comm.Shared.Locations;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder report = pages.MapGroup("/groups/{group:guid}/report");
        report.MapGet("", StartEndpoints.OpenAsync);
        report.MapGet("/start", StartEndpoints.ChooseAsync);
        report.MapPost("", SendAsync);
        report.MapPost("/draft", DraftAsync);
        report.MapPost("/keep", KeepAsync);
        report.MapPost("/discard", DiscardAsync);
        report.MapGet("/lookups/{form}/{version:int}/{field}", FindAsync);
        pages.MapGet(
            "/places/map",
            // The field's name says under which one its code is sent.
            (string field, HttpRequest request) => Page.Of<PlaceMap>(new { Code = request.Query[field].ToString() })
        );
    }

    public static async Task<IResult> ShowAsync(
        ReportRoom room,
        ReportDraft? draft,
        FillingNotes notes,
        HttpContext context,
        int status = StatusCodes.Status200OK,
        SendResult? refused = null
    ) =>
        await room.Workspace.GroupAsync(room.Group, context.RequestAborted) is { } group
            ? Page.Of<ReportTab>(
                new
                {
                    Model = await FrameModel.OfAsync(room.Workspace, context.RequestAborted),
                    Group = group,
                    Draft = draft,
                    Refused = refused,
                    Notes = notes,
                },
                status
            )
            : Page.Missing();

    /// <summary>Other fields, other lines: the part of the page that changes, or nothing when it does not.</summary>
    private static async Task<IResult> DraftAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        if (await ReadAsync(group, reader, time, context, showsFindings: false) is not var (room, posted, draft))
        {
            return Page.Missing();
        }

        if (!context.Request.Headers.ContainsKey("HX-Request"))
        {
            return await ShowAsync(room, draft, FillingNotes.Of(room.Forms, draft.Form), context);
        }

        LineAct? act = LineAct.Of(posted);
        if (act is not null)
        {
            context.Response.Headers["Comm-Attention"] = act.Attention(draft.Answers.Lines(act.Repeat).Length);
        }

        return act is null && draft.Paste is null && posted["shape"] == draft.Shape
            ? Results.NoContent()
            : Page.Of<ReportFields>(new { Group = room.Group, Draft = draft });
    }

    private static async Task<IResult> KeepAsync(Guid group, Reader reader, TimeProvider time, HttpContext context) =>
        await ReadAsync(group, reader, time, context, showsFindings: false) is null ? Page.Missing() : Results.NoContent();

    private static async Task<IResult> DiscardAsync(Guid group, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        context.Workspace().Drafts.Discard(new GroupId(group), DraftKey.OfReport(ReportIds.Read(posted).Report));
        return Page.GoTo(context, GroupAddress.Of(new GroupId(group), GroupTab.Report));
    }

    private static async Task<IResult> SendAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        if (await ReadAsync(group, reader, time, context, showsFindings: true) is not var (room, posted, draft))
        {
            return Page.Missing();
        }

        var notes = FillingNotes.Of(room.Forms, draft.Form);
        if (notes.IsWithdrawn || !draft.MayBeSent)
        {
            return await ShowAsync(room, draft, notes, context, StatusCodes.Status422UnprocessableEntity);
        }

        Report report = Report.New(draft.Form, reader.Language.Code, draft.Answers, draft.Overrides) with
        {
            Id = draft.Ids.Report,
            Revision = draft.Ids.Revision,
        };
        var key = DraftKey.OfReport(draft.Ids.Report);
        SendReportOutcome outcome = await room.Workspace.SendReportAsync(
            room.Group,
            report,
            new Submission(draft.Ids.Message, key),
            context.RequestAborted,
            await FilesOfAsync(room, draft.Ids, context.RequestAborted)
        );
        if (outcome.Result == SendResult.Saved)
        {
            return Page.GoTo(context, GroupAddress.Of(room.Group));
        }

        if (outcome.Result == SendResult.AlreadySent)
        {
            // What differs from the report that was sent under this id may be another one: then it needs an id of its own.
            room.Workspace.Drafts.Discard(room.Group, key);
            draft = draft with { Ids = ReportIds.New() };
            string content = KeptReport.Of(posted, draft.Form, reader.Language, time.GetUtcNow());
            room.Workspace.Drafts.Keep(room.Group, DraftKey.OfReport(draft.Ids.Report), new Draft(draft.Ids.Message, content));
        }

        return await ShowAsync(room, draft, notes, context, StatusCodes.Status422UnprocessableEntity, outcome.Result);
    }

    /// <summary>What opens the files of a report travels with each of its revisions.</summary>
    private static async Task<IReadOnlyList<AttachmentReference>> FilesOfAsync(
        ReportRoom room,
        ReportIds ids,
        CancellationToken cancellationToken
    ) =>
        ids.IsCorrection && await room.Workspace.RevisionsAsync(room.Group, ids.Report, cancellationToken) is [.., var current]
            ? current.Attachments
            : [];

    /// <summary>Whatever a page sends of a report is kept, before anything is said of it. Null for a form that the group does not know.</summary>
    private static async Task<(ReportRoom Room, IFormCollection Posted, ReportDraft Draft)?> ReadAsync(
        Guid group,
        Reader reader,
        TimeProvider time,
        HttpContext context,
        bool showsFindings
    )
    {
        var room = await ReportRoom.OfAsync(context, group);
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (room.FormOf(posted) is not { } form)
        {
            return null;
        }

        ReportDraft draft = await room.ReadAsync(form, posted, reader.Language, showsFindings);
        if (await room.Workspace.GroupAsync(room.Group, context.RequestAborted) is { Ended: false })
        {
            string content = KeptReport.Of(posted, form, reader.Language, time.GetUtcNow());
            room.Workspace.Drafts.Keep(room.Group, DraftKey.OfReport(draft.Ids.Report), new Draft(draft.Ids.Message, content));
        }

        return (room, posted, draft);
    }

    private static async Task<IResult> FindAsync(
        Guid group,
        string form,
        int version,
        string field,
        string? q,
        string? list,
        string? kind,
        Reader reader,
        HttpContext context
    )
    {
        var room = await ReportRoom.OfAsync(context, group);
        if (room.Workspace.FindForm(room.Group, form, version)?.Find(field) is not { } known)
        {
            return Page.Missing();
        }

        string typed = q?.Trim() ?? "";
        IReadOnlyList<LinkChoice> links = known.Type == FieldType.Link ? await room.LinksAsync() : [];
        // The group's own table: what is chosen here is what its rules will know.
        return Page.Of<LookupOptions>(
            new
            {
                Options = Lookup.Find(
                    known,
                    typed,
                    reader.Language.Code,
                    room.Workspace.Profile.Administration.Country,
                    room.Places,
                    LocationNeeds.Of(kind),
                    links
                ),
                Typed = typed,
                Exact = known.Type == FieldType.Link
                    ? links.FirstOrDefault(link => link.Label == typed)?.Value
                    : Lookup.Exact(known, typed, reader.Language.Code, room.Places),
                IsOfPlaces = known.Type == FieldType.Location,
                List = list ?? "",
            }
        );
    }
}
