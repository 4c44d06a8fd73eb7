using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>Handshakes are PublicMessages (design D4). A server that lets others through does not change a client.</summary>
public sealed class HiddenHandshakeTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private TestDevice Claire => _room.Claire;

    private TestDevice Omar => _room.Omar;

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task ACommitInsideAPrivateMessageIsRefusedAndChangesNothing()
    {
        using var forge = new InsiderForge(Claire, _room.Group);
        byte[] commit = forge.PrivateCommit();
        await AssertTheLibraryWouldTakeAsync<ReceivedCommit>(commit);
        ulong before = await EpochAsync(Omar);

        _room.Append(EntryKind.Message, Claire, Identifier.Create<MessageId>(), commit);
        await Omar.SynchronizeAsync();

        Assert.Equal(before, await EpochAsync(Omar));
        await AssertNamedAndTheRoomGoesOnAsync();
    }

    [Fact]
    public async Task AProposalInsideAPrivateMessageIsRefusedAndChangesNothing()
    {
        using var forge = new InsiderForge(Claire, _room.Group);
        uint omar = await Omar.Session(_room.Group).InspectAsync(state => state.OwnLeafIndex, default);
        byte[] proposal = forge.PrivateProposal(new RemoveProposal(omar));
        await AssertTheLibraryWouldTakeAsync<ReceivedProposal>(proposal);

        _room.Append(EntryKind.Message, Claire, Identifier.Create<MessageId>(), proposal);
        await Omar.SynchronizeAsync();

        await AssertNamedAndTheRoomGoesOnAsync();
    }

    [Fact]
    public async Task ThatTheServerCallsItACommitStopsTheGroupVisibly()
    {
        using var forge = new InsiderForge(Claire, _room.Group);

        _room.Append(EntryKind.Commit, Claire, Identifier.Create<MessageId>(), forge.PrivateCommit());
        await Omar.SynchronizeAsync();

        GroupRecord record = Omar.Session(_room.Group).Record;
        // Nor is there a way around it: no honest server has it in a log.
        Assert.Equal((Standing.OutOfStep, "log-invalid"), (record.Standing, record.StandingReason));
    }

    [Fact]
    public async Task AProposalIsNotKeptWhereItWouldStopAllSending()
    {
        StagedProposal proposal = (
            await Claire
                .Session(_room.Group)
                .InspectAsync(state => state.ProposeUpdate(Claire.Identity.Signer, Claire.Identity.MakingRules), default)
        )!;

        _room.Append(EntryKind.Message, Claire, Identifier.Create<MessageId>(), MlsCodec.Encode(proposal.Message));
        await Omar.SynchronizeAsync();

        await AssertNamedAndTheRoomGoesOnAsync();
    }

    /// <summary>Otherwise the test would only show that damaged bytes are refused.</summary>
    private async Task AssertTheLibraryWouldTakeAsync<T>(byte[] bytes)
        where T : Received
    {
        Assert.True(MlsCodec.TryDecode(bytes, out MlsMessage? message));
        Received? received = await Omar.Session(_room.Group)
            .InspectAsync(state => state.Process(message, Omar.Identity.LogRules), default);
        Assert.IsType<T>(received);
    }

    private async Task AssertNamedAndTheRoomGoesOnAsync()
    {
        UnreadableEntry named = Assert.Single(Omar.Entries(_room.Group).OfType<UnreadableEntry>());
        Assert.Equal(UnreadableReason.UnexpectedHandshake, named.ReasonCode);
        Assert.NotNull(await Omar.WriteAsync(_room.Group, "on we go"));
        await Omar.SynchronizeAsync();
        await Claire.SynchronizeAsync();
        Assert.Contains("on we go", Claire.Texts(_room.Group));
    }

    private Task<ulong> EpochAsync(TestDevice device) =>
        device.Session(_room.Group).InspectAsync(state => state.Context.Epoch, default);
}
