using System.CommandLine;

namespace Comm.Client.Commands;

/// <summary><c>comm</c>: all its commands, and the options that each of them has.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? configuration = null)
    {
        // Help is written before a data directory is known: in the machine's language.
        RootCommand root = Create(Sentences.For(null));
        ParseResult parsed = root.Parse(args);
        int code = await parsed.InvokeAsync(configuration ?? new InvocationConfiguration());
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }

    private static RootCommand Create(Sentences say)
    {
        // These three are in many commands, and made before the language is known.
        CommandContext.Data.Description = say["Opt_Data"];
        CommandContext.Json.Description = say["Opt_Json"];
        PassphraseSource.File.Description = say["Opt_PassphraseFile"];
        var root = new RootCommand(say["Help_Comm"]) { CommandContext.Data, CommandContext.Json };
        root.Add(ServeCommand.Create(say));
        foreach (
            Command command in SessionCommands
                .All(say)
                .Concat(GroupCommands.All(say))
                .Concat(ConversationCommands.All(say))
                .Concat(ReviewCommands.All(say))
        )
        {
            root.Add(command);
        }

        root.Add(CodesCommands.Create(say));
        root.Add(FormsCommands.Create(say));
        root.Add(DemoAuthorityCommand.Create(say));
        return root;
    }
}
