using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>A Welcome to another group of the same name must not take the place of the one that is there (RFC 9420 §12.4.3.1).</summary>
public sealed class ForeignWelcomeTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private GroupId Id => _room.Group;

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact, Trait("Rule", "V-WELCOME-17")]
    public async Task AGroupThatIsThereIsNotReplacedByAnotherOfItsId()
    {
        byte[] before = EpochOf(_room.Omar);
        _room.Server.Deliver(_room.Omar.Identity.Device, Id, await WelcomeToATwinAsync());

        await _room.Omar.SynchronizeAsync();

        Assert.Equal(before, EpochOf(_room.Omar));
        Assert.Equal(0, _room.Server.WelcomesFor(_room.Omar.Identity.Device));
        await AssertOmarStillReadsAsync();
    }

    [Fact, Trait("Rule", "V-WELCOME-17")]
    public async Task ATwinIsNotJoinedUnderAnotherIdEither()
    {
        GroupId elsewhere = Identifier.Create<GroupId>();
        _room.Server.Deliver(_room.Omar.Identity.Device, elsewhere, await WelcomeToATwinAsync());

        await _room.Omar.SynchronizeAsync();

        GroupRecord listed = _room.Omar.Session(elsewhere).Record;
        Assert.Equal((Standing.OutOfStep, "welcome-of-another-group"), (listed.Standing, listed.StandingReason));
        Assert.Null(_room.Omar.Store.Find(RowKind.GroupEpoch, elsewhere.ToOpaque(), Opaque.Empty));
        await AssertOmarStillReadsAsync();
    }

    private async Task AssertOmarStillReadsAsync()
    {
        await _room.Claire.WriteAsync(Id, "still the same room");
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
        Assert.Equal(["still the same room"], _room.Omar.Texts(Id));
    }

    /// <summary>Claire founds a second group with the first one's id and settings, and adds Omar to it.</summary>
    private async Task<byte[]> WelcomeToATwinAsync()
    {
        TestDevice claire = _room.Claire;
        KeyPackageClaim claim = new([_room.Omar.Identity.Device]);
        ClaimedKeyPackage claimed = Assert.Single(await claire.Server.ClaimAsync(claim, default));
        Assert.True(MlsCodec.TryDecode(claimed.KeyPackage.Span, out MlsMessage? package));
        MlsReader reader = new(EpochOf(claire));
        Extensions settings = PublicGroup.TryRead(ref reader)!.Context.Extensions;
        using Group twin = Group.Create(
            package.KeyPackage!.CipherSuite,
            Id.ToOpaque(),
            claire.Identity.Leaf,
            package.KeyPackage.LeafNode.Lifetime!,
            claire.Identity.Signer,
            settings,
            claire.Identity.MakingRules
        );
        CommitRequest request = new() { Add = [package.KeyPackage] };
        StagedCommit commit = twin.Commit(request, claire.Identity.Signer, claire.Identity.MakingRules);
        commit.Next.Discard(twin);
        return MlsCodec.Encode(commit.Welcome!);
    }

    private byte[] EpochOf(TestDevice device) =>
        device.Store.Find(RowKind.GroupEpoch, Id.ToOpaque(), Opaque.Empty)!.Opened!.ToArray();
}
