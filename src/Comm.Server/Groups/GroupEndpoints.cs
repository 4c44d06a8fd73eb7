using System.Security.Claims;
using Comm.Mls.Codec;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Server.Messaging;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comm.Server.Groups;

internal static class GroupEndpoints
{
    public static Task<IReadOnlyList<GroupStanding>> List(
        ClaimsPrincipal caller,
        Standings standings,
        CancellationToken cancellationToken
    ) => standings.ListAsync(caller.Device(), cancellationToken);

    public static async Task<IResult> Create(
        HttpRequest request,
        ClaimsPrincipal caller,
        GroupCreation creation,
        Standings standings,
        CancellationToken cancellationToken
    )
    {
        if (await RequestBody.ReadAsync(request, WireLimits.MaxCommitBytes, cancellationToken) is not { } body)
        {
            return Answer(CommitOutcome.Refused(CommitRefusal.TooLarge));
        }

        CreationOutcome outcome = await creation.CreateAsync(caller.Device(), body);
        return outcome.Refusal is { } refusal
            ? Answer(CommitOutcome.Refused(refusal, outcome.Detail))
            : TypedResults.Ok(await standings.FindAsync(caller.Device(), outcome.GroupId, cancellationToken));
    }

    public static async Task<IResult> Commit(
        string id,
        HttpRequest request,
        ClaimsPrincipal caller,
        CommitIntake intake,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentType != CommitUpload.ContentType)
        {
            return Problem.UnsupportedMediaType("not-a-commit");
        }

        if (await RequestBody.ReadAsync(request, WireLimits.MaxCommitBytes, cancellationToken) is not { } body)
        {
            return Answer(CommitOutcome.Refused(CommitRefusal.TooLarge));
        }

        return Identifier.TryParse(id, out GroupId groupId)
            ? Answer(await intake.AcceptAsync(caller.Device(), groupId, body, cancellationToken))
            : Answer(CommitOutcome.Refused(CommitRefusal.UnknownGroup));
    }

    public static async Task<IResult> ReportFault(
        string id,
        HttpRequest request,
        ClaimsPrincipal caller,
        GroupLog log,
        ILogger<FaultReport> logger,
        CancellationToken cancellationToken
    )
    {
        if (await RequestBody.ReadAsync(request, FaultReport.MaxBytes, cancellationToken) is not { } body)
        {
            return Answer(CommitOutcome.Refused(CommitRefusal.TooLarge));
        }

        if (
            !MlsCodec.TryDecode(body, out FaultReport? report)
            || !Identifier.TryParse(id, out GroupId groupId)
            || report.GroupId != groupId
        )
        {
            return Answer(CommitOutcome.Refused(CommitRefusal.Malformed));
        }

        CommitOutcome outcome = await log.SubmitAsync(new AppendFault(caller.Device(), report));
        if (outcome.Receipt is not null)
        {
            GroupsLog.FaultReported(logger, groupId, report.Reporter, report.Sequence, report.Fault);
        }

        return Answer(outcome);
    }

    public static async Task<IResult> Describe(
        string id,
        ClaimsPrincipal caller,
        GroupDescriptions descriptions,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse(id, out GroupId groupId))
        {
            return Problem.NotFound("unknown-group");
        }

        return await descriptions.FindAsync(caller.Device(), groupId, cancellationToken) is { } description
            ? TypedResults.Ok(description)
            : Problem.Forbidden("not-a-member");
    }

    public static Task<WaitingWelcomePage> ReadWelcomes(
        ClaimsPrincipal caller,
        WelcomeShelf shelf,
        CancellationToken cancellationToken,
        long after = 0
    ) => shelf.ReadAsync(caller.Device(), after, cancellationToken);

    public static async Task<IResult> DeleteWelcome(
        string id,
        ClaimsPrincipal caller,
        WelcomeShelf shelf,
        CancellationToken cancellationToken
    )
    {
        if (!Guid.TryParseExact(id, "N", out Guid welcome))
        {
            return Problem.NotFound("unknown-welcome");
        }

        await shelf.DeleteAsync(caller.Device(), welcome, cancellationToken);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<CommitOutcome> Answer(CommitOutcome outcome) =>
        TypedResults.Json(
            outcome,
            statusCode: outcome.Refusal switch
            {
                null => StatusCodes.Status200OK,
                CommitRefusal.Malformed => StatusCodes.Status400BadRequest,
                CommitRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
                CommitRefusal.UnknownGroup => StatusCodes.Status404NotFound,
                CommitRefusal.NotAMember => StatusCodes.Status403Forbidden,
                CommitRefusal.StaleEpoch or CommitRefusal.GroupExists => StatusCodes.Status409Conflict,
                CommitRefusal.Busy => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status422UnprocessableEntity,
            }
        );
}
