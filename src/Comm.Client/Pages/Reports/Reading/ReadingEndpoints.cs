using System.Globalization;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>The reports of a group, one report, and what an officer or a coordinator does with it.</summary>
internal static class ReadingEndpoints
{
    public static void MapReading(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder reports = pages.MapGroup("/groups/{group:guid}/reports");
        reports.MapGet("", ListAsync);
        reports.MapGet("/{report:guid}", (Guid group, Guid report, HttpContext context) => ShowAsync(group, report, context));
        reports.MapGet("/{report:guid}/standing", StandingAsync).AsBackground();
        reports.MapPost("/{report:guid}/withdraw", WithdrawAsync);
        reports.MapPost("/{report:guid}/review", ReviewAsync);
    }

    private static async Task<IResult> ListAsync(Guid group, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        return await workspace.GroupAsync(id, context.RequestAborted) is { } view
            ? Page.Of<ReportsTab>(
                new
                {
                    Model = await FrameModel.OfAsync(workspace, context.RequestAborted),
                    Group = view,
                    View = ReportsView.Of(
                        await workspace.ReportsAsync(id, context.RequestAborted),
                        ReportsQuery.Read(context.Request.Query)
                    ),
                }
            )
            : Page.Missing();
    }

    private static async Task<IResult> ShowAsync(
        Guid group,
        Guid report,
        HttpContext context,
        string? refused = null,
        EnteredAct? entered = null
    )
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        if (
            await workspace.GroupAsync(id, context.RequestAborted) is not { } view
            || ReadReport.Of(
                report,
                await workspace.ReportsAsync(id, context.RequestAborted),
                await workspace.RevisionsAsync(id, report, context.RequestAborted),
                workspace.IsOwn
            )
                is not { } read
        )
        {
            return Page.Missing();
        }

        var parameters = new
        {
            Model = await FrameModel.OfAsync(workspace, context.RequestAborted),
            Group = view,
            Read = read,
            Refused = refused,
            Entered = entered,
        };
        return refused is null ? Page.Of<ReportPage>(parameters) : Page.Again<ReportPage>(parameters);
    }

    private static async Task<IResult> StandingAsync(Guid group, Guid report, HttpContext context)
    {
        var id = new GroupId(group);
        IReadOnlyList<OpenedReport> revisions = await context.Workspace().RevisionsAsync(id, report, context.RequestAborted);
        return revisions.Count > 0 ? Page.Of<StandingLine>(new { Group = id, Opened = revisions[^1] }) : Page.Missing();
    }

    private static async Task<IResult> WithdrawAsync(
        Guid group,
        Guid report,
        IStringLocalizer<L.Conversation> words,
        HttpContext context
    )
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string reason = posted["reason"].ToString();
        SendResult result = await context.Workspace().WithdrawAsync(new GroupId(group), report, reason, context.RequestAborted);
        return await AfterAsync(group, report, result, new EnteredAct(IsWithdrawal: true, reason), words, context);
    }

    private static async Task<IResult> ReviewAsync(
        Guid group,
        Guid report,
        IStringLocalizer<L.Conversation> words,
        HttpContext context
    )
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (
            !Enum.TryParse(posted["decision"], out ReviewDecision decision)
            || !Enum.IsDefined(decision)
            || !int.TryParse(posted["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out int revision)
        )
        {
            return Refusals.Page(Refusal.Malformed);
        }

        string remark = posted["remark"].ToString();
        SendResult result = await context
            .Workspace()
            .ReviewAsync(new GroupId(group), new ReportReview(report, revision, decision, remark), context.RequestAborted);
        return await AfterAsync(group, report, result, new EnteredAct(IsWithdrawal: false, remark), words, context);
    }

    /// <summary>Done: the page anew, with the keyboard at how the report stands now. Refused: why, and what was written.</summary>
    private static Task<IResult> AfterAsync(
        Guid group,
        Guid report,
        SendResult result,
        EnteredAct entered,
        IStringLocalizer<L.Conversation> words,
        HttpContext context
    )
    {
        if (result == SendResult.Saved)
        {
            return Task.FromResult(Page.GoTo(context, $"/groups/{new GroupId(group)}/reports/{report}#standing"));
        }

        string why =
            result == SendResult.Empty
                ? words["Report.ReasonNeeded", FormLimits.ReasonLeastCharacters]
                : SendProblem.Sentence(words, result, entered: null);
        return ShowAsync(group, report, context, why, entered);
    }
}
