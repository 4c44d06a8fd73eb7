using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Locations;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder report = pages.MapGroup("/groups/{group:guid}/report");
        report.MapGet("", OpenAsync);
        report.MapPost("", SendAsync);
        report.MapPost("/draft", DraftAsync);
        report.MapPost("/keep", KeepAsync);
        report.MapPost("/discard", Discard);
        pages.MapGet("/lookups/{form}/{version:int}/{field}", Find);
        pages.MapGet(
            "/places/map",
            // The field's name says under which one its code is sent.
            (string field, HttpRequest request) => Page.Of<PlaceMap>(new { Code = request.Query[field].ToString() })
        );
    }

    /// <summary>A report that was begun goes on where it stopped.</summary>
    private static Task<IResult> OpenAsync(Guid group, TimeProvider time, HttpContext context)
    {
        FormContext now = ContextOf(context, time);
        if (context.Workspace().Drafts.Find(new GroupId(group), DraftKind.Report) is not { } kept)
        {
            return ShowAsync(group, ReportDraft.Empty(Form, now), context);
        }

        (IFormCollection posted, Language language) = KeptReport.Read(kept.Content);
        var draft = ReportDraft.Read(Form, posted, language, now, showsFindings: false);
        return ShowAsync(group, draft, context, isKept: true);
    }

    /// <summary>Other fields, other lines: the part of the page that changes, or nothing when it does not.</summary>
    private static async Task<IResult> DraftAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        (IFormCollection posted, ReportDraft draft) = await ReadAsync(group, reader, time, context, showsFindings: false);
        if (!context.Request.Headers.ContainsKey("HX-Request"))
        {
            return await ShowAsync(group, draft, context);
        }

        bool changesLines = posted.ContainsKey(ReportEntry.AddLine) || posted.ContainsKey(ReportEntry.RemoveLine);
        return !changesLines && posted["shape"] == draft.Shape
            ? Results.NoContent()
            : Page.Of<ReportFields>(new { Group = new GroupId(group), Draft = draft });
    }

    private static async Task<IResult> KeepAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        await ReadAsync(group, reader, time, context, showsFindings: false);
        return Results.NoContent();
    }

    private static IResult Discard(Guid group, HttpContext context)
    {
        context.Workspace().Drafts.Discard(new GroupId(group), DraftKind.Report);
        return Page.GoTo(context, GroupAddress.Of(new GroupId(group), GroupTab.Report));
    }

    private static async Task<IResult> SendAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        (_, ReportDraft draft) = await ReadAsync(group, reader, time, context, showsFindings: true);
        if (!draft.MayBeSent)
        {
            return await ShowAsync(group, draft, context, StatusCodes.Status422UnprocessableEntity);
        }

        var id = new GroupId(group);
        Report report = Report.New(draft.Form, reader.Language.Code, draft.Answers, draft.Overrides) with
        {
            Id = draft.Ids.Report,
        };
        SendReportOutcome outcome = await context
            .Workspace()
            .SendReportAsync(id, report, new Submission(draft.Ids.Message, DraftKind.Report), context.RequestAborted);
        if (outcome.Result == SendResult.Saved)
        {
            return Page.GoTo(context, GroupAddress.Of(id));
        }

        // What differs from the report that was sent under this id may be another one: then it needs an id of its own.
        ReportDraft again = outcome.Result == SendResult.AlreadySent ? draft with { Ids = ReportIds.New() } : draft;
        return await ShowAsync(group, again, context, StatusCodes.Status422UnprocessableEntity, outcome.Result);
    }

    /// <summary>Whatever a page sends of a report is kept, before anything is said of it.</summary>
    private static async Task<(IFormCollection Posted, ReportDraft Draft)> ReadAsync(
        Guid group,
        Reader reader,
        TimeProvider time,
        HttpContext context,
        bool showsFindings
    )
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        var draft = ReportDraft.Read(Form, posted, reader.Language, ContextOf(context, time), showsFindings);
        var id = new GroupId(group);
        if (await context.Workspace().GroupAsync(id, context.RequestAborted) is { Ended: false })
        {
            string content = KeptReport.Of(posted, Form, reader.Language);
            context.Workspace().Drafts.Keep(id, DraftKind.Report, new Draft(draft.Ids.Message, content));
        }

        return (posted, draft);
    }

    private static async Task<IResult> ShowAsync(
        Guid id,
        ReportDraft draft,
        HttpContext context,
        int status = StatusCodes.Status200OK,
        SendResult? refused = null,
        bool isKept = false
    )
    {
        Workspace workspace = context.Workspace();
        return await workspace.GroupAsync(new GroupId(id), context.RequestAborted) is { } group
            ? Page.Of<ReportTab>(
                new
                {
                    Model = await FrameModel.OfAsync(workspace, context.RequestAborted),
                    Group = group,
                    Draft = draft,
                    Refused = refused,
                    IsKept = isKept,
                },
                status
            )
            : Page.Missing();
    }

    private static IResult Find(
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
        if (FormLibrary.Shipped.Find(form, version)?.Find(field) is not { } known)
        {
            return Page.Missing();
        }

        string typed = q?.Trim() ?? "";
        LocationTable places = context.Workspace().Tables.Locations;
        return Page.Of<LookupOptions>(
            new
            {
                Options = Lookup.Find(
                    known,
                    typed,
                    reader.Language.Code,
                    context.Workspace().Profile.Administration.Country,
                    places,
                    LocationNeeds.Of(kind)
                ),
                Typed = typed,
                Exact = Lookup.Exact(known, typed, reader.Language.Code, places),
                IsOfPlaces = known.Type == FieldType.Location,
                List = list ?? "",
            }
        );
    }

    private static FormDefinition Form =>
        FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)
        ?? throw new InvalidOperationException("The shipped form is gone.");

    private static FormContext ContextOf(HttpContext context, TimeProvider time) =>
        FormContext.At(time, context.Workspace().Profile.Administration.Country) with
        {
            Locations = context.Workspace().Tables.Locations,
        };
}
