using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder report = pages.MapGroup("/groups/{group:guid}/report");
        report.MapGet("", NewAsync);
        report.MapPost("", SendAsync);
        report.MapPost("/draft", DraftAsync);
        pages.MapGet("/lookups/{form}/{version:int}/{field}", Find);
    }

    private static Task<IResult> NewAsync(Guid group, TimeProvider time, HttpContext context) =>
        ShowAsync(group, ReportDraft.Empty(Form, ContextOf(context, time)), refused: null, context, StatusCodes.Status200OK);

    /// <summary>Other fields, other lines: the part of the page that changes, or nothing when it does not.</summary>
    private static async Task<IResult> DraftAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        var draft = ReportDraft.Read(Form, posted, reader, ContextOf(context, time), showsFindings: false);
        if (!context.Request.Headers.ContainsKey("HX-Request"))
        {
            return await ShowAsync(group, draft, refused: null, context, StatusCodes.Status200OK);
        }

        bool changesLines = posted.ContainsKey(ReportEntry.AddLine) || posted.ContainsKey(ReportEntry.RemoveLine);
        return !changesLines && posted["shape"] == draft.Shape
            ? Results.NoContent()
            : Page.Of<ReportFields>(new { Group = new GroupId(group), Draft = draft });
    }

    private static async Task<IResult> SendAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        var draft = ReportDraft.Read(Form, posted, reader, ContextOf(context, time), showsFindings: true);
        if (!draft.MayBeSent)
        {
            return await ShowAsync(group, draft, refused: null, context, StatusCodes.Status422UnprocessableEntity);
        }

        var id = new GroupId(group);
        var report = Report.New(draft.Form, reader.Language.Code, draft.Answers, draft.Overrides);
        SendReportOutcome outcome = await context.Workspace().SendReportAsync(id, report, context.RequestAborted);
        return outcome.Result == SendResult.Saved
            ? Page.GoTo(context, GroupAddress.Of(id))
            : await ShowAsync(group, draft, outcome.Result, context, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ShowAsync(Guid id, ReportDraft draft, SendResult? refused, HttpContext context, int status)
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
        Reader reader,
        HttpContext context
    ) =>
        FormLibrary.Shipped.Find(form, version)?.Find(field) is { } known
            ? Page.Of<LookupOptions>(
                new
                {
                    Options = Lookup.Find(
                        known,
                        q?.Trim() ?? "",
                        reader.Language.Code,
                        context.Workspace().Profile.Administration.Country
                    ),
                    List = list ?? "",
                }
            )
            : Page.Missing();

    private static FormDefinition Form =>
        FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)
        ?? throw new InvalidOperationException("The shipped form is gone.");

    private static FormContext ContextOf(HttpContext context, TimeProvider time) =>
        FormContext.At(time, context.Workspace().Profile.Administration.Country);
}
