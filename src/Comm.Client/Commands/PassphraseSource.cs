using System.CommandLine;

namespace Comm.Client.Commands;

/// <summary>Where a command gets the passphrase: a file or the environment, never the command line, which other users can list.</summary>
internal static class PassphraseSource
{
    private const string Variable = "COMM_PASSPHRASE";

    public static Option<string?> File { get; } = new("--passphrase-file") { HelpName = "FILE" };

    /// <summary>Null when neither is given, or the file is not there.</summary>
    public static string? Read(ParseResult parsed)
    {
        string? path = parsed.GetValue(File);
        if (path is null)
        {
            return Environment.GetEnvironmentVariable(Variable);
        }

        return System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path).TrimEnd('\r', '\n') : null;
    }
}
