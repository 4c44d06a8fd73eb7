using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Messaging;

public sealed class SendingTests
{
    [Fact]
    public async Task MessageIsNumberedStoredAndDeliveredToEveryMember()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        await using HubPeer sender = await room.Coordinator.ConnectAsync();
        await using HubPeer reader = await officer.ConnectAsync();

        SendOutcome outcome = await sender.SendAsync(room.Member.Seal("Container 7 is ours"));

        Assert.Equal(2, outcome.Receipt!.Sequence);
        SealedEntry delivered = await reader.NextEntryAsync();
        Assert.Equal(2, delivered.Sequence);
        Assert.Equal(room.Coordinator.Device.Id, delivered.Sender);
        Assert.Equal(outcome.Receipt.AcceptedAt, delivered.AcceptedAt);
        SealedEntry fetched = Assert.Single((await officer.ReadLogAsync(room.Id, after: 1)).Entries);
        Assert.True(fetched.Content.Span.SequenceEqual(delivered.Content.Span));
        Assert.Equal("Container 7 is ours", member.Open(fetched.Content));

        // The sender's own stream has no gap either.
        Assert.Equal(2, (await sender.NextEntryAsync()).Sequence);
    }

    [Fact]
    public async Task SameMessageAgainGetsTheSameReceiptEvenAfterTheEpochHasPassed()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer sender = await room.Coordinator.ConnectAsync();
        SealedMessage message = room.Member.Seal();
        SendOutcome first = await sender.SendAsync(message);
        SendOutcome second = await sender.SendAsync(message);
        await room.CommitAsync(room.Member.Commit(new()));

        SendOutcome third = await sender.SendAsync(message);
        // Sealed anew in the new epoch under the same id, as a client does that never heard the answer.
        SendOutcome resealed = await sender.SendAsync(room.Member.Seal(id: message.MessageId));

        Assert.NotNull(first.Receipt);
        Assert.Equal(first, second);
        Assert.Equal(first, third);
        Assert.Equal(first, resealed);
        Assert.Equal(2, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task AcceptedMessageAgainAfterItsSendersRemovalGetsItsReceipt()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        await using HubPeer peer = await officer.ConnectAsync();
        SealedMessage message = member.Seal();
        SendOutcome first = await peer.SendAsync(message);
        await room.RemoveAsync(officer.Device.Id);

        SendOutcome again = await peer.SendAsync(message);

        Assert.NotNull(first.Receipt);
        Assert.Equal(first, again);
        Assert.Equal(SendOutcome.Refused(SendRefusal.NotAMember), await peer.SendAsync(member.Seal()));
    }

    [Fact]
    public async Task TwoDevicesMayChooseTheSameMessageId()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        await using HubPeer one = await room.Coordinator.ConnectAsync();
        await using HubPeer other = await officer.ConnectAsync();
        MessageId id = Identifier.Create<MessageId>();

        SendOutcome first = await one.SendAsync(room.Member.Seal(id: id));
        SendOutcome second = await other.SendAsync(member.Seal(id: id));

        Assert.NotEqual(first.Receipt!.Sequence, second.Receipt!.Sequence);
    }

    [Fact]
    public async Task ConcurrentSendersGetNumbersWithoutGapsAndARestartKeepsThem()
    {
        const int Senders = 4;
        const int Each = 25;
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer reader = await room.Coordinator.ConnectAsync();
        HubPeer[] peers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => room.Coordinator.ConnectAsync()));
        SealedMessage[][] messages =
        [
            .. Enumerable.Range(0, Senders).Select(_ => Enumerable.Range(0, Each).Select(_ => room.Member.Seal()).ToArray()),
        ];

        SendOutcome[] outcomes =
        [
            .. (
                await Task.WhenAll(peers.Select((peer, index) => Task.WhenAll(messages[index].Select(peer.SendAsync))))
            ).SelectMany(all => all),
        ];

        long[] expected = [.. Enumerable.Range(1, Senders * Each).Select(number => (long)number)];
        Assert.Equal(expected, outcomes.Select(outcome => outcome.Receipt!.Sequence).Order());
        foreach (long sequence in expected)
        {
            Assert.Equal(sequence, (await reader.NextEntryAsync()).Sequence);
        }

        foreach (HubPeer peer in peers)
        {
            await peer.DisposeAsync();
        }

        await server.RestartAsync();
        TestClient again = await server.SignInAsync(room.Coordinator.Device);
        LogPage page = await again.ReadLogAsync(room.Id);
        Assert.Equal(expected, page.Entries.Select(entry => entry.Sequence));
        Assert.Equal(
            messages.SelectMany(all => all).Select(message => message.MessageId).ToHashSet(),
            page.Entries.Select(entry => entry.MessageId).ToHashSet()
        );
        await using HubPeer sender = await again.ConnectAsync();
        Assert.Equal(Senders * Each + 1, (await sender.SendAsync(room.Member.Seal())).Receipt!.Sequence);
    }

    [Theory]
    [InlineData(SendRefusal.UnknownGroup)]
    [InlineData(SendRefusal.NotAMember)]
    [InlineData(SendRefusal.StaleEpoch)]
    [InlineData(SendRefusal.FutureEpoch)]
    [InlineData(SendRefusal.TooLarge)]
    [InlineData(SendRefusal.Malformed)]
    public async Task RefusedMessageIsNamedAndLeavesNothingBehind(SendRefusal refusal)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient outsider = await server.SignInAsync();
        await using HubPeer honest = await room.Coordinator.ConnectAsync();
        await using HubPeer hostile = await (refusal == SendRefusal.NotAMember ? outsider : room.Coordinator).ConnectAsync();
        SealedMessage message = await SpoilAsync(room, refusal);
        long head = (await room.Coordinator.ReadLogAsync(room.Id)).Head;

        SendOutcome outcome = await hostile.SendAsync(message);

        Assert.Equal(SendOutcome.Refused(refusal), outcome);
        Assert.Equal(head, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
        Assert.True(hostile.IsOpen);
        Assert.NotNull((await honest.SendAsync(room.Member.Seal())).Receipt);
    }

    [Theory]
    [InlineData("group")]
    [InlineData("epoch")]
    [InlineData("id")]
    [InlineData("trailing")]
    [InlineData("empty")]
    [InlineData("proposal")]
    [InlineData("commit")]
    public async Task EnvelopeAndMessageMustSayTheSame(string lie)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();
        SealedMessage honest = room.Member.Seal();
        SealedMessage message = lie switch
        {
            "group" => honest with { GroupId = (await TestRoom.OpenAsync(server)).Id },
            "epoch" => honest with { Epoch = 1 },
            "id" => honest with { MessageId = Identifier.Create<MessageId>() },
            "trailing" => honest with { Content = (byte[])[.. honest.Content.Span, 0] },
            "empty" => honest with { Content = default },
            "proposal" => honest with { Content = WithContentType(honest, ContentType.Proposal) },
            _ => honest with { Content = room.Member.Commit(new()).Upload.Commit.Memory },
        };

        Assert.Equal(SendOutcome.Refused(SendRefusal.Malformed), await peer.SendAsync(message));
        Assert.Equal(0, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task TruncatedMessageIsMalformedAtEveryLength()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();
        SealedMessage honest = room.Member.Seal();
        for (int length = 0; length < honest.Content.Length; length += 7)
        {
            SendOutcome outcome = await peer.SendAsync(honest with { Content = honest.Content[..length] });
            Assert.Equal(SendRefusal.Malformed, outcome.Refusal);
        }

        Assert.NotNull((await peer.SendAsync(honest)).Receipt);
    }

    private static async Task<SealedMessage> SpoilAsync(TestRoom room, SendRefusal refusal)
    {
        switch (refusal)
        {
            case SendRefusal.UnknownGroup:
                return TestMember.Create(room.Coordinator.Device).Seal();
            case SendRefusal.StaleEpoch:
                SealedMessage early = room.Member.Seal();
                await room.CommitAsync(room.Member.Commit(new()));
                return early;
            case SendRefusal.FutureEpoch:
                return room.Member.Commit(new()).Next.Seal();
            case SendRefusal.TooLarge:
                return room.Member.Seal() with { Content = new byte[WireLimits.MaxMessageBytes + 1] };
            case SendRefusal.Malformed:
                return room.Member.Seal() with { Content = new byte[] { 1, 2, 3 } };
            default:
                return room.Member.Seal();
        }
    }

    private static byte[] WithContentType(SealedMessage message, ContentType type)
    {
        Assert.True(MlsCodec.TryDecode(message.Content.Span, out MlsMessage? content));
        return MlsCodec.Encode(MlsMessage.Of(content.PrivateMessage! with { ContentType = type }));
    }
}
