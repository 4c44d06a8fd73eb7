using System.Net;
using System.Text.Json;
using Comm.Mls.Tree;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Messaging;

/// <summary>What no honest client says to the hub: a call that can be answered is refused by name, the rest costs
/// the one who says it the connection, and nobody else anything.</summary>
public sealed class HostileConnectionTests
{
    [Theory]
    [InlineData("this is not json\u001e")]
    [InlineData("{\"type\":1,\"target\":\u001e")]
    [InlineData("[]\u001e")]
    public async Task FrameThatIsNotJsonClosesItsConnectionOnly(string frame)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer honest = await room.Coordinator.ConnectAsync();
        await using HubPeer hostile = await room.Coordinator.ConnectAsync();

        await hostile.SendRawAsync(frame);

        await hostile.Closed;
        Assert.Equal("Connection closed with an error.", hostile.LastWords);
        await AssertUnharmedAsync(room, honest);
    }

    [Fact]
    public async Task FrameLargerThanAnyMessageClosesItsConnectionOnly()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer honest = await room.Coordinator.ConnectAsync();
        await using HubPeer hostile = await room.Coordinator.ConnectAsync();

        await hostile.SendRawAsync(
            "{\"type\":1,\"target\":\"Send\",\"arguments\":[\"" + new string('A', 2 * WireLimits.MaxMessageBytes)
        );

        await hostile.Closed;
        Assert.Equal("Connection closed with an error.", hostile.LastWords);
        await AssertUnharmedAsync(room, honest);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("{\"groupId\":\"zz\",\"messageId\":\"00000000000000000000000000000000\",\"epoch\":0,\"content\":\"\"}")]
    [InlineData(
        "{\"groupId\":\"00000000000000000000000000000000\",\"messageId\":\"00000000000000000000000000000000\",\"epoch\":-1,\"content\":\"\"}"
    )]
    [InlineData(
        "{\"groupId\":\"00000000000000000000000000000000\",\"messageId\":\"00000000000000000000000000000000\",\"epoch\":0,\"content\":\"!\"}"
    )]
    public async Task ArgumentThatIsNoMessageIsRefusedAsMalformed(string argument)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer hostile = await room.Coordinator.ConnectAsync();

        JsonElement answer = await hostile.InvokeAsync("Send", JsonDocument.Parse(argument).RootElement);

        Assert.Equal("""{"receipt":null,"refusal":"malformed"}""", answer.GetRawText());
        await AssertUnharmedAsync(room, hostile);
    }

    [Fact]
    public async Task NoArgumentOrOneTooManyIsRefusedAsMalformed()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer hostile = await room.Coordinator.ConnectAsync();
        JsonElement message = JsonSerializer.SerializeToElement(room.Member.Seal(), WireJson.Options);

        JsonElement none = await hostile.InvokeAsync("Send");
        JsonElement two = await hostile.InvokeAsync("Send", message, message);

        Assert.Equal("""{"receipt":null,"refusal":"malformed"}""", none.GetRawText());
        Assert.Equal("""{"receipt":null,"refusal":"malformed"}""", two.GetRawText());
        await AssertUnharmedAsync(room, hostile);
    }

    [Fact]
    public async Task MethodThatIsNotThereFailsTheCallOnly()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            peer.InvokeAsync("OnDisconnectedAsync", JsonDocument.Parse("null").RootElement)
        );

        Assert.Equal(
            "Failed to invoke 'OnDisconnectedAsync' due to an error on the server. HubException: Method does not exist.",
            failure.Message
        );
        await AssertUnharmedAsync(room, peer);
    }

    [Fact]
    public async Task HubIsClosedToWhoIsNotSignedIn()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();

        using HttpResponseMessage response = await http.GetAsync(ServerRoutes.Hub);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task ConnectionEndsWithItsToken()
    {
        await using TestServer server = TestServer.Create();
        long now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        TestClient client = await server.SignInAsync(
            server.Platform.CreateDevice(validity: new Lifetime((ulong)now - 60, (ulong)now + 3))
        );

        await using HubPeer peer = await client.ConnectAsync();

        await peer.Closed;
    }

    [Fact]
    public async Task ClientThatDoesNotReadIsClosedAndHoldsUpNobody()
    {
        await using TestServer server = TestServer.Create(("Messaging:MaxUndelivered", "4"));
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer sender = await room.Coordinator.ConnectAsync();
        using DeafClient deaf = await DeafClient.ConnectAsync(server, room.Coordinator.Token);
        byte[] large = new byte[100_000];
        SealedMessage? last = null;

        // More than the sockets' buffers on both sides swallow.
        for (int i = 0; i < 200; i++)
        {
            last = room.Member.Seal(Convert.ToHexString(large));
            if (last.Content.Length > WireLimits.MaxMessageBytes)
            {
                large = large[..(large.Length / 2)];
                continue;
            }

            Assert.NotNull((await sender.SendAsync(last)).Receipt);
            await sender.NextEntryAsync();
        }

        await deaf.Closed;
        await AssertUnharmedAsync(room, sender);
    }

    private static async Task AssertUnharmedAsync(TestRoom room, HubPeer honest)
    {
        long head = (await room.Coordinator.ReadLogAsync(room.Id, after: 0, take: 1)).Head;
        Assert.Equal(head + 1, (await honest.SendAsync(room.Member.Seal())).Receipt!.Sequence);
    }
}
