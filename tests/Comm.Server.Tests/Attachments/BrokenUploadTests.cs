using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Comm.Crypto;
using Comm.Server.Attachments;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Comm.Server.Tests.Attachments;

/// <summary>Whatever a device sends, and wherever an upload or the server ends: nothing of it stays, and nothing is promised that is not there.</summary>
public sealed class BrokenUploadTests
{
    [Fact]
    public async Task AnUploadIsBoundedAndNeedsItsNameItsDigestItsLengthAndItsType()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        var file = new Upload(room.Id, 1_000);

        Assert.Equal("attachment-headers", await (file with { Digest = "" }).CodeAsync(room.Coordinator));
        Assert.Equal("attachment-headers", await (file with { Digest = "sha-256=:AAAA:" }).CodeAsync(room.Coordinator));
        Assert.Equal("attachment-headers", await (file with { Bytes = [] }).CodeAsync(room.Coordinator));
        Assert.Equal("not-an-attachment", await (file with { Type = "image/jpeg" }).CodeAsync(room.Coordinator));
        Assert.Equal(
            "attachment-too-large",
            await (file with { Bytes = new byte[WireLimits.MaxSealedAttachmentBytes + 1] }).CodeAsync(room.Coordinator)
        );
        Assert.Equal(
            "attachment-mismatch",
            await (file with { Digest = AttachmentTransfer.WriteDigest(HashFunction.Sha256.Hash([1])) }).CodeAsync(
                room.Coordinator
            )
        );
        Assert.Equal((0, 0), await AttachmentTests.CountAsync(server));
    }

    [Theory]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("..%2f..%2fcomm.db", HttpStatusCode.BadRequest)]
    [InlineData("%00000000000000000000000000000000", HttpStatusCode.BadRequest)]
    public async Task ANameThatIsNoIdentifierIsRefused(string name, HttpStatusCode expected)
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        var file = new Upload(room.Id, 10);
        using var content = new ByteArrayContent(file.Bytes);

        using HttpResponseMessage put = await file.SendAsync(
            room.Coordinator,
            content,
            $"{ServerRoutes.Groups}/{room.Id}/attachments/{name}"
        );
        using HttpResponseMessage get = await room.Coordinator.Http.GetAsync(
            $"{ServerRoutes.Groups}/{room.Id}/attachments/{name}"
        );
        using var again = new ByteArrayContent(file.Bytes);
        using HttpResponseMessage elsewhere = await file.SendAsync(
            room.Coordinator,
            again,
            $"{ServerRoutes.Groups}/{name}/attachments/{file.Id}"
        );

        Assert.Equal(expected, put.StatusCode);
        Assert.True(get.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{get.StatusCode}");
        Assert.True(elsewhere.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{elsewhere.StatusCode}");
    }

    [Fact]
    public async Task ABodyWithoutItsLengthIsNotRead()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        var file = new Upload(room.Id, 1_000);
        using var content = new ByteArrayContent(file.Bytes);
        content.Headers.ContentLength = null;
        room.Coordinator.Http.DefaultRequestHeaders.TransferEncodingChunked = true;

        using HttpResponseMessage response = await file.SendAsync(room.Coordinator, content);

        Assert.Equal(HttpStatusCode.LengthRequired, response.StatusCode);
    }

    [Fact]
    public async Task ALineThatBreaksInTheMiddleLeavesNothingBehind()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        var file = new Upload(room.Id, 3_000_000);
        using (var line = new TcpClient())
        {
            await line.ConnectAsync(server.Address.Host, server.Address.Port);
            NetworkStream stream = line.GetStream();
            string head =
                $"PUT {file.Address} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {room.Coordinator.Token}\r\n"
                + $"Content-Type: {AttachmentTransfer.ContentType}\r\nContent-Length: {file.Bytes.Length}\r\n"
                + $"Content-Digest: {AttachmentTransfer.WriteDigest(HashFunction.Sha256.Hash(file.Bytes))}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await stream.WriteAsync(file.Bytes.AsMemory(0, 1_500_000));
            await UntilAsync(async () => await AttachmentTests.CountAsync(server) == (0, 1));
        }

        await UntilAsync(async () => await AttachmentTests.CountAsync(server) == (0, 0));
        Assert.Equal(HttpStatusCode.NoContent, await file.SendAsync(room.Coordinator));
    }

    [Fact]
    public async Task WhereverTheServerIsKilledInAnUploadTheFileIsNotThereAndCanBeSentAgain()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        var file = new Upload(room.Id, (2 * AttachmentStore.PartSize) + 5);
        var kept = new Upload(room.Id, 1_000);
        Assert.Equal(HttpStatusCode.NoContent, await kept.SendAsync(room.Coordinator));
        for (int written = 1; written <= 3; written++)
        {
            // As many parts are on the disk as were when the power went; the row never is.
            AttachmentStore store = server.Services.GetRequiredService<AttachmentStore>();
            AttachmentRow row = store.NewRow(file.Group, file.Id, room.Coordinator.Device.Id, [1], file.Bytes.Length);
            for (int number = 0; number < written; number++)
            {
                await store.WritePartAsync(row.UploadId, number, new byte[10], default);
            }

            await server.RestartAsync();

            Assert.Equal((1, 1), await AttachmentTests.CountAsync(server));
        }

        TestClient again = await server.SignInAsync(room.Coordinator.Device);
        Assert.Equal(HttpStatusCode.NoContent, await file.SendAsync(again));
        Assert.Equal(file.Bytes, await again.Http.GetByteArrayAsync(file.Address));
        Assert.Equal(kept.Bytes, await again.Http.GetByteArrayAsync(kept.Address));
    }

    [Fact]
    public async Task AnUploadThatTakesTooLongIsEndedAndLeavesNothingBehind()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        IServiceProvider services = server.Services;
        AttachmentStore store = services.GetRequiredService<AttachmentStore>();
        var intake = new AttachmentIntake(
            store,
            services.GetRequiredService<IOptions<AttachmentOptions>>(),
            new ImpatientClock(),
            NullLogger<AttachmentIntake>.Instance
        );
        AttachmentRow row = store.NewRow(
            room.Id,
            Identifier.Create<AttachmentId>(),
            room.Coordinator.Device.Id,
            new byte[32],
            AttachmentStore.PartSize + 1
        );

        // Nobody ever writes into it.
        var pipe = new Pipe();
        Assert.Equal(AttachmentRefusal.TooSlow, await intake.AcceptAsync(row, pipe.Reader.AsStream(), default));

        Assert.Equal((0, 0), await AttachmentTests.CountAsync(server));
    }

    [Fact]
    public async Task ADeviceSendsNoMoreAtATimeThanTheOperatorAllows()
    {
        await using TestServer server = TestServer.Create(("Attachments:UploadsAtATime", "1"));
        TestRoom room = await TestRoom.OpenAsync(server);
        HttpStatusCode? second = null;

        HttpStatusCode first = await new Upload(room.Id, 1_000_000).SendAsync(
            room.Coordinator,
            halfway: async () => second = await new Upload(room.Id, 10).SendAsync(room.Coordinator)
        );

        Assert.Equal(HttpStatusCode.NoContent, first);
        Assert.Equal(HttpStatusCode.TooManyRequests, second);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>For which every delay is over at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
