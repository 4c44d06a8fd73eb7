using System.Globalization;
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
        report.MapGet("/lookups/{form}/{version:int}/{field}", FindAsync);
        pages.MapGet(
            "/places/map",
            // The field's name says under which one its code is sent.
            (string field, HttpRequest request) => Page.Of<PlaceMap>(new { Code = request.Query[field].ToString() })
        );
    }

    /// <summary>A report that was begun goes on where it stopped.</summary>
    private static async Task<IResult> OpenAsync(Guid group, string? form, HttpContext context)
    {
        var id = new GroupId(group);
        GroupFormsView forms = await context.Workspace().FormsAsync(id, context.RequestAborted);
        FormContext now = ContextOf(context, forms);
        if (context.Workspace().Drafts.Find(id, DraftKind.Report) is { } kept)
        {
            (IFormCollection posted, Language language) = KeptReport.Read(kept.Content);
            if (Posted(context, id, posted) is { } begun)
            {
                return await ShowAsync(
                    group,
                    ReportDraft.Read(begun, posted, language, now, showsFindings: false),
                    context,
                    isKept: true
                );
            }
        }

        FormDefinition? chosen =
            forms.Offered.FirstOrDefault(offered => offered.Id == form)
            ?? forms.Offered.FirstOrDefault(offered => offered.Kind == FormKind.Seizure);
        return await ShowAsync(group, chosen is null ? null : ReportDraft.Empty(chosen, now), context);
    }

    /// <summary>Other fields, other lines: the part of the page that changes, or nothing when it does not.</summary>
    private static async Task<IResult> DraftAsync(Guid group, Reader reader, HttpContext context)
    {
        if (await ReadAsync(group, reader, context, showsFindings: false) is not var (posted, draft))
        {
            return Page.Missing();
        }

        if (!context.Request.Headers.ContainsKey("HX-Request"))
        {
            return await ShowAsync(group, draft, context);
        }

        bool changesLines = posted.ContainsKey(ReportEntry.AddLine) || posted.ContainsKey(ReportEntry.RemoveLine);
        return !changesLines && posted["shape"] == draft.Shape
            ? Results.NoContent()
            : Page.Of<ReportFields>(new { Group = new GroupId(group), Draft = draft });
    }

    private static async Task<IResult> KeepAsync(Guid group, Reader reader, HttpContext context)
    {
        return await ReadAsync(group, reader, context, showsFindings: false) is null ? Page.Missing() : Results.NoContent();
    }

    private static IResult Discard(Guid group, HttpContext context)
    {
        context.Workspace().Drafts.Discard(new GroupId(group), DraftKind.Report);
        return Page.GoTo(context, GroupAddress.Of(new GroupId(group), GroupTab.Report));
    }

    private static async Task<IResult> SendAsync(Guid group, Reader reader, HttpContext context)
    {
        if (await ReadAsync(group, reader, context, showsFindings: true) is not var (_, draft))
        {
            return Page.Missing();
        }

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

    /// <summary>Whatever a page sends of a report is kept, before anything is said of it. Null for a form that the group does not know.</summary>
    private static async Task<(IFormCollection Posted, ReportDraft Draft)?> ReadAsync(
        Guid group,
        Reader reader,
        HttpContext context,
        bool showsFindings
    )
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Posted(context, id, posted) is not { } form)
        {
            return null;
        }

        FormContext now = ContextOf(context, await workspace.FormsAsync(id, context.RequestAborted));
        var draft = ReportDraft.Read(form, posted, reader.Language, now, showsFindings);
        if (await workspace.GroupAsync(id, context.RequestAborted) is { Ended: false })
        {
            string content = KeptReport.Of(posted, form, reader.Language);
            workspace.Drafts.Keep(id, DraftKind.Report, new Draft(draft.Ids.Message, content));
        }

        return (posted, draft);
    }

    private static async Task<IResult> ShowAsync(
        Guid id,
        ReportDraft? draft,
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
        if (context.Workspace().FindForm(new GroupId(group), form, version)?.Find(field) is not { } known)
        {
            return Page.Missing();
        }

        string typed = q?.Trim() ?? "";
        // The group's own table: what is chosen here is what its rules will know.
        GroupFormsView forms = await context.Workspace().FormsAsync(new GroupId(group), context.RequestAborted);
        LocationTable places = ContextOf(context, forms).Locations ?? context.Workspace().Tables.Locations;
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

    /// <summary>The form that a page says it is of.</summary>
    private static FormDefinition? Posted(HttpContext context, GroupId group, IFormCollection posted) =>
        int.TryParse(posted[ReportIds.VersionField], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? context.Workspace().FindForm(group, posted[ReportIds.FormField].ToString(), version)
            : null;

    private static FormContext ContextOf(HttpContext context, GroupFormsView forms) =>
        context.Workspace().FormContextOf(forms.Set);
}
