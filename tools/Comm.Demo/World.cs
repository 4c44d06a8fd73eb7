using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Comm.Demo;

/// <summary>
/// One operation on one machine: the server, the demo's contact point, and a client for every officer, each a process of its own with
/// a data folder of its own below <see cref="Folder"/>. What is there already is used again.
/// </summary>
public sealed class World : IAsyncDisposable
{
    /// <summary>Of every vault of the demo: known to all, and good for nothing else.</summary>
    public const string Passphrase = "demo passphrase, known to everybody";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly List<ManagedProcess> _processes = [];
    private readonly IReadOnlyList<OfficerPlan> _cast;
    private readonly Func<int, int>? _relay;
    private readonly Action<string> _tell;
    private ManagedProcess? _server;
    private bool _isEnding;

    /// <param name="relay">For a listener between clients and server: given the server's port, the port that invitations name.</param>
    /// <param name="tell">Hears what is being done: a first start takes a while.</param>
    public World(
        string folder,
        IReadOnlyList<OfficerPlan>? cast = null,
        Func<int, int>? relay = null,
        Action<string>? tell = null
    )
    {
        _tell = tell ?? (_ => { });
        Folder = folder;
        _cast = cast ?? OfficerPlan.Cast;
        _relay = relay;
    }

    public string Folder { get; }

    public string ServerFolder => Path.Combine(Folder, "server");

    public string ServerDatabase => Path.Combine(ServerFolder, "comm.db");

    public DemoFacts Facts { get; private set; } = null!;

    public IReadOnlyList<Officer> Officers { get; private set; } = [];

    public Officer this[string key] => Officers.Single(officer => officer.Plan.Key == key);

    public ManagedProcess Server => _server ?? throw new InvalidOperationException("The server is not started.");

    private string FactsFile => Path.Combine(Folder, "demo.json");

    private string MembersFile => Path.Combine(Folder, "members.json");

    private string AuthorityFolder => Path.Combine(Folder, "authority");

    public string PassphraseFile => Path.Combine(Folder, "passphrase");

    /// <summary>Everything up, everybody enrolled and unlocked.</summary>
    public async Task StartAsync()
    {
        await StartPlatformAsync();
        bool allEnrolled = _cast.All(plan => Directory.Exists(ClientFolder(plan)));
        if (!allEnrolled)
        {
            StartContactPoint();
        }

        Officers = await Task.WhenAll(_cast.Select(StartOfficerAsync));
    }

    /// <summary>Invitations for everybody, and the server. Nobody is enrolled, and nobody answers who asks to be.</summary>
    public async Task StartPlatformAsync()
    {
        Directory.CreateDirectory(Folder);
        _tell("Starting the server…");
        Facts = await LoadFactsAsync() ?? await FoundAsync();
        await StartServerAsync();
    }

    public void StartContactPoint() =>
        Keep(ManagedProcess.Start("contact point", Programs.Client, ["demo-authority", "serve", "--data", AuthorityFolder]));

