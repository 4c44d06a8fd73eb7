using System.Runtime.CompilerServices;
using Comm.Client.Engine;

namespace Comm.Client.Shell;

/// <summary>
/// One stream of hints per browser (its tabs share it: wwwroot/live.js). An event names what changed and carries no content; the
/// page then asks for it like for anything else.
/// </summary>
internal static class LiveEndpoints
{
    public static void MapLive(this RouteGroupBuilder pages) =>
        pages
            .MapGet(
                "/events",
                (HttpContext context, IHostApplicationLifetime life) =>
                    TypedResults.ServerSentEvents(
                        HintsAsync(context.Workspace(), life.ApplicationStopping, context.RequestAborted)
                    )
            )
            .AsBackground();

    /// <summary>The name of an event, as the pages' hx-trigger attributes know it.</summary>
    internal static string NameOf(ClientEvent change) =>
        change switch
        {
            GroupChanged group => $"group-{group.Id}",
            GroupsChanged => "groups",
            ConnectionChanged => "connection",
            Locked => "locked",
            _ => throw new InvalidOperationException($"No name for {change.GetType().Name}."),
        };

    private static async IAsyncEnumerable<string> HintsAsync(
        Workspace workspace,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        // Tells the page that it hears from now on, and has to ask once for what it missed.
        yield return "listening";
        await foreach (ClientEvent change in workspace.EventsAsync(over.Token))
        {
            yield return NameOf(change);
        }
    }
}
