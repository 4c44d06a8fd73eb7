using System.Net;
using System.Security.Cryptography;
using Comm.Server.Attachments;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Tests.Attachments;

public sealed class AttachmentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(AttachmentStore.PartSize)]
    [InlineData(AttachmentStore.PartSize + 1)]
    [InlineData(WireLimits.MaxSealedAttachmentBytes)]
    public async Task WhatAMemberUploadsEveryMemberHasAfterARestartToo(int length)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient member, _) = await room.AddAsync();
        var file = new Upload(room.Id, length);

        Assert.Equal(HttpStatusCode.NoContent, await file.SendAsync(room.Coordinator));
        await server.RestartAsync();

        TestClient again = await server.SignInAsync(member.Device);
        using HttpResponseMessage answer = await again.Http.GetAsync(file.Address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.Equal(AttachmentTransfer.ContentType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(file.Bytes, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task TheSameFileTwiceIsOneAndAnotherUnderItsNameIsRefused()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient member, _) = await room.AddAsync();
        var file = new Upload(room.Id, 3_000_000);
        Upload other = file with { Bytes = RandomNumberGenerator.GetBytes(3_000_000) };
        Upload shorter = file with { Bytes = file.Bytes[..100] };

        Assert.Equal(HttpStatusCode.NoContent, await file.SendAsync(room.Coordinator));
        Assert.Equal(HttpStatusCode.NoContent, await file.SendAsync(room.Coordinator));
        Assert.Equal(HttpStatusCode.NoContent, await file.SendAsync(member));
        Assert.Equal(HttpStatusCode.Conflict, await other.SendAsync(room.Coordinator));
        Assert.Equal(HttpStatusCode.Conflict, await shorter.SendAsync(member));

        Assert.Equal(file.Bytes, await room.Coordinator.Http.GetByteArrayAsync(file.Address));
        Assert.Equal((1, 3), await CountAsync(server));
    }

    [Fact]
    public async Task TwoUploadsOfOneFileAtTheSameMomentLeaveOne()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient member, _) = await room.AddAsync();
        var file = new Upload(room.Id, 2_000_000);

        HttpStatusCode[] answers = await Task.WhenAll(file.SendAsync(room.Coordinator), file.SendAsync(member));

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent], answers);
        Assert.Equal((1, 2), await CountAsync(server));
    }

    [Fact]
    public async Task WhoWasRemovedFetchesNothingMoreAndUploadsNothing()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient member, _) = await room.AddAsync();
        var file = new Upload(room.Id, 1_000);
        await file.SendAsync(member);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(member, file.Address));

        await room.RemoveAsync(member.Device.Id);

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(member, file.Address));
        Assert.Equal(HttpStatusCode.Forbidden, await file.SendAsync(member));
        Assert.Equal(HttpStatusCode.Forbidden, await new Upload(room.Id, 1_000).SendAsync(member));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(room.Coordinator, file.Address));
    }

    [Fact]
    public async Task AStrangerToTheGroupOrToTheServerIsToldNothing()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestRoom other = await TestRoom.OpenAsync(server);
        var file = new Upload(room.Id, 1_000);
        await file.SendAsync(room.Coordinator);
        using HttpClient stranger = server.CreateHttpClient();
        using HttpResponseMessage anonymous = await stranger.GetAsync(file.Address);

        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(other.Coordinator, file.Address));
        Assert.Equal(HttpStatusCode.Forbidden, await file.SendAsync(other.Coordinator));
        // The same name in another group is another file.
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(other.Coordinator, ServerRoutes.Attachment(other.Id, file.Id)));
    }

    [Fact]
    public async Task AGroupAndADeviceHaveNoMoreThanTheOperatorAllows()
    {
        await using TestServer server = TestServer.Create(
            ("Attachments:MaxGroupMebibytes", "3"),
            ("Attachments:MaxDeviceMebibytes", "2")
        );
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient member, _) = await room.AddAsync();
        const int Mebibyte = 1024 * 1024;

        Assert.Equal(HttpStatusCode.NoContent, await new Upload(room.Id, 2 * Mebibyte).SendAsync(room.Coordinator));
        Assert.Equal("attachments-full", await new Upload(room.Id, 1).CodeAsync(room.Coordinator));
        Assert.Equal("attachments-full", await new Upload(room.Id, Mebibyte + 1).CodeAsync(member));
        Assert.Equal(HttpStatusCode.NoContent, await new Upload(room.Id, Mebibyte).SendAsync(member));
    }

    [Fact]
    public async Task AFileOnItsWayOfADeviceThatIsRemovedMeanwhileDoesNotCount()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient member, _) = await room.AddAsync();
        var file = new Upload(room.Id, 2_000_000);

        Assert.Equal(HttpStatusCode.Forbidden, await file.SendAsync(member, halfway: () => room.RemoveAsync(member.Device.Id)));

        Assert.Equal((0, 0), await CountAsync(server));
    }

    internal static async Task<(int Files, int Parts)> CountAsync(TestServer server)
    {
        await using var database = await server.OpenDatabaseAsync();
        return (await database.Attachments.CountAsync(), await database.AttachmentParts.CountAsync());
    }

    private static async Task<HttpStatusCode> AskAsync(TestClient client, string address)
    {
        using HttpResponseMessage response = await client.Http.GetAsync(address);
        return response.StatusCode;
    }
}
