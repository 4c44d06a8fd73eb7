using Comm.Client.Engine;
using Comm.Client.Vault;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

/// <summary>How things stand, enrolling, unlocking and locking, and a new link into the pages.</summary>
internal static class SessionControl
{
    public static void MapSessionControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(ControlRoutes.Status, (ClientSession session) => Answer(Status(session)));
        routes.MapPost(ControlRoutes.Open, (ILaunchLinks links) => Answer(new OpenAnswer(links.Create().AbsoluteUri)));
        routes.MapPost(ControlRoutes.Enrol, EnrolAsync);
        routes.MapPost(ControlRoutes.Unlock, UnlockAsync);
        routes.MapPost(ControlRoutes.Lock, LockAsync);
    }

    private static StatusAnswer Status(ClientSession session)
    {
        Workspace? workspace = session.Workspace;
        return new StatusAnswer(
            session.State,
            workspace?.Profile.OfficerName,
            workspace?.Profile.Administration.Value,
            workspace?.Profile.VerificationWords,
            workspace?.Connection,
            Seconds(session.RetryAfter)
        );
    }

    private static async Task<IResult> EnrolAsync(EnrolQuestion asked, ClientSession session, CancellationToken end)
    {
        EnrolOutcome outcome = await session.EnrolAsync(asked.Invitation, asked.Passphrase.AsMemory(), null, end);
        return outcome switch
        {
            EnrolOutcome.Enrolled => Answer(Status(session)),
            EnrolOutcome.OtherPassphrase or EnrolOutcome.TooEarly => Refuse(Word(outcome), Seconds(session.RetryAfter)),
            _ => Refuse(Word(outcome)),
        };
    }

    private static async Task<IResult> UnlockAsync(UnlockQuestion asked, ClientSession session, CancellationToken end)
    {
        UnlockOutcome outcome = await session.UnlockAsync(asked.Passphrase.AsMemory(), end);
        return outcome.Result == UnlockResult.Unlocked
            ? Answer(Status(session))
            : Refuse(Word(outcome.Result), Seconds(outcome.RetryAfter));
    }

    /// <summary>Rounded up: who waits as long as it says is let try.</summary>
    private static int Seconds(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);

    private static async Task<IResult> LockAsync(ClientSession session)
    {
        await session.LockAsync();
        return Answer(Status(session));
    }
}
