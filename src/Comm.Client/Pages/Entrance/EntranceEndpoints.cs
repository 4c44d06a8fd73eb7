using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Client.Vault;

namespace Comm.Client.Pages.Entrance;

/// <summary>Before the vault is open: first enrolment, then the passphrase.</summary>
internal static class EntranceEndpoints
{
    public static void MapEntrance(this RouteGroupBuilder pages)
    {
        pages.MapGet("/enrol", ShowEnrol);
        pages.MapPost("/enrol", EnrolAsync);
        pages.MapGet("/enrol/progress", ProgressAsync);
        pages.MapGet(
            "/welcome",
            (ClientSession session, HttpContext context) =>
                session.Workspace is { } workspace ? Page.Of<WelcomePage>(new { workspace.Profile }) : Page.GoTo(context, "/")
        );
        pages.MapGet(
            "/unlock",
            (ClientSession session, HttpContext context) =>
            {
                string wanted = LocalPath.Or(context.Request.Query[LocalPath.Parameter], "/");
                return session.State == SessionState.Locked
                    ? Page.Of<UnlockPage>(new { Wanted = wanted })
                    : Page.GoTo(context, wanted);
            }
        );
        pages.MapPost("/unlock", UnlockAsync);
        pages.MapPost(
            "/lock",
            async (ClientSession session, HttpContext context) =>
            {
                IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
                await session.LockAsync();
                return Page.GoTo(context, LocalPath.Unlock(LocalPath.Or(form[LocalPath.Parameter], "/")));
            }
        );
    }

    private static IResult ShowEnrol(ClientSession session, EnrolmentRun run, HttpContext context) =>
        session.State != SessionState.NotEnrolled ? Page.GoTo(context, "/")
        : run.IsRunning ? Page.Of<EnrolProgressPage>(new { run.Step })
        : Page.Of<EnrolPage>(new { IsPending = session.HasPendingEnrolment });

    private static async Task<IResult> EnrolAsync(ClientSession session, EnrolmentRun run, HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string invitation = form["invitation"].ToString();
        string passphrase = form["passphrase"].ToString();
        if (passphrase != form["again"].ToString())
        {
            return Page.Again<EnrolPage>(
                new
                {
                    Invitation = invitation,
                    Problem = EnrolPage.PassphrasesDiffer,
                    IsPending = session.HasPendingEnrolment,
                }
            );
        }

        run.Start(invitation, passphrase);
        return Page.GoTo(context, "/enrol/progress");
    }

    private static async Task<IResult> ProgressAsync(ClientSession session, EnrolmentRun run, HttpContext context)
    {
        bool isPart = context.Request.Headers.ContainsKey("HX-Request");
        if (run.IsRunning)
        {
            return isPart ? Page.Of<EnrolSteps>(new { run.Step }) : Page.Of<EnrolProgressPage>(new { run.Step });
        }

        if (run.Finished is not { } finished)
        {
            return Page.GoTo(context, "/enrol");
        }

        EnrolOutcome outcome = await finished;
        if (outcome is EnrolOutcome.Enrolled or EnrolOutcome.AlreadyEnrolled)
        {
            return Page.GoTo(context, "/welcome");
        }

        // The part asks again as a whole page, which can show the form.
        return isPart
            ? Page.GoTo(context, "/enrol/progress")
            : Page.Again<EnrolPage>(
                new
                {
                    Problem = outcome.ToString(),
                    IsPending = session.HasPendingEnrolment,
                    session.RetryAfter,
                }
            );
    }

    private static async Task<IResult> UnlockAsync(ClientSession session, HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string wanted = LocalPath.Or(form[LocalPath.Parameter], "/");
        UnlockOutcome outcome = await session.UnlockAsync(form["passphrase"].ToString().AsMemory(), context.RequestAborted);
        return outcome.Result is UnlockResult.Unlocked or UnlockResult.NotEnrolled
            ? Page.GoTo(context, wanted)
            : Page.Again<UnlockPage>(new { Outcome = outcome, Wanted = wanted });
    }
}
