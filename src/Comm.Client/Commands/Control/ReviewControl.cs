using System.Text.Json.Serialization;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Shared.Messaging;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

[JsonConverter(typeof(JsonStringEnumConverter<ReviewAct>))]
internal enum ReviewAct
{
    Validate = 1,
    Return = 2,
    Withdraw = 3,
}

/// <summary>What is said of the current revision of a report.</summary>
internal sealed record ReviewQuestion(string Group, Guid Report, ReviewAct Act, string Remark)
{
    public override string ToString() => "***";
}

internal sealed record ReportLine(
    Guid Id,
    int Revision,
    DateTimeOffset At,
    string Administration,
    string Form,
    int FormVersion,
    string Standing,
    string Verdict,
    bool Counted
);

/// <summary>The reports of a group and what is said of them.</summary>
internal static class ReviewControl
{
    public static void MapReviewControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            ControlRoutes.Reports,
            (GroupQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => ReportsAsync(w, group, end), end)
        );
        routes.MapPost(
            ControlRoutes.Review,
            (ReviewQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => ReviewAsync(w, group, asked, end), end)
        );
    }

    private static async Task<IResult> ReportsAsync(Workspace workspace, GroupId id, CancellationToken end) =>
        Answer(
            (await workspace.ReportsAsync(id, end)).Select(report => new ReportLine(
                report.Report.Id,
                report.Report.Revision,
                report.At,
                report.Sender.Administration.Value,
                report.Report.Form,
                report.Report.FormVersion,
                Word(report.History.Standing),
                EntryAnswers.Word(report.Verdict),
                report.History.MayBeCounted && report.Verdict is not Shared.Forms.ReportVerdict.Invalid
            ))
        );

    private static async Task<IResult> ReviewAsync(Workspace workspace, GroupId id, ReviewQuestion asked, CancellationToken end)
    {
        IReadOnlyList<OpenedReport> revisions = await workspace.RevisionsAsync(id, asked.Report, end);
        if (revisions is not [.., { } current])
        {
            return Refuse(Word(SendResult.OutOfTurn));
        }

        SendResult result =
            asked.Act == ReviewAct.Withdraw
                ? await workspace.WithdrawAsync(id, asked.Report, asked.Remark, end)
                : await workspace.ReviewAsync(
                    id,
                    new ReportReview(
                        asked.Report,
                        current.History.Current.Number,
                        asked.Act == ReviewAct.Validate ? ReviewDecision.Validated : ReviewDecision.Returned,
                        asked.Remark
                    ),
                    end
                );
        return result == SendResult.Saved ? Answer(new { }) : Refuse(Word(result));
    }
}
