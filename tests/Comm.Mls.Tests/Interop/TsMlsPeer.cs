using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Mls.Tests.Interop;

/// <summary>
/// One client of an independent implementation, ts-mls, in a Node process of its own (tests/interop/peer.mjs). Only
/// MLSMessages in base64 cross the line.
/// </summary>
internal sealed class TsMlsPeer : IDisposable
{
    private readonly Process _process;

    private TsMlsPeer(Process process) => _process = process;

    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "interop");

    public static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules", "ts-mls"));

    public static TsMlsPeer Start()
    {
        ProcessStartInfo start = new("node", "peer.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new TsMlsPeer(Process.Start(start) ?? throw new InvalidOperationException("node did not start"));
    }

    public MlsMessage KeyPackage(CipherSuiteId suite, string name) =>
        MessageOf(
            Ask(
                new
                {
                    @do = "keyPackage",
                    suite = (int)suite,
                    name,
                }
            )
        );

    public string Create(string groupIdHex) =>
        Ask(new { @do = "create", groupId = groupIdHex })["authenticator"]!.GetValue<string>();

    public string Join(MlsMessage welcome) =>
        Ask(new { @do = "join", message = Text(welcome) })["authenticator"]!.GetValue<string>();

    public (MlsMessage Commit, MlsMessage? Welcome, string Authenticator) Commit(bool publicMessage, params object[] proposals)
    {
        JsonNode answer = Ask(
            new
            {
                @do = "commit",
                proposals,
                publicMessage,
            }
        );
        return (
            MessageOf(answer),
            answer["welcome"] is { } welcome ? Decode(welcome.GetValue<string>()) : null,
            answer["authenticator"]!.GetValue<string>()
        );
    }

    public MlsMessage Propose(bool publicMessage, object proposal) =>
        MessageOf(
            Ask(
                new
                {
                    @do = "propose",
                    proposal,
                    publicMessage,
                }
            )
        );

    public MlsMessage Send(ReadOnlySpan<byte> text) => MessageOf(Ask(new { @do = "send", text = Convert.ToBase64String(text) }));

    public byte[] Read(MlsMessage message) =>
        Convert.FromBase64String(Ask(new { @do = "receive", message = Text(message) })["text"]!.GetValue<string>());

    /// <summary>A commit or proposal; the epoch authenticator afterwards.</summary>
    public string Follow(MlsMessage message) =>
        Ask(new { @do = "receive", message = Text(message) })["authenticator"]!.GetValue<string>();

    public static object Add(MlsMessage keyPackage) => new { kind = "add", keyPackage = Text(keyPackage) };

    public static object Remove(uint leaf) => new { kind = "remove", leaf };

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private JsonNode Ask(object command)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended.");
        JsonNode answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error
            ? throw new InvalidOperationException($"The peer refuses: {error.GetValue<string>()}")
            : answer;
    }

    private static MlsMessage MessageOf(JsonNode answer) => Decode(answer["message"]!.GetValue<string>());

    private static string Text(MlsMessage message) => Convert.ToBase64String(MlsCodec.Encode(message));

    private static MlsMessage Decode(string text)
    {
        Assert.True(MlsCodec.TryDecode(Convert.FromBase64String(text), out MlsMessage? message));
        return message;
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
