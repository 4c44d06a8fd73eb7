using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Comm.Demo;

/// <summary>The <c>comm</c> command line, as an officer would type it.</summary>
public static class CommandLine
{
    public static async Task<CommandResult> RunAsync(IEnumerable<string> arguments, string? input = null)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Programs.Client);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("comm did not start.");
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await error);
    }
}

public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>What a command with <c>--json</c> printed.</summary>
    public JsonNode Json =>
        ExitCode == 0
            ? JsonNode.Parse(Output) ?? throw new InvalidOperationException("comm printed no JSON.")
            : throw new InvalidOperationException($"comm ended with {ExitCode}: {Error}{Output}");
}
