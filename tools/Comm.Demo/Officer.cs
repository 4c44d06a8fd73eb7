using System.Text.Json.Nodes;

namespace Comm.Demo;

/// <summary>An officer's client process, spoken to by its own command line.</summary>
public sealed class Officer(OfficerPlan plan, string folder, ManagedProcess process, Func<Task<ManagedProcess>> start)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public OfficerPlan Plan => plan;

    public string Folder => folder;

    public ManagedProcess Process { get; private set; } = process;

    /// <summary>Runs <c>comm</c> for this officer; throws with its words if it refuses.</summary>
    public async Task<JsonNode> DoAsync(params IEnumerable<string> arguments) => (await TryAsync(arguments)).Json;

    public Task<CommandResult> TryAsync(params IEnumerable<string> arguments) =>
        CommandLine.RunAsync([.. arguments, "--data", folder, "--json"]);

    /// <summary>Runs <c>comm</c> with what the officer writes on its standard input.</summary>
    public async Task<JsonNode> WriteAsync(string text, params IEnumerable<string> arguments) =>
        (await CommandLine.RunAsync([.. arguments, "--data", folder, "--json"], text)).Json;

    /// <summary>Its identifier.</summary>
    public async Task<string> CreateGroupAsync(string name, string purpose = "", string forms = "simplified") =>
        (await WriteAsync($"{name}\n{purpose}", "create-group", "--mode", "exercise", "--forms", forms))[
            "id"
        ]!.GetValue<string>();

    public async Task EnrolAsync(string invitation, string passphraseFile)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, invitation);
        try
        {
            await DoAsync("enrol", "--invitation-file", file, "--passphrase-file", passphraseFile);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async Task<string> LinkAsync() => (await DoAsync("open"))["url"]!.GetValue<string>();

    public async Task SendAsync(string group, string text) => await WriteAsync(text, "send", group, "--wait", "20");

    public async Task<JsonArray> ReadAsync(string group) => (await DoAsync("read", group, "--take", "500")).AsArray();

    public async Task<JsonArray> GroupsAsync() => (await DoAsync("groups")).AsArray();

    /// <summary>Reads until what is waited for has arrived.</summary>
    public async Task<JsonArray> ReadUntilAsync(string group, Func<JsonArray, bool> arrived)
    {
        DateTime end = Clock.Now + s_patience;
        while (true)
        {
            CommandResult read = await TryAsync("read", group, "--take", "500");
            if (read.ExitCode == 0 && arrived(read.Json.AsArray()))
            {
                return read.Json.AsArray();
            }

            if (Clock.Now > end)
            {
                throw new TimeoutException($"{plan.Name} waited in vain: {read.Output}{read.Error}");
            }

            await Task.Delay(100);
        }
    }

    public async Task StopAsync() => await Process.StopAsync();

    public async Task KillAsync() => await Process.KillAsync();

    public async Task RestartAsync() => Process = await start();
}

internal static class Clock
{
    public static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;
}
