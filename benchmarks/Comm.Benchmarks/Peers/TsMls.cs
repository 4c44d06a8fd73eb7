using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Benchmarks.Peers;

/// <summary>ts-mls in a Node process of its own (benchmarks/peers/ts-mls.mjs), which times itself.</summary>
internal sealed class TsMls : IDisposable
{
    private const string Script = "ts-mls.mjs";

    private readonly Process _process;

    private TsMls(Process process) => _process = process;

    /// <summary>Null when the folder is not there; then the program does not run in its repository.</summary>
    public static DirectoryInfo? Folder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            DirectoryInfo peers = new(Path.Combine(at.FullName, "benchmarks", "peers"));
            if (File.Exists(Path.Combine(peers.FullName, Script)))
            {
                return peers;
            }
        }

        return null;
    }

    public static bool IsInstalledIn(DirectoryInfo folder) =>
        Directory.Exists(Path.Combine(folder.FullName, "node_modules", "ts-mls"));

    public static TsMls Start(DirectoryInfo folder)
    {
        ProcessStartInfo start = new("node", Script)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new TsMls(System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("node did not start."));
    }

    public MlsMessage KeyPackage() =>
        MlsCodec.TryDecode(
            Convert.FromBase64String(Ask(new { @do = "keyPackage" })["message"]!.GetValue<string>()),
            out MlsMessage? message
        )
            ? message
            : throw new InvalidOperationException("ts-mls sent something that is no MLSMessage.");

    public Timing Join(MlsMessage welcome, double seconds) =>
        Time(
            new
            {
                @do = "join",
                message = Text(welcome),
                seconds,
            }
        );

    public Timing Encrypt(byte[] text, double seconds) =>
        Time(
            new
            {
                @do = "encrypt",
                text = Convert.ToBase64String(text),
                seconds,
            }
        );

    public Timing Decrypt(IEnumerable<MlsMessage> messages) => Time(new { @do = "decrypt", messages = messages.Select(Text) });

    public Timing Commit(double seconds) => Time(new { @do = "commit", seconds });

    public Timing Process(MlsMessage commit, double seconds) =>
        Time(
            new
            {
                @do = "process",
                message = Text(commit),
                seconds,
            }
        );

    public Timing Add(MlsMessage keyPackage, double seconds) =>
        Time(
            new
            {
                @do = "add",
                keyPackage = Text(keyPackage),
                seconds,
            }
        );

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static string Text(MlsMessage message) => Convert.ToBase64String(MlsCodec.Encode(message));

    private Timing Time(object command)
    {
        JsonNode answer = Ask(command);
        return new Timing(answer["microseconds"]!.GetValue<double>(), answer["processorMicroseconds"]!.GetValue<double>());
    }

    private JsonNode Ask(object command)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("ts-mls has ended.");
        JsonNode answer = JsonNode.Parse(line) ?? throw new InvalidOperationException("ts-mls answered with nothing.");
        return answer["error"] is { } error ? throw new InvalidOperationException($"ts-mls: {error}") : answer;
    }
}
