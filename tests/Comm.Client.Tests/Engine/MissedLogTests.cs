using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>What a device reads of the log that it could not follow, and what it takes from it for its own.</summary>
public sealed class MissedLogTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private TestDevice Omar => _room.Omar;

    private GroupSession Session => Omar.Session(_room.Group);

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task AnOwnMessageThatArrivedBeforeTheStateWasLostIsSent()
    {
        await Omar.WriteAsync(_room.Group, "with a receipt");
        await Omar.Outbox.SendWaitingAsync(Session, default);
        await Omar.WriteAsync(_room.Group, "its answer was lost");
        _room.Server.BeforeAnswer = () => throw new OfflineException(OfflineReason.ConnectionClosed, null);
        await Assert.ThrowsAsync<OfflineException>(() => Omar.Outbox.SendWaitingAsync(Session, default));
        _room.Server.BeforeAnswer = null;

        await LoseStateAsync();
        await Omar.SynchronizeAsync();
        await _room.Claire.SynchronizeAsync();

        Assert.Equal(Standing.InStep, Session.Record.Standing);
        OpenedText[] own = [.. Omar.Entries(_room.Group).OfType<OpenedText>()];
        Assert.Equal(["with a receipt", "its answer was lost"], own.Select(text => text.Text));
        Assert.All(own, text => Assert.Equal((DeliveryState.Sent, null), (text.Delivery, text.FailureReason)));
        Assert.Equal([2L, 3L], own.Select(text => text.Sequence ?? 0));
        Assert.Empty(Omar.Entries(_room.Group).OfType<UnreadableEntry>());
        Assert.Equal(["with a receipt", "its answer was lost"], _room.Claire.Texts(_room.Group));
        AssertDense();
    }

    [Fact]
    public async Task OtherBytesUnderTheIdOfAnOwnMessageConfirmNothing()
    {
        (MessageId id, _) = (await Omar.WriteAsync(_room.Group, "mine"))!.Value;
        _room.Append(EntryKind.Message, Omar, id, new byte[] { 1, 2, 3 });

        await LoseStateAsync();
        // The server says that it has the message already; the log has other bytes in its place.
        await Omar.SynchronizeAsync();
        await Omar.SynchronizeAsync();

        OpenedText own = Assert.Single(Omar.Entries(_room.Group).OfType<OpenedText>());
        Assert.Equal((DeliveryState.Failed, "not-in-log"), (own.Delivery, own.FailureReason));
        Assert.Equal(
            [UnreadableReason.Missed],
            Omar.Entries(_room.Group).OfType<UnreadableEntry>().Select(entry => entry.ReasonCode)
        );
        AssertDense();
    }

    [Fact]
    public async Task AnOwnMessageThatTheLogRepeatsIsSentOnceAtItsFirstPlace()
    {
        (MessageId id, _) = (await Omar.WriteAsync(_room.Group, "mine"))!.Value;
        SealedMessage message = (await Session.NextWaitingAsync(default))!;
        _room.Append(EntryKind.Message, Omar, id, message.Content);
        _room.Append(EntryKind.Message, Omar, id, message.Content);

        await LoseStateAsync();
        await Omar.SynchronizeAsync();

        OpenedText own = Assert.Single(Omar.Entries(_room.Group).OfType<OpenedText>());
        Assert.Equal((DeliveryState.Sent, 2L), (own.Delivery, own.Sequence));
        Assert.Empty(Omar.Entries(_room.Group).OfType<UnreadableEntry>());
        AssertDense();
    }

    [Fact]
    public async Task WhoIsRemovedRightAfterItsReturnReadsWhatLiesBetween()
    {
        await LoseStateAsync();
        await _room.Claire.WriteAsync(_room.Group, "missed");
        await _room.Claire.SynchronizeAsync();
        int before = _room.Server.Log(_room.Group).Count;
        _room.Server.BeforeAnswer = () =>
        {
            if (_room.Server.Log(_room.Group).Count > before)
            {
                throw new OfflineException(OfflineReason.ConnectionClosed, null);
            }
        };
        await Assert.ThrowsAsync<OfflineException>(() => Omar.SynchronizeAsync());
        _room.Server.BeforeAnswer = null;
        await _room.Claire.SynchronizeAsync();
        await _room.Claire.WriteAsync(_room.Group, "between return and removal");
        await _room.Claire.SynchronizeAsync();
        await _room.Claire.Changes.RemoveAsync(_room.Claire.Session(_room.Group), Omar.Identity.Device, default);
        _room.Server.Ends[Omar.Identity.Device] = _room.Server.Log(_room.Group).Count;

        // One page shows all of it: that the log ends in it says nothing of what was missed before the return.
        _room.Server.PageSize = 100;
        await Omar.SynchronizeAsync();

        Assert.Equal(Standing.Ended, Session.Record.Standing);
        Assert.Contains("between return and removal", Omar.Texts(_room.Group));
    }

    [Fact]
    public async Task WithNothingLeftTheServersWordEndsTheGroup()
    {
        await LoseStateAsync();
        await _room.Claire.Changes.RemoveAsync(_room.Claire.Session(_room.Group), Omar.Identity.Device, default);
        _room.Server.Ends[Omar.Identity.Device] = _room.Server.Log(_room.Group).Count;

        await Omar.SynchronizeAsync();

        Assert.Equal((Standing.Ended, "removed"), (Session.Record.Standing, Session.Record.StandingReason));
    }

    [Fact]
    public async Task ALogWithAHoleIsNotReadAgainAndAgain()
    {
        await LoseStateAsync();
        await _room.Claire.WriteAsync(_room.Group, "behind a hole");
        await _room.Claire.SynchronizeAsync();
        _room.Server.Show = (_, entry) => entry with { Sequence = entry.Sequence + 10 };
        int asked = 0;
        _room.Server.BeforeAnswer = () => Assert.True(++asked < 10);

        OfflineException refused = await Assert.ThrowsAsync<OfflineException>(() =>
            new MissedLog(Omar.Identity, Omar.Server).ReadAsync(Session, until: 5, default)
        );

        Assert.Equal(OfflineReason.LogIncomplete, refused.Reason);
    }

    private Task LoseStateAsync()
    {
        Omar.Store.Write(writer => writer.Put(RowKind.GroupEpoch, _room.Group.ToOpaque(), Opaque.Empty, 0, [1, 2, 3]));
        return Omar.RestartAsync();
    }

    private void AssertDense() =>
        Assert.Equal(
            Omar.Entries(_room.Group).Select(entry => entry.Position),
            Enumerable.Range(1, Omar.Entries(_room.Group).Count).Select(position => (long)position)
        );
}
