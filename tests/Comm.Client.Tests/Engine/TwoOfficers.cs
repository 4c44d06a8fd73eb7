using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>A group of Claire, who coordinates, and Omar; Ana is enrolled and outside.</summary>
internal sealed class TwoOfficers
{
    private readonly ManualClock _clock = new();
    private DemoAuthority _authority = null!;

    public ManualClock Clock => _clock;

    public FakeServer Server { get; } = new();

    public TestDevice Claire { get; private set; } = null!;

    public TestDevice Omar { get; private set; } = null!;

    public TestDevice Ana { get; private set; } = null!;

    public GroupId Group { get; private set; }

    public async Task InitializeAsync()
    {
        _authority = DemoAuthority.Create(
            new Uri("http://localhost:5000/"),
            [
                new DemoInvitee(AdministrationCode.Of("FR"), "Claire Dubois", Roles.Officer | Roles.Coordinator),
                new DemoInvitee(AdministrationCode.Of("MA"), "Omar Alaoui", Roles.Officer),
                new DemoInvitee(AdministrationCode.Of("BR"), "Ana Souza", Roles.Officer),
                new DemoInvitee(AdministrationCode.Of("PT"), "Rui Costa", Roles.Officer | Roles.Coordinator),
            ],
            _clock
        );
        Server.Rules = new ClosedGroupRules(new Opaque(_authority.RootPublicKey), clock: null);
        Claire = await DeviceOfAsync("Claire Dubois");
        Omar = await DeviceOfAsync("Omar Alaoui");
        Ana = await DeviceOfAsync("Ana Souza");
        await Omar.SynchronizeAsync();
        await Ana.SynchronizeAsync();
        CreateGroupOutcome created = await Claire.Changes.CreateAsync(
            new NewGroup("COLIBRI II", "Light aircraft", GroupMode.Exercise, HandlingCeiling.Amber),
            default
        );
        Assert.Equal(CreateGroupResult.Created, created.Result);
        Group = created.Id!.Value;
        Assert.Equal(MemberChangeResult.Done, (await AddAsync(Omar)).Result);
        await Omar.SynchronizeAsync();
    }

    /// <summary>What a server that does as it likes puts into the log.</summary>
    public void Append(EntryKind kind, TestDevice sender, MessageId id, ReadOnlyMemory<byte> content)
    {
        SealedEntry last = Server.Log(Group)[^1];
        Server.Append(
            last with
            {
                Sequence = last.Sequence + 1,
                Kind = kind,
                Sender = sender.Identity.Device,
                MessageId = id,
                Content = content,
            }
        );
    }

    public Task DisposeAsync()
    {
        Claire.Dispose();
        Omar.Dispose();
        Ana.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A device of one of them; the second time, that officer's second device.</summary>
    public Task<TestDevice> DeviceOfAsync(string name) => TestDevice.CreateAsync(Server, _authority, name, _clock);

    /// <summary>
    /// A commit of Claire's that she follows and, its membership tag being broken in the log, nobody else can: no server can check
    /// the tag.
    /// </summary>
    public async Task BreakNextCommitAsync()
    {
        Assert.Equal(Staging.Staged, await Claire.Session(Group).StageAsync(_ => new CommitRequest(), default));
        Assert.Null(await Claire.Commits.PostStagedAsync(Claire.Session(Group), default));
        var log = (List<SealedEntry>)Server.Log(Group);
        byte[] changed = log[^1].Content.ToArray();
        changed[^1] ^= 1;
        log[^1] = log[^1] with { Content = changed };
    }

    public Task<MemberChangeOutcome> AddAsync(TestDevice device) =>
        Claire.Changes.AddAsync(Claire.Session(Group), [device.Identity.Device], default);
}
