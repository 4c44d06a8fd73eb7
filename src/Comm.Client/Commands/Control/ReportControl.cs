using System.Text.Json;
using Comm.Client.Conversations;
using Comm.Client.Engine;
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
        FormDefinition? form = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure);
        if (!ProductCultures.Contains(asked.Language) || form is null)
        {
            return Refuse("invalid-setting");
        }

        IReadOnlyList<OpenedReport> reports = await workspace.ReportsAsync(id, end);
        CountedReport[] counted =
        [
            .. reports
                .Where(opened => opened.History.MayBeCounted)
                .Select(opened => CountedReport.From(opened.Report, opened.Verdict))
                .OfType<CountedReport>(),
        ];
        using var stream = new MemoryStream();
        new ReportCsv(asked.Language, places: workspace.Tables.FindPlace).Write(stream, form, counted);
        string csv = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        return Answer(new ExportAnswer(csv, counted.Length, reports.Count - counted.Length));
    }
}
