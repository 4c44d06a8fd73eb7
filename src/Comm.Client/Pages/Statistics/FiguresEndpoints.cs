using System.Globalization;
using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
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

    /// <summary>The goods, or the lines of another <paramref name="table"/>.</summary>
    private static async Task<IResult> ExportAsync(
        Guid group,
        string? table,
        Reader reader,
        TimeProvider time,
        HttpContext context
    )
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        if (await workspace.GroupAsync(id, context.RequestAborted) is null)
        {
            return Page.Missing();
        }

        List<CountedReport> counted = [.. FigureSheet.Countable(await workspace.ReportsAsync(id, context.RequestAborted))];
        using var csv = new MemoryStream();
        var writer = new ReportCsv(reader.Language.Code, places: workspace.Tables.FindPlace);
        if (table is null)
        {
            writer.Write(csv, counted);
        }
        else if (ReportCsv.OtherRepeats(counted).Contains(table, StringComparer.Ordinal))
        {
            writer.WriteRepeat(csv, table, counted);
        }
        else
        {
            return Page.Missing();
        }

        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"not-released-{id.ToString()[..8]}-{time.GetUtcNow():yyyyMMdd-HHmm}{(table is null ? "" : "-" + table)}.csv"
        );
        return Results.File(csv.ToArray(), "text/csv; charset=utf-8", name);
    }
}
