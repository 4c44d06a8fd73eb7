using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>What a bad moment, one bad group or one bad member must not do.</summary>
public sealed class HardeningTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact, Trait("Rule", "V-POL-10")]
    public async Task AWelcomeFromAnOfficerWhoIsNoCoordinatorIsRefused()
    {
        // Omar has an own client and the server's help: his room names Claire its coordinator and has her leaf in it.
        await _room.Claire.SynchronizeAsync();
        GroupId id = Identifier.Create<GroupId>();
        var policy = new GroupPolicy(
            GroupMode.Live,
            [Coordinator.Of(_room.Claire.Identity.Certificate)],
            HistoryForNewcomers: false,
            RetentionDays: 0,
            HandlingCeiling.Red,
            default
        );
        var required = new RequiredCapabilities(
            [(ushort)DeviceCertificate.LeafExtension, (ushort)GroupPolicy.ContextExtension],
            [],
            []
        );
        var rules = new NoRules();
        using Group made = Group.Create(
            DeviceIdentity.Suite,
            id.ToOpaque(),
            _room.Omar.Identity.Leaf,
            Newcomer.LifetimeFrom(_room.Clock.GetUtcNow()),
            _room.Omar.Identity.Signer,
            Extensions.Of(required.ToContextExtension(), policy.ToContextExtension()),
            rules
        );
        StagedCommit commit = made.Commit(
            new CommitRequest { Add = [await ClaimAsync(_room.Claire), await ClaimAsync(_room.Ana)] },
            _room.Omar.Identity.Signer,
            rules
        );
        _room.Server.AddWelcome(
            _room.Ana.Identity.Device,
            new WaitingWelcome(Guid.NewGuid(), id, 1, MlsCodec.Encode(commit.Welcome!))
        );

        await _room.Ana.Newcomer.TakeWelcomesAsync(default);

        GroupRecord record = _room.Ana.Session(id).Record;
        Assert.Equal((Standing.OutOfStep, "welcome:RefusedByRules"), (record.Standing, record.StandingReason));
        Assert.Equal(1, _room.Server.WelcomesFor(_room.Ana.Identity.Device));
    }

    [Fact]
    public async Task ACommitWhoseAnswerWasLostBeforeTheRemovalEndsInStepWithTheLog()
    {
        using TestDevice other = await _room.DeviceOfAsync("Claire Dubois");
        await other.SynchronizeAsync();
        await _room.AddAsync(other);
        await other.SynchronizeAsync();
        GroupSession session = _room.Claire.Session(_room.Group);
        await session.StageAsync(state => new CommitRequest { Remove = [LeafOf(state, _room.Omar)] }, default);
        (_, _, ReadOnlyMemory<byte> upload) = (await session.StagedAsync(default))!.Value;
        await _room.Claire.Server.CommitAsync(_room.Group, upload, default);
        // The answer is lost; then she is removed herself.
        await other.SynchronizeAsync();
        await other.WriteAsync(_room.Group, "Claire may still read this");
        await other.SynchronizeAsync();
        await other.Changes.RemoveAsync(other.Session(_room.Group), _room.Claire.Identity.Device, default);
        _room.Server.Strangers.Add(_room.Claire.Identity.Device);

        await _room.Claire.RestartAsync();
        await _room.Claire.Commits.PostStagedAsync(_room.Claire.Session(_room.Group), default);

        Assert.Equal(Standing.Ended, _room.Claire.Session(_room.Group).Record.Standing);
        Assert.Contains("Claire may still read this", _room.Claire.Texts(_room.Group));
    }

    [Fact]
    public async Task ALateAnswerToTheCreationLeavesWhatWasStagedSince()
    {
        GroupSession session = _room.Claire.Session(_room.Group);
        await session.StageAsync(_ => new CommitRequest(), default);

        await session.CreatedAsync(Identifier.Create<MessageId>(), default);
        await session.CreationRefusedAsync(Identifier.Create<MessageId>(), "late", default);

        Assert.NotNull(await session.StagedAsync(default));
        Assert.Equal(Standing.InStep, session.Record.Standing);
    }

    [Fact]
    public async Task AGroupThatTheServerHasLostDoesNotStopTheOthers()
    {
        CreateGroupOutcome second = await _room.Claire.Changes.CreateAsync(
            new NewGroup("TUCANO", "", GroupMode.Exercise, HandlingCeiling.Amber),
            default
        );
        _room.Server.Forgotten.Add(_room.Group);
        await _room.Claire.WriteAsync(_room.Group, "to the lost group");
        await _room.Claire.WriteAsync(second.Id!.Value, "to the other group");

        await _room.Claire.SynchronizeAsync();

        OpenedText lost = Assert.Single(_room.Claire.Entries(_room.Group).OfType<OpenedText>());
        Assert.Equal((DeliveryState.Failed, "unknown-group"), (lost.Delivery, lost.FailureReason));
        Assert.Equal(DeliveryState.Sent, Assert.Single(_room.Claire.Entries(second.Id.Value).OfType<OpenedText>()).Delivery);
    }

    [Fact]
    public async Task WhatFailsInOneGroupIsContainedAndWhatTheConnectionFailsAtIsNot()
    {
        Contain contain = new Containment(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).RunAsync;

        await contain(_room.Group, () => throw new InvalidOperationException("this group alone"));
        await contain(_room.Group, () => throw new OfflineException(OfflineReason.LogIncomplete, null));

        await Assert.ThrowsAsync<OfflineException>(() =>
            contain(_room.Group, () => throw new OfflineException(OfflineReason.Unreachable, null))
        );
    }

    private async Task<KeyPackage> ClaimAsync(TestDevice device)
    {
        IReadOnlyList<ClaimedKeyPackage> claimed = await _room.Omar.Server.ClaimAsync(
            new KeyPackageClaim([device.Identity.Device]),
            default
        );
        Assert.True(MlsCodec.TryDecode(claimed[0].KeyPackage.Span, out MlsMessage? message));
        return message.KeyPackage!;
    }

    private static uint LeafOf(Group state, TestDevice device) =>
        state.Members.First(member => DeviceIdentity.CertificateOf(member.Leaf).Device == device.Identity.Device).LeafIndex;

    private sealed class NoRules : IMembershipRules
    {
        public bool AcceptsLeaf(LeafNode leaf) => true;

        public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => true;

        public bool AcceptsContext(Extensions groupContextExtensions) => true;

        public bool AcceptsMembers(RatchetTree tree) => true;

        public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

        public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;
    }
}
