using System.Text.Json;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Statistics;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Messaging;
using Comm.Shared.Statistics;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

/// <summary>Reports into a group, and their table out of it.</summary>
internal static class ReportControl
{
    public static void MapReportControl(this IEndpointRouteBuilder routes)
    {
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

        SendAnswer sent = await SendWait.SentAsync(workspace, id, message, position, asked.WaitSeconds, end);
        return Answer(new ReportAnswer(sent, findings));
    }

    private static async Task<IResult> ExportAsync(Workspace workspace, GroupId id, ExportQuestion asked, CancellationToken end)
    {
        if (!ProductCultures.Contains(asked.Language))
        {
            return Refuse("invalid-setting");
        }

        IReadOnlyList<OpenedReport> reports = await workspace.ReportsAsync(id, end);
        List<CountedReport> counted = [.. FigureSheet.Countable(reports)];
        var csv = new ReportCsv(asked.Language, places: workspace.Tables.FindPlace);
        return Answer(
            new ExportAnswer(
                Text(stream => csv.Write(stream, counted)),
                counted.Count,
                FigureSheet.Of(reports).Uncounted,
                ReportCsv
                    .OtherRepeats(counted)
                    .ToDictionary(repeat => repeat, repeat => Text(stream => csv.WriteRepeat(stream, repeat, counted)))
            )
        );
    }

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
