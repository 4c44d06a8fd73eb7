using System.Security.Claims;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

internal static class LogEndpoint
{
    public static async Task<IResult> Read(
        string id,
        long after,
        int take,
        ClaimsPrincipal caller,
        LogReader reader,
        CancellationToken cancellationToken
    )
    {
        if (after < 0 || take is < 1 or > WireLimits.MaxLogPage)
        {
            return Problem.BadRequest("log-bounds");
        }

        if (!Identifier.TryParse(id, out GroupId groupId))
        {
            return Problem.NotFound("unknown-group");
        }

        return await reader.ReadAsync(caller.Device(), groupId, after, take, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problem.Forbidden("not-a-member");
    }
}
