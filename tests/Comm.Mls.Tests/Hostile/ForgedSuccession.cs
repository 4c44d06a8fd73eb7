using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>A group that claims to come of another, as its founder wants it.</summary>
internal sealed record ForgedFounding
{
    public required CipherSuiteId Suite { get; init; }

    public required ResumptionPskUsage Usage { get; init; }

    public Opaque GroupId { get; init; } = "the new room"u8.ToArray();

    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Commits before the one with the Welcome, whose epoch is then later than 1.</summary>
    public int CommitsBefore { get; init; }

    /// <summary>Whom Mallory adds beside Bob.</summary>
    public string[] Others { get; init; } = ["carol"];

    /// <summary>Whether the old group's key is mixed in.</summary>
    public bool HasKey { get; init; } = true;

    /// <summary>The old group's key; that of its present epoch, if nothing else is said.</summary>
    public PreSharedKeyId? Named { get; init; }

    public IReadOnlyList<(PreSharedKeyId Id, Secret Key)> MoreKeys { get; init; } = [];

    public IMembershipRules Rules { get; init; } = OpenRules.Instance;
}

/// <summary>
/// An old group of Mallory, Bob and Carol, ended by a ReInit or not, and the groups that Mallory founds to follow it: whole in
/// themselves, so that Bob refuses them for not being what the old one announced.
/// </summary>
internal sealed class ForgedSuccession : IDisposable
{
    private readonly TestMember _mallory = new("mallory");
    private readonly TestMember _carol = new("carol");

    public ForgedSuccession(ReInitProposal? reInit = null)
    {
        _mallory.Create();
        GroupLifeTests.Admit(_mallory, [Bob, _carol], []);
        Server = GroupLifeTests.Follow(_mallory.Group.ExportGroupInfo(_mallory.Signer, GroupInfoParts.RatchetTree));
        if (reInit is not null)
        {
            StagedCommit end = _mallory.Commit(new CommitRequest { ReInit = reInit });
            Assert.IsType<ReceivedCommit>(Bob.Receive(end.Commit));
            Server = Server.TryApply(TestMember.OverTheWire(end.Commit).PublicMessage!, OpenRules.Instance, out _)!.Next;
        }

        Old = new Forge(_mallory);
    }

    public TestMember Mallory => _mallory;

    public TestMember Bob { get; } = new("bob");

    public PublicGroup Server { get; }

    /// <summary>Of the old group's last epoch.</summary>
    public Forge Old { get; }

    public void Dispose()
    {
        Old.Dispose();
        _mallory.Dispose();
        Bob.Dispose();
        _carol.Dispose();
    }

    public PreSharedKeyId Key(ResumptionPskUsage usage, CipherSuiteId suite, Opaque? groupId = null, long epochsAfter = 0) =>
        PreSharedKeyId.Resumption(
            usage,
            groupId ?? Old.Context.GroupId,
            checked((ulong)((long)Old.Context.Epoch + epochsAfter)),
            PreSharedKeyId.FreshNonce(suite)
        );

    /// <summary>What Bob says to the Welcome. His key package and the old group are as before.</summary>
    public MlsFault Join(ForgedFounding plan)
    {
        using TestMember founder = new("mallory", plan.Suite);
        using TestMember bob = new("bob", plan.Suite);
        using KeyPackageSecrets bobKeys = bob.NewKeyPackage();
        founder.Create(extensions: plan.Extensions, groupId: System.Text.Encoding.UTF8.GetString(plan.GroupId.Span));
        for (int i = 0; i < plan.CommitsBefore; i++)
        {
            founder.Commit(new CommitRequest());
        }

        using Forge forge = new(founder);
        Welcome welcome = forge.Found(
            [bobKeys.KeyPackage, .. plan.Others.Select(name => KeyPackageOf(name, plan.Suite))],
            [
                .. plan.HasKey
                    ? [(plan.Named ?? Key(plan.Usage, plan.Suite), Old.ResumptionKey)]
                    : Array.Empty<(PreSharedKeyId, Secret)>(),
                .. plan.MoreKeys,
            ]
        );
        byte[] keysBefore = bobKeys.SavedKeys();
        byte[] groupBefore = Bob.Group.EpochBytes();
        Welcome decoded = TestMember.OverTheWire(MlsMessage.Of(welcome)).Welcome!;
        JoinRequest request = new() { Previous = Bob.Group };
        using Group? joined = Group.TryJoin(decoded, bobKeys, plan.Rules, out MlsFault fault, request)?.Group;
        Assert.Equal(fault == MlsFault.None, joined is not null);
        Assert.Equal(keysBefore, bobKeys.SavedKeys());
        Assert.Equal(groupBefore, Bob.Group.EpochBytes());
        return fault;
    }

    private static KeyPackage KeyPackageOf(string name, CipherSuiteId suite)
    {
        using TestMember member = new(name, suite);
        using KeyPackageSecrets keys = member.NewKeyPackage();
        return keys.KeyPackage;
    }
}
