using System.Security.Claims;
using Comm.Server.Hosting;
using Comm.Shared.Messaging;

namespace Comm.Server.Identity.Enrolment;

internal static class EnrolmentEndpoints
{
    public static IResult Submit(
        EnrolmentSubmission submission,
        HttpContext context,
        EnrolmentRelay relay,
        ILogger<EnrolmentRelay> logger
    )
    {
        if (!EnrolmentRelay.TryRead(submission.Request, out EnrolmentRequest? request))
        {
            return Problem.BadRequest("not-an-enrolment-request");
        }

        (EnrolmentTicket? ticket, SubmitRefusal refusal) = relay.Submit(request!, CallerAddress.Of(context));
        if (ticket is null)
        {
            EnrolmentLog.NotTaken(logger, refusal);
            return refusal == SubmitRefusal.AddressFull
                ? Problem.TooManyRequests("too-many-enrolments")
                : Problem.Unavailable("too-many-enrolments");
        }

        EnrolmentLog.Submitted(logger, request!.Device);
        return TypedResults.Ok(ticket);
    }

    public static IResult Status(string id, EnrolmentRelay relay) =>
        Guid.TryParseExact(id, "N", out Guid ticket) && relay.Find(ticket) is { } status
            ? TypedResults.Ok(status)
            : Problem.NotFound("unknown-enrolment");

    public static Task<IReadOnlyList<PendingEnrolment>> List(
        ClaimsPrincipal caller,
        EnrolmentRelay relay,
        CancellationToken cancellationToken
    ) => relay.ListPendingAsync(caller.Device(), cancellationToken);

    public static async Task<IResult> Answer(
        string id,
        EnrolmentAnswer answer,
        ClaimsPrincipal caller,
        EnrolmentRelay relay,
        ILogger<EnrolmentRelay> logger,
        CancellationToken cancellationToken
    )
    {
        if (!Guid.TryParseExact(id, "N", out Guid ticket))
        {
            return Problem.NotFound("unknown-enrolment");
        }

        AnswerRefusal refusal = await relay.AnswerAsync(caller.Device(), ticket, answer, cancellationToken);
        EnrolmentLog.Answered(logger, caller.Device(), refusal);
        return refusal switch
        {
            AnswerRefusal.None => TypedResults.NoContent(),
            AnswerRefusal.UnknownRequest => Problem.NotFound("unknown-enrolment"),
            AnswerRefusal.Answered => Problem.Conflict("enrolment-answered"),
            _ => Problem.Unprocessable("enrolment-certificate"),
        };
    }
}
