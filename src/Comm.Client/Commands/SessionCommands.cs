using System.CommandLine;
using Comm.Client.Commands.Control;

namespace Comm.Client.Commands;

/// <summary>Enrolling, unlocking, locking, a new link into the pages, and how things stand.</summary>
internal static class SessionCommands
{
    public static IEnumerable<Command> All(Sentences say) => [Enrol(say), Open(say), Unlock(say), Lock(say), Status(say)];

    private static Command Enrol(Sentences say)
    {
        var invitation = new Option<FileInfo>("--invitation-file")
        {
            Required = true,
            HelpName = "FILE",
            Description = say["Opt_InvitationFile"],
        };
        var command = new Command("enrol", say["Help_Enrol"]) { invitation, PassphraseSource.File };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                FileInfo file = parsed.GetRequiredValue(invitation);
                if (!file.Exists)
                {
                    return context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", file.FullName]);
                }

                if (PassphraseSource.Read(parsed) is not { } passphrase)
                {
                    return context.Fail(ExitCode.Usage, "no-passphrase", context.Say["PassphraseMissing"]);
                }

                return await context.AskAsync<EnrolQuestion, StatusAnswer>(
                    ControlRoutes.Enrol,
                    new EnrolQuestion(await File.ReadAllTextAsync(file.FullName, end), passphrase),
                    status => Lines(status, context.Say),
                    end
                );
            }
        );
        return command;
    }

    private static Command Open(Sentences say)
    {
        var command = new Command("open", say["Help_Open"]);
        command.SetAction(
            (parsed, end) =>
                CommandContext
                    .Of(parsed)
                    .AskAsync<object, OpenAnswer>(
                        ControlRoutes.Open,
                        new { },
                        answer =>
                            [
                                [answer.Url],
                            ],
                        end
                    )
        );
        return command;
    }

    private static Command Unlock(Sentences say)
    {
        var command = new Command("unlock", say["Help_Unlock"]) { PassphraseSource.File };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return PassphraseSource.Read(parsed) is { } passphrase
                    ? await context.AskAsync<UnlockQuestion, StatusAnswer>(
                        ControlRoutes.Unlock,
                        new UnlockQuestion(passphrase),
                        status => Lines(status, context.Say),
                        end
                    )
                    : context.Fail(ExitCode.Usage, "no-passphrase", context.Say["PassphraseMissing"]);
            }
        );
        return command;
    }

    private static Command Lock(Sentences say)
    {
        var command = new Command("lock", say["Help_Lock"]);
        command.SetAction(
            (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return context.AskAsync<object, StatusAnswer>(
                    ControlRoutes.Lock,
                    new { },
                    status => Lines(status, context.Say),
                    end
                );
            }
        );
        return command;
    }

    private static Command Status(Sentences say)
    {
        var command = new Command("status", say["Help_Status"]);
        command.SetAction(
            (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return context.AskAsync<object, StatusAnswer>(
                    ControlRoutes.Status,
                    new { },
                    status => Lines(status, context.Say),
                    end
                );
            }
        );
        return command;
    }

    private static IEnumerable<string[]> Lines(StatusAnswer status, Sentences say)
    {
        yield return [say[$"State_{status.State}"]];
        if (status.Officer is not null)
        {
            yield return [status.Administration ?? "", status.Officer];
            yield return [say["VerificationWords", status.VerificationWords!]];
        }

        if (status.Connection is { } connection)
        {
            yield return [say[$"Connection_{connection.State}", connection.Reason ?? ""]];
        }
    }
}
