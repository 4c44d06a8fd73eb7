using Comm.Client.Engine;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

/// <summary>Which code tables this installation has.</summary>
internal static class TableControl
{
    public static void MapTableControl(this IEndpointRouteBuilder routes) =>
        routes.MapPost(
            ControlRoutes.Tables,
            (ClientSession session) => OpenAsync(session, workspace => Task.FromResult(Tables(workspace)))
        );

    private static IResult Tables(Workspace workspace) =>
        Answer(
            workspace.Tables.Installed.Select(table => new TableAnswer(
                table.Kind.ToString(),
                table.Edition,
                (int)table.Rows,
                table.Publisher.Name,
                table.ContentHash.ToString(),
                table == workspace.Tables.LocationsManifest
            ))
        );
}
