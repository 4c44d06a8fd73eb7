using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms.Odk;

/// <summary>The Node process with ODK's engine (tests/odk/peer.mjs); started by the first test that needs it.</summary>
public sealed class OdkPeer : IDisposable
{
    private Process? _process;

    private static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "odk");

    internal static void SkipWhereAbsent() =>
        Skip.IfNot(
            Directory.Exists(Path.Combine(Folder, "node_modules", "@getodk", "xforms-engine")),
            "ODK's engine is not installed: run 'npm ci' in tests/odk (./test does)."
        );

    /// <summary>What ODK says of each field of a form with these answers.</summary>
    internal IReadOnlyList<JsonNode> Ask(string xform, Answers answers)
    {
        SkipWhereAbsent();
        _process ??= Start();
        var question = new JsonObject { ["xform"] = xform, ["answers"] = ToJson(answers) };
        _process.StandardInput.WriteLine(question.ToJsonString());
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("ODK's engine ended.");
        JsonNode answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error
            ? throw new InvalidOperationException($"ODK's engine refuses: {error.GetValue<string>()}\n{xform}")
            : [.. answer["fields"]!.AsArray().Select(field => field!)];
    }

    public void Dispose()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static JsonObject ToJson(Answers answers)
    {
        var json = new JsonObject();
        foreach ((string field, Answer answer) in answers.All)
        {
            json[field] = answer switch
            {
                Answer.Text text => text.Value,
                Answer.Number number => JsonSerializer.Serialize(number.Value),
                Answer.Flag flag => flag.Value ? "true" : "false",
                Answer.Lines lines => new JsonArray([.. lines.Items.Select(ToJson)]),
                _ => throw new InvalidOperationException("An answer of no kind."),
            };
        }

        return json;
    }

    private static Process Start()
    {
        ProcessStartInfo start = new("node", "peer.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("node did not start");
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomsComm.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Not in the repository.");
    }
}