    /// <summary>Everybody who has been in the operation's group, by name.</summary>
    public async Task<string[]> EverMembersAsync() =>
        File.Exists(MembersFile) ? JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(MembersFile)) ?? [] : [];

    public Task RememberMembersAsync(string[] names) => File.WriteAllTextAsync(MembersFile, JsonSerializer.Serialize(names));

    public async Task StartServerAsync()
    {
        if (!LoopbackPort.IsFree(Facts.Port))
        {
            throw new InvalidOperationException(
                $"Port {Facts.Port}, which this demo's invitations name, is taken. End what uses it, or start anew with --fresh."
            );
        }

        _server = ManagedProcess.Start(
            "server",
            Programs.Server,
            [
                "--urls",
                AddressOf(Facts.Port),
                "--Storage:Path",
                ServerFolder,
                "--Identity:RootKey",
                Facts.RootKey,
                "--Identity:Audience",
                Facts.Address,
            ]
        );
        Keep(_server);
        await _server.WaitForLineAsync("Listening on", s_patience);
    }

    public async Task<ManagedProcess> StartClientAsync(OfficerPlan plan)
    {
        ManagedProcess client = ManagedProcess.Start(
            plan.Key,
            Programs.Client,
            ["serve", "--data", ClientFolder(plan), "--language", plan.Language, "--passphrase-file", PassphraseFile]
        );
        Keep(client);
        await client.WaitForLineAsync("http://", s_patience);
        return client;
    }

    /// <summary>The officer's client alone, whether or not it is enrolled.</summary>
    public async Task<Officer> StartUnenrolledAsync(OfficerPlan plan) =>
        new(plan, ClientFolder(plan), await StartClientAsync(plan), () => StartClientAsync(plan));

    public async ValueTask DisposeAsync()
    {
        lock (_processes)
        {
            _isEnding = true;
        }

        // Clients first, so that they say goodbye to a server that is still there. A start may still be on its way.
        while (TakeLast() is { } process)
        {
            await process.DisposeAsync();
        }
    }

    private ManagedProcess? TakeLast()
    {
        lock (_processes)
        {
            ManagedProcess? last = _processes.LastOrDefault();
            _processes.Remove(last!);
            return last;
        }
    }

    private void Keep(ManagedProcess process)
    {
        lock (_processes)
        {
            if (!_isEnding)
            {
                _processes.Add(process);
                return;
            }
        }

        // A start that goes on while everything is being stopped: nobody would stop this one.
        _ = process.KillAsync();
        throw new InvalidOperationException("The demo is ending.");
    }

    private static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public string ClientFolder(OfficerPlan plan) => Path.Combine(Folder, plan.Key);

    private async Task<Officer> StartOfficerAsync(OfficerPlan plan)
    {
        bool isNew = !Directory.Exists(ClientFolder(plan));
        _tell(isNew ? $"Starting and enrolling {plan.Name}…" : $"Starting {plan.Name}'s client…");
        Officer officer = await StartUnenrolledAsync(plan);
        if (isNew)
        {
            await officer.EnrolAsync(Facts.Invitations[plan.Key], PassphraseFile);
        }

        return officer;
    }

    private async Task<DemoFacts?> LoadFactsAsync()
    {
        if (!File.Exists(FactsFile))
        {
            return null;
        }

        await using FileStream file = File.OpenRead(FactsFile);
        DemoFacts? facts = await JsonSerializer.DeserializeAsync<DemoFacts>(file);
        return facts is { Format: DemoFacts.CurrentFormat }
            ? facts
            : throw new InvalidOperationException(
                "This demo's data come from an earlier version, which kept them in another form. Start anew: ./run --fresh"
            );
    }

    /// <summary>Throwaway root and administration keys, and an invitation for everybody.</summary>
    private async Task<DemoFacts> FoundAsync()
    {
        int port = LoopbackPort.Free();
        string address = AddressOf(_relay?.Invoke(port) ?? port);
        CommandResult made = await CommandLine.RunAsync([
            "demo-authority",
            "init",
            "--data",
            AuthorityFolder,
            "--server",
            address,
            "--invite",
            .. _cast.Select(plan => $"{plan.Administration}:{plan.Name}:{plan.Role}"),
            "--json",
        ]);
        JsonNode answer = made.Json;
        Dictionary<string, string> invitations = _cast
            .Zip(answer["invitations"]!.AsArray())
            .ToDictionary(pair => pair.First.Key, pair => pair.Second!["invitation"]!.GetValue<string>(), StringComparer.Ordinal);
        DemoFacts facts = new(port, address, answer["rootKey"]!.GetValue<string>(), invitations, DemoFacts.CurrentFormat);
        await File.WriteAllTextAsync(PassphraseFile, Passphrase);
        await File.WriteAllTextAsync(FactsFile, JsonSerializer.Serialize(facts));
        return facts;
    }
}

/// <summary>What the demo has to remember from one start to the next.</summary>
public sealed record DemoFacts(
    int Port,
    string Address,
    string RootKey,
    IReadOnlyDictionary<string, string> Invitations,
    int Format
)
{
    /// <summary>Another number when what server and clients keep is read no more by this version.</summary>
    public const int CurrentFormat = 2;
}
