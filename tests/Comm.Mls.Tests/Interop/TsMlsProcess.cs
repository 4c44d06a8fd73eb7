using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comm.Mls.Tests.Interop;

/// <summary>
/// The Node process in which all ts-mls clients of these tests live (tests/interop/peer.mjs); started by the first of them.
/// </summary>
public sealed class TsMlsProcess : IDisposable
{
    private const string NotInstalled = "The interop peer is not installed: run 'npm ci' in tests/interop (./test does).";

    private Process? _process;
    private int _clients;

    private static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "interop");

    /// <summary>A client of its own; the test is skipped where ts-mls is not installed.</summary>
    internal TsMlsPeer NewPeer()
    {
        Skip.IfNot(Directory.Exists(Path.Combine(Folder, "node_modules", "ts-mls")), NotInstalled);
        return new TsMlsPeer(this, ++_clients);
    }

    internal JsonNode Ask(int client, string command, object arguments)
    {
        _process ??= Start();
        JsonObject question = JsonSerializer.SerializeToNode(arguments)!.AsObject();
        question["client"] = client;
        question["do"] = command;
        _process.StandardInput.WriteLine(question.ToJsonString());
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended.");
        JsonNode answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error
            ? throw new InvalidOperationException($"The peer refuses: {error.GetValue<string>()}")
            : answer;
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

/// <summary>Classes of this collection share one Node process.</summary>
[CollectionDefinition(Name)]
public sealed class TsMlsCollection : ICollectionFixture<TsMlsProcess>
{
    public const string Name = "ts-mls";
}
