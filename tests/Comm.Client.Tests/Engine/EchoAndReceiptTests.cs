using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>What a server says of our own messages is worth what its log shows of them.</summary>
public sealed class EchoAndReceiptTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private TestDevice Claire => _room.Claire;

    private TestDevice Omar => _room.Omar;

    private GroupSession Session => Claire.Session(_room.Group);

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task AReceiptIsHeldAgainstTheLogAndTheMessageCanBeSentAgain()
    {
        MessageId id = await PromisedAsync(_room.Server.Log(_room.Group).Count + 1);
        Assert.Equal(DeliveryState.Sent, OwnText().Delivery);

        // Somebody else's message stands where ours was said to be.
        await Omar.WriteAsync(_room.Group, "in its place");
        await Omar.SynchronizeAsync();
        await Claire.RestartAsync();
        await Claire.SynchronizeAsync();
        Assert.Equal((DeliveryState.Failed, "not-in-log"), (OwnText().Delivery, OwnText().FailureReason));

        await AssertRetryArrivesOnceAsync(id);
    }

    [Fact]
    public async Task AReceiptForAPlaceThatHasBeenReadAlreadyIsNotBelieved()
    {
        MessageId id = await PromisedAsync(1);

        Assert.Equal((DeliveryState.Failed, "not-in-log"), (OwnText().Delivery, OwnText().FailureReason));
        await AssertRetryArrivesOnceAsync(id);
    }

    [Fact]
    public async Task AReceiptForAPlaceBeyondTheLogIsHeldAgainstItsEnd()
    {
        MessageId id = await PromisedAsync(1_000_000);
        Assert.Equal(DeliveryState.Sent, OwnText().Delivery);

        await Claire.CatchUp.RunAsync(Session, default);

        Assert.Equal((DeliveryState.Failed, "not-in-log"), (OwnText().Delivery, OwnText().FailureReason));
        await AssertRetryArrivesOnceAsync(id);
    }

    [Fact]
    public async Task AReceiptFollowedByTheMessageIsKept()
    {
        await Claire.WriteAsync(_room.Group, "ours");
        await Claire.Outbox.SendWaitingAsync(Session, default);
        await Claire.CatchUp.RunAsync(Session, default);
        await Omar.WriteAsync(_room.Group, "later");
        await Omar.SynchronizeAsync();
        await Claire.SynchronizeAsync();

        Assert.Equal(DeliveryState.Sent, OwnText().Delivery);
        Assert.Equal(_room.Server.Log(_room.Group)[^2].Sequence, OwnText().Sequence);
        Assert.Empty(await Session.PromisedAsync(default));
    }

    [Fact]
    public async Task OneMessagesBytesUnderAnothersIdConfirmNothingAndUseNothingUp()
    {
        await Claire.WriteAsync(_room.Group, "one");
        (MessageId second, _) = (await Claire.WriteAsync(_room.Group, "two"))!.Value;
        SealedMessage first = (await Session.NextWaitingAsync(default))!;
        _room.Append(EntryKind.Message, Claire, second, first.Content);

        await Claire.CatchUp.RunAsync(Session, default);
        await Omar.SynchronizeAsync();

        Assert.All(Claire.Entries(_room.Group).OfType<OpenedText>(), text => Assert.Equal(DeliveryState.Sending, text.Delivery));
        Assert.Equal(
            UnreadableReason.OwnUnknown,
            Assert.Single(Claire.Entries(_room.Group).OfType<UnreadableEntry>()).ReasonCode
        );
        await Claire.SynchronizeAsync();
        await Omar.SynchronizeAsync();

        // The first still opens, although its bytes came before under a foreign id. For the second the server now answers that it
        // has it already: its author sees that this is not so.
        Assert.Equal(["one"], Omar.Texts(_room.Group));
        Assert.Equal(
            [(DeliveryState.Sent, null), (DeliveryState.Failed, "not-in-log")],
            Claire.Entries(_room.Group).OfType<OpenedText>().Select(text => (text.Delivery, text.FailureReason))
        );
    }

    [Fact]
    public async Task AMemberWhoWritesOurLeafOnAMessageConfirmsNothing()
    {
        (MessageId id, _) = (await Claire.WriteAsync(_room.Group, "ours"))!.Value;
        uint leaf = await Session.InspectAsync(state => state.OwnLeafIndex, default);
        using var forge = new InsiderForge(Omar, _room.Group);
        _room.Append(EntryKind.Message, Claire, id, forge.MessageInTheNameOf(leaf, id));

        await Claire.CatchUp.RunAsync(Session, default);

        Assert.Equal(DeliveryState.Sending, OwnText().Delivery);
        Assert.Equal(
            UnreadableReason.OwnUnknown,
            Assert.Single(Claire.Entries(_room.Group).OfType<UnreadableEntry>()).ReasonCode
        );
        // With the server's help it looks like an older copy of the vault: the group is entered anew before anything leaves.
        Assert.Null(await Session.NextWaitingAsync(default));
        await Claire.SynchronizeAsync();
        Assert.Equal((Standing.InStep, false), (Session.Record.Standing, Session.Record.MustRejoin));
        Assert.DoesNotContain(Omar.Texts(_room.Group), text => text == "ours");
    }

    [Fact]
    public async Task AnOwnMessageThatTheServerRepeatsKeepsItsPlace()
    {
        await Claire.WriteAsync(_room.Group, "once");
        await Claire.SynchronizeAsync();
        SealedEntry first = _room.Server.Log(_room.Group)[^1];
        _room.Append(EntryKind.Message, Claire, first.MessageId, first.Content);
        _room.Append(EntryKind.Commit, Claire, first.MessageId, first.Content);

        await Claire.SynchronizeAsync();
        await Omar.SynchronizeAsync();

        Assert.Equal(["once"], Claire.Texts(_room.Group));
        Assert.Equal((first.Sequence, DeliveryState.Sent), (OwnText().Sequence, OwnText().Delivery));
        Assert.Equal((first.Sequence + 2, Standing.InStep), (Session.Record.Cursor, Session.Record.Standing));
        Assert.Equal(["once"], Omar.Texts(_room.Group));
    }

    private async Task<MessageId> PromisedAsync(long sequence)
    {
        (MessageId id, _) = (await Claire.WriteAsync(_room.Group, "ours"))!.Value;
        _room.Server.FalseReceipt = _ => new Receipt(sequence, new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        await Claire.Outbox.SendWaitingAsync(Session, default);
        _room.Server.FalseReceipt = _ => null;
        return id;
    }

    private async Task AssertRetryArrivesOnceAsync(MessageId id)
    {
        Assert.True(await Session.ResealFailedAsync(id, default));
        await Claire.SynchronizeAsync();
        await Omar.SynchronizeAsync();
        Assert.Equal(DeliveryState.Sent, OwnText().Delivery);
        Assert.Single(Omar.Texts(_room.Group), text => text == "ours");
        Assert.Empty(Omar.Entries(_room.Group).OfType<UnreadableEntry>());
    }

    private OpenedText OwnText() => Claire.Entries(_room.Group).OfType<OpenedText>().First(text => text.Sender!.IsSelf);
}
