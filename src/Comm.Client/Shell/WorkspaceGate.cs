using Comm.Client.Engine;

namespace Comm.Client.Shell;

/// <summary>Marks an endpoint that needs the vault open.</summary>
internal sealed record NeedsWorkspace
{
    public static readonly NeedsWorkspace Instance = new();
}

/// <summary>
/// Gives such an endpoint its <see cref="Workspace"/>, the same one for the whole request; without one, shows the way: to enrolment
/// or to the passphrase.
/// </summary>
internal sealed class WorkspaceGate(RequestDelegate next, ClientSession session)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsWorkspace>() is null)
        {
            return next(context);
        }

        if (session.Workspace is { } workspace)
        {
            context.Features.Set(workspace);
            return next(context);
        }

        SendTo(context, session.State == SessionState.NotEnrolled ? "/enrol" : LocalPath.Unlock(LocalPath.Of(context.Request)));
        return Task.CompletedTask;
    }

    /// <summary>A whole page goes there by itself; for a part of one, htmx is told to.</summary>
    public static void SendTo(HttpContext context, string path)
    {
        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.Headers["HX-Redirect"] = path;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            context.Response.Headers.Location = path;
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
        }
    }
}

internal static class CurrentWorkspace
{
    public static Workspace Workspace(this HttpContext context) =>
        context.Features.Get<Workspace>()
        ?? throw new InvalidOperationException("The endpoint does not say that it needs the vault open.");
}
