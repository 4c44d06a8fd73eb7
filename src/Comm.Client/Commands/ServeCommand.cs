using System.CommandLine;
using Comm.Client.Commands.Control;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Localization;

namespace Comm.Client.Commands;

/// <summary>The one process that holds a data directory: pages on the loopback address, control on the socket.</summary>
internal static class ServeCommand
{
    public static Command Create(Sentences say)
    {
        var port = new Option<int?>("--port") { HelpName = "N", Description = say["Opt_Port"] };
        var language = new Option<string?>("--language") { Description = say["Opt_PageLanguage"] };
        language.AcceptOnlyFromAmong([.. ProductCultures.All]);
        var command = new Command("serve", say["Help_Serve"]) { port, language, PassphraseSource.File };
        command.SetAction((parsed, end) => RunAsync(parsed, parsed.GetValue(port), parsed.GetValue(language), end));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, int? port, string? language, CancellationToken cancellationToken)
    {
        CommandContext context = CommandContext.Of(parsed);
        if (!ControlSocket.FitsIn(context.Directory))
        {
            return context.Fail(ExitCode.Usage, "path-too-long", context.Say["PathTooLong", context.Directory.Path]);
        }

        using ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddSimpleConsole());
        await using ClientSession? session = ClientSession.TryOpen(
            context.Directory,
            TimeProvider.System,
            logging.CreateLogger<ClientSession>()
        );
        if (session is null)
        {
            return context.Fail(ExitCode.Held, "held", context.Say["Held", context.Directory.Path]);
        }

        if (language is not null)
        {
            await session.SetLanguageAsync(language);
        }

        if (PassphraseSource.Read(parsed) is { } passphrase && session.State == SessionState.Locked)
        {
            UnlockOutcome outcome = await session.UnlockAsync(passphrase.AsMemory(), cancellationToken);
            if (outcome.Result != UnlockResult.Unlocked)
            {
                string code = EntryAnswers.Word(outcome.Result);
                int seconds = (int)Math.Ceiling(outcome.RetryAfter.TotalSeconds);
                string detail = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return context.Fail(ExitCode.NotOpen, code, context.Say.OfResult(code, detail));
            }
        }

        await using WebApplication host = ServeHost.Build(context.Directory, session, port);
        await host.StartAsync(cancellationToken);
        ControlSocket.Restrict(context.Directory);
        context.WriteLine(context.Say["Serving", host.Services.GetRequiredService<ILaunchLinks>().Create().AbsoluteUri]);
        await host.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
