using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;

namespace Comm.Server.Tests.Tables;

public sealed class TableTests
{
    private static readonly byte[] s_content = Encoding.UTF8.GetBytes("code,name\nNLRTM,Rotterdam\n");

    [Fact]
    public async Task APublishedTableIsThereForEveryDeviceAfterARestartToo()
    {
        await using TestServer server = TestServer.Create();
        PublishedTable table = server.Platform.Publish(s_content, server.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.NoContent, await UploadAsync(server, table));
        await server.RestartAsync();

        TestClient client = await server.SignInAsync();
        PublishedTableInfo listed = Assert.Single(await client.GetAsync<PublishedTableInfo[]>(ServerRoutes.Tables));
        Assert.Equal(MlsCodec.Encode(table.Manifest), listed.Manifest.ToArray());
        Assert.Equal(table.Packed.Length, listed.PackedLength);
        byte[] packed = await client.Http.GetByteArrayAsync(ServerRoutes.Table(table.Manifest.ContentHash));
        Assert.True(new PublishedTable(table.Manifest, packed).TryUnpack(out byte[]? content));
        Assert.Equal(s_content, content);
    }

    [Fact]
    public async Task WhatIsKnownIsNotSentAgain()
    {
        await using TestServer server = TestServer.Create();
        PublishedTable table = server.Platform.Publish(s_content, server.Clock.GetUtcNow());
        TestClient client = await server.SignInAsync();
        EntityTagHeaderValue empty = await TagOfAsync(client, ServerRoutes.Tables);
        await UploadAsync(server, table);

        EntityTagHeaderValue list = await TagOfAsync(client, ServerRoutes.Tables);
        Assert.NotEqual(empty, list);
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync(client, ServerRoutes.Tables, list));
        Assert.Equal(HttpStatusCode.OK, await AskAgainAsync(client, ServerRoutes.Tables, empty));
        string address = ServerRoutes.Table(table.Manifest.ContentHash);
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync(client, address, await TagOfAsync(client, address)));
    }

    [Fact]
    public async Task ATableThatIsThereIsTakenOnce()
    {
        await using TestServer server = TestServer.Create(("Tables:MaxKept", "1"));
        PublishedTable table = server.Platform.Publish(s_content, server.Clock.GetUtcNow());
        PublishedTable other = server.Platform.Publish([.. s_content, .. s_content], server.Clock.GetUtcNow());

        Assert.Equal(HttpStatusCode.NoContent, await UploadAsync(server, table));
        Assert.Equal(HttpStatusCode.NoContent, await UploadAsync(server, table));
        Assert.Equal(HttpStatusCode.Conflict, await UploadAsync(server, other));
        TestClient client = await server.SignInAsync();
        Assert.Single(await client.GetAsync<PublishedTableInfo[]>(ServerRoutes.Tables));
    }

    [Fact]
    public async Task ATableOfSomebodyWhomTheRootDoesNotLetPublishIsRefused()
    {
        await using TestServer server = TestServer.Create();
        DateTimeOffset now = server.Clock.GetUtcNow();
        PublishedTable strangers = new TestPlatform().Publish(s_content, now);
        PublishedTable forged = server.Platform.Publish(s_content, now);
        forged = forged with { Manifest = forged.Manifest with { Edition = "UNLOCODE 2099-1" } };
        PublishedTable late = server.Platform.Publish(s_content, now.AddDays(400));

        Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(server, strangers));
        Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(server, forged));
        Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(server, late));
        TestClient client = await server.SignInAsync();
        Assert.Empty(await client.GetAsync<PublishedTableInfo[]>(ServerRoutes.Tables));
    }

    [Fact]
    public async Task AnotherTextThanTheOneThatWasSignedIsRefused()
    {
        await using TestServer server = TestServer.Create();
        DateTimeOffset now = server.Clock.GetUtcNow();
        PublishedTable table = server.Platform.Publish(s_content, now);
        PublishedTable other = server.Platform.Publish([.. s_content, .. s_content], now);
        byte[][] bodies =
        [
            [],
            [1, 2, 3],
            other.Packed.ToArray(),
            table.Packed.ToArray()[..20],
        ];
        foreach (byte[] body in bodies)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await UploadAsync(server, table with { Packed = body }));
        }
    }

    [Fact]
    public async Task AnUploadIsBoundedAndNeedsItsManifestItsNameAndItsType()
    {
        await using TestServer server = TestServer.Create();
        PublishedTable table = server.Platform.Publish(s_content, server.Clock.GetUtcNow());
        Opaque otherName = HashFunction.Sha256.Hash([1]);

        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await UploadAsync(server, table with { Packed = new byte[PublishedTable.MaxPackedBytes + 1] })
        );
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync(server, table, name: otherName.ToString()));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync(server, table, name: "nonsense"));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync(server, table, manifest: ""));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync(server, table, manifest: "!"));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync(server, table, manifest: "AAAA"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await UploadAsync(server, table, type: "text/csv"));
    }

    [Fact]
    public async Task ATableThatIsNotThereIsNotFoundAndAStrangerIsToldNothing()
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync();
        string address = ServerRoutes.Table(HashFunction.Sha256.Hash([1]));
        using HttpResponseMessage unknown = await client.Http.GetAsync(address);
        using HttpResponseMessage nonsense = await client.Http.GetAsync(ServerRoutes.Tables + "/nonsense");
        using HttpClient stranger = server.CreateHttpClient();
        using HttpResponseMessage anonymous = await stranger.GetAsync(ServerRoutes.Tables);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nonsense.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    private static async Task<HttpStatusCode> UploadAsync(
        TestServer server,
        PublishedTable table,
        string? name = null,
        string? manifest = null,
        string type = PublishedTable.ContentType
    )
    {
        using HttpClient http = server.CreateHttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Put,
            $"{ServerRoutes.Tables}/{name ?? table.Manifest.ContentHash.ToString()}"
        )
        {
            Content = new ByteArrayContent(table.Packed.ToArray()),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.ExpectContinue = true;
        request.Headers.Add(PublishedTable.ManifestHeader, manifest ?? Base64Url.EncodeToString(MlsCodec.Encode(table.Manifest)));
        using HttpResponseMessage response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<EntityTagHeaderValue> TagOfAsync(TestClient client, string address)
    {
        using HttpResponseMessage response = await client.Http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.ETag!;
    }

    private static async Task<HttpStatusCode> AskAgainAsync(TestClient client, string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        using HttpResponseMessage response = await client.Http.SendAsync(request);
        return response.StatusCode;
    }
}
