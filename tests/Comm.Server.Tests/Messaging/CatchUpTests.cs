using System.Net;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Messaging;

public sealed class CatchUpTests
{
    [Fact]
    public async Task PageBeginsAfterTheCursorAndIsNoLongerThanAskedFor()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();
        for (int i = 0; i < 5; i++)
        {
            await peer.SendAsync(room.Member.Seal());
        }

        LogPage page = await room.Coordinator.ReadLogAsync(room.Id, after: 1, take: 3);

        Assert.Equal([2L, 3, 4], page.Entries.Select(entry => entry.Sequence));
        Assert.Equal(5, page.Head);
        Assert.False(page.Ended);
        LogPage none = await room.Coordinator.ReadLogAsync(room.Id, after: 5);
        Assert.Empty(none.Entries);
        Assert.Equal(5, none.Head);
    }

    [Fact]
    public async Task PageOfLargeMessagesIsCutBeforeItsNumberIsReached()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();
        for (int i = 0; i < 70; i++)
        {
            Assert.NotNull((await peer.SendAsync(room.Member.Seal(new string('x', 64_000)))).Receipt);
        }

        LogPage page = await room.Coordinator.ReadLogAsync(room.Id);

        Assert.InRange(page.Entries.Count, 1, 69);
        Assert.Equal(70, page.Head);
        LogPage rest = await room.Coordinator.ReadLogAsync(room.Id, page.Entries[^1].Sequence);
        Assert.Equal(70, rest.Entries[^1].Sequence);
    }

    [Theory]
    [InlineData("after=-1&take=1")]
    [InlineData("after=0&take=0")]
    [InlineData("after=0&take=257")]
    [InlineData("after=0")]
    [InlineData("after=x&take=1")]
    [InlineData("after=99999999999999999999&take=1")]
    public async Task BoundsOfAPageAreHeld(string query)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);

        using HttpResponseMessage response = await room.Coordinator.Http.GetAsync($"/groups/{room.Id}/log?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task NewcomerReadsNothingFromBeforeItsTime()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();
        await peer.SendAsync(room.Member.Seal("before"));
        (TestClient newcomer, TestMember member) = await room.AddAsync();
        await peer.SendAsync(room.Member.Seal("after"));

        LogPage page = await newcomer.ReadLogAsync(room.Id);

        SealedEntry only = Assert.Single(page.Entries);
        Assert.Equal(3, only.Sequence);
        Assert.Equal("after", member.Open(only.Content));
    }

    [Fact]
    public async Task OutsiderReadsNothing()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient outsider = await server.SignInAsync(Comm.Shared.Membership.Roles.Coordinator);

        using HttpResponseMessage log = await outsider.Http.GetAsync(ServerRoutes.Log(room.Id, 0, 1));
        using HttpResponseMessage none = await outsider.Http.GetAsync("/groups/nothing/log?after=0&take=1");

        Assert.Equal(HttpStatusCode.Forbidden, log.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Empty(await outsider.GetAsync<GroupStanding[]>(ServerRoutes.Groups));
    }
}
