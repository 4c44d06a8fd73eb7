using System.CommandLine;
using System.Text;

namespace Comm.Client.Commands;

/// <summary>
/// Where a command gets what an officer writes: a file or standard input, never the command line, which other users of the machine
/// can list and a shell keeps in its history.
/// </summary>
internal static class WrittenText
{
    public static Option<FileInfo?> File(Sentences say) => new("--file") { HelpName = "FILE", Description = say["Opt_TextFile"] };

    /// <summary>Null when the file is not there.</summary>
    public static async Task<string?> ReadAsync(CommandContext context, FileInfo? file, CancellationToken end)
    {
        if (file is not null)
        {
            return file.Exists ? await System.IO.File.ReadAllTextAsync(file.FullName, end) : null;
        }

        if (!Console.IsInputRedirected)
        {
            context.WriteHint(context.Say["WriteHere"]);
        }

        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await input.ReadToEndAsync(end);
    }
}
