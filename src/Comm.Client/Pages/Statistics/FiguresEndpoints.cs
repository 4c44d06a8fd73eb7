using System.Globalization;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;
using Comm.Shared.Statistics;

namespace Comm.Client.Pages.Statistics;

internal static class FiguresEndpoints
{
    public static void MapFigures(this RouteGroupBuilder pages)
    {
        pages.MapGet("/groups/{group:guid}/figures", ShowAsync);
        pages.MapGet("/groups/{group:guid}/figures.csv", ExportAsync);
    }

    private static async Task<IResult> ShowAsync(Guid group, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        if (await workspace.GroupAsync(id, context.RequestAborted) is not { } view)
        {
            return Page.Missing();
        }

        return Page.Of<FiguresTab>(
            new
            {
                Model = await FrameModel.OfAsync(workspace, context.RequestAborted),
                Group = view,
                Sheet = FigureSheet.Of(await workspace.ReportsAsync(id, context.RequestAborted)),
            }
        );
    }

    private static async Task<IResult> ExportAsync(Guid group, Reader reader, TimeProvider time, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        if (
            await workspace.GroupAsync(id, context.RequestAborted) is null
            || FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure) is not { } form
        )
        {
            return Page.Missing();
        }

        using var csv = new MemoryStream();
        IReadOnlyList<OpenedReport> reports = await workspace.ReportsAsync(id, context.RequestAborted);
        new ReportCsv(reader.Language.Code, places: workspace.Tables.FindPlace).Write(csv, form, FigureSheet.Countable(reports));
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"not-released-{id.ToString()[..8]}-{time.GetUtcNow():yyyyMMdd-HHmm}.csv"
        );
        return Results.File(csv.ToArray(), "text/csv; charset=utf-8", name);
    }
}
