using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Engine.Network;
using Comm.Client.Forms;
using Comm.Client.People;
using Comm.Client.Tables;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Attachments;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.Data.Sqlite;

namespace Comm.Client.Tests.Engine;

/// <summary>One officer's client without its network: the real vault, sessions and outbox over <see cref="FakeServer"/>.</summary>
internal sealed class TestDevice : IDisposable
{
    private const string Passphrase = "tangerine harbour 42";

    private readonly TemporaryFolder _folder = new();
    private readonly TimeProvider _clock;
    private readonly FakeServer _server;
    private VaultFile _vault;

    private TestDevice(FakeServer server, TimeProvider clock)
    {
        _server = server;
        _clock = clock;
        _vault = NewVault();
    }

    public List<ClientEvent> Events { get; } = [];

    public DeviceIdentity Identity { get; private set; } = null!;

    public GroupSessions Sessions { get; private set; } = null!;

    public CatchUp CatchUp { get; private set; } = null!;

    public Outbox Outbox { get; private set; } = null!;

    public AttachmentShelf Attachments { get; private set; } = null!;

    public Newcomer Newcomer { get; private set; } = null!;

    public GroupCommits Commits { get; private set; } = null!;

    public GroupChanges Changes { get; private set; } = null!;

    public GroupForms Forms { get; private set; } = null!;

    public Repair Repair { get; private set; } = null!;

    public IServer Server { get; private set; } = null!;

    public SealedStore Store => _vault.Store;

    public string VaultPath => Path.Combine(_folder.Path, "vault.db");

    public static async Task<TestDevice> CreateAsync(FakeServer server, DemoAuthority authority, string name, TimeProvider clock)
    {
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        DemoInvitation invitation = authority.Invitations.First(one => one.Name == name);
        DeviceCertificate certificate = authority
            .Administrations.First(one => one.Code == invitation.Administration)
            .Certify(
                Identifier.Create<DeviceId>(),
                invitation.Officer,
                invitation.Name,
                invitation.Roles,
                SignatureAlgorithm.Ed25519.GetPublicKey(key),
                DemoAuthority.ValidityFrom(clock)
            );
        var device = new TestDevice(server, clock);
        await device._vault.CreateAsync(
            Passphrase.AsMemory(),
            writer =>
                DeviceIdentity.Write(writer, new Uri(authority.Server), new Opaque(authority.RootPublicKey), certificate, key),
            default
        );
        device.Load();
        return device;
    }

    /// <summary>As after kill -9: all memory is gone, the disk is what it is.</summary>
    public async Task RestartAsync(Action? whileClosed = null)
    {
        Sessions.Dispose();
        Identity.Dispose();
        _vault.Dispose();
        whileClosed?.Invoke();
        _vault = NewVault();
        Assert.Equal(UnlockResult.Unlocked, (await _vault.UnlockAsync(Passphrase.AsMemory(), default)).Result);
        Load();
    }

    /// <summary>As after a fault of the disk: every row of these kinds is there and does not open.</summary>
    public Task DamageAsync(params RowKind[] kinds) =>
        RestartAsync(() =>
        {
            using SqliteConnection connection = VaultFormat.Open(VaultPath);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText =
                $"UPDATE rows SET sealed = zeroblob(length(sealed)) WHERE kind IN ({string.Join(',', kinds.Select(kind => (int)kind))})";
            Assert.True(command.ExecuteNonQuery() >= kinds.Length);
        });

    /// <summary>What a client does after connecting.</summary>
    public async Task SynchronizeAsync()
    {
        foreach (GroupSession session in Sessions.All)
        {
            await CatchUp.RunAsync(session, default);
        }

        foreach (GroupSession session in Sessions.All)
        {
            await Commits.PostStagedAsync(session, default);
        }

        await Newcomer.TakeWelcomesAsync(default);
        await Newcomer.KeepStockAsync(default);
        await Repair.RunDueAsync(default);
        foreach (GroupSession session in Sessions.All)
        {
            await Outbox.SendWaitingAsync(session, default);
        }

        foreach (GroupSession session in Sessions.All)
        {
            await CatchUp.RunAsync(session, default);
        }
    }

    public GroupSession Session(GroupId group) =>
        Sessions.Find(group) ?? throw new InvalidOperationException("This device does not know the group.");

    public Task<(MessageId Id, long Position)?> WriteAsync(GroupId group, string text) =>
        Session(group).SendAsync(MessagePayload.OfText(text).Write(), default);

    public Task WriteAsync(GroupId group, string text, params AttachmentReference[] attachments) =>
        Session(group)
            .SendAsync((MessagePayload.OfText(text) with { Attachments = attachments }).Write(), null, default, attachments);

    public async Task<AttachmentReference> AttachAsync(byte[] file, string name = "photo.jpg", string mediaType = "image/jpeg") =>
        (await Attachments.KeepAsync(new MemoryStream(file), name, mediaType, AttachmentKind.Picture, default)).Reference!;

    public IReadOnlyList<OpenedEntry> Entries(GroupId group) => Conversation.Read(group, null, null, 500).Entries;

    public Conversation Conversation => new(Store, new EntryOpener(Forms));

    public string[] Texts(GroupId group) => [.. Entries(group).OfType<OpenedText>().Select(text => text.Text)];

    public void Dispose()
    {
        Sessions.Dispose();
        Commits.Dispose();
        Identity.Dispose();
        _vault.Dispose();
        _folder.Dispose();
    }

    private void Load()
    {
        Identity = DeviceIdentity.TryLoad(_vault.Store, _clock)!;
        var tables = new CodeTables(new TableFolder(new DataDirectory(_folder.Path), Identity.RootKey, _clock));
        Forms = new GroupForms(_vault.Store, tables, _clock);
        Server = _server.As(Identity.Device);
        Sessions = new GroupSessions(Identity, _vault.Store, _clock, Events.Add);
        Sessions.LoadAll();
        CatchUp = new CatchUp(Server);
        var missedLog = new MissedLog(Identity, Server);
        Attachments = new AttachmentShelf(_vault.Store, Server);
        Outbox = new Outbox(Sessions, Server, CatchUp, new AttachmentUploads(_vault.Store, Server), Contain);
        Newcomer = new Newcomer(Identity, _vault.Store, Sessions, Server, CatchUp, missedLog, _clock, (_, work) => work());
        Commits = new GroupCommits(Identity, Server, CatchUp, missedLog);
        Changes = new GroupChanges(Identity, Sessions, Server, Commits, Forms, _clock);
        Repair = new Repair(Sessions, Commits, Outbox, _clock, (_, work) => work());
    }

    private static readonly Contain Contain = new Containment(
        Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
    ).RunAsync;

    private VaultFile NewVault() =>
        new(new DataDirectory(_folder.Path), _clock)
        {
            NewVaultCost = new Argon2idCost(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses),
        };
}
