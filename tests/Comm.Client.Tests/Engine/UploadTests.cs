using System.Net;
using System.Text;
using Comm.Client.Attachments;
using Comm.Client.Engine;
using Comm.Client.Engine.Network;

namespace Comm.Client.Tests.Engine;

/// <summary>What a server's answer to an upload means: done, never, or later.</summary>
public sealed class UploadTests
{
    [Theory]
    [InlineData(204, "", null)]
    [InlineData(403, """{"code":"not-a-member"}""", AttachmentRefusal.NotAMember)]
    [InlineData(404, "", AttachmentRefusal.NotAMember)]
    [InlineData(409, """{"code":"attachments-full"}""", AttachmentRefusal.Full)]
    [InlineData(409, """{"code":"attachment-differs"}""", AttachmentRefusal.Refused)]
    [InlineData(409, """{"code":7}""", AttachmentRefusal.Refused)]
    [InlineData(409, "[]", AttachmentRefusal.Refused)]
    [InlineData(413, "", AttachmentRefusal.Refused)]
    [InlineData(422, """{"code":"attachment-mismatch"}""", AttachmentRefusal.Refused)]
    public async Task AFinalAnswerHasItsCode(int status, string body, string? code) =>
        Assert.Equal(code, await RefusalAsync(status, body));

    [Theory]
    [InlineData(400, "")]
    [InlineData(401, "")]
    [InlineData(408, """{"code":"attachment-too-slow"}""")]
    [InlineData(409, "this is not json")]
    [InlineData(429, "")]
    [InlineData(500, "")]
    [InlineData(503, "")]
    public async Task AnyOtherAnswerMeansLater(int status, string body) =>
        await Assert.ThrowsAsync<OfflineException>(() => RefusalAsync(status, body));

    [Fact]
    public async Task TheBodyGoesOutWholeAndIsAnnouncedBeforeItIsSent()
    {
        byte[] body = System.Security.Cryptography.RandomNumberGenerator.GetBytes(100_000);
        byte[]? arrived = null;
        using var handler = new Answering(async request =>
        {
            Assert.Equal(HttpMethod.Put, request.Method);
            Assert.True(request.Headers.ExpectContinue);
            Assert.Equal(body.Length, request.Content!.Headers.ContentLength);
            Assert.Equal("Bearer token", request.Headers.Authorization?.ToString());
            arrived = await request.Content.ReadAsByteArrayAsync();
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        });
        using var http = new ServerHttp(new Uri("http://localhost:1/"), handler);

        using HttpResponseMessage answer = await http.UploadAsync("/a", "token", body, _ => { }, default);

        Assert.Equal(body, arrived);
    }

    [Fact]
    public async Task ALineThatBreaksMeansLater()
    {
        using var handler = new Answering(_ => throw new HttpRequestException("broken"));
        using var http = new ServerHttp(new Uri("http://localhost:1/"), handler);

        await Assert.ThrowsAsync<OfflineException>(() => http.UploadAsync("/a", "token", new byte[1], _ => { }, default));
    }

    private static async Task<string?> RefusalAsync(int status, string body)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/problem+json"),
        };
        return await Server.RefusalOfAsync(response, default);
    }

    private sealed class Answering(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request);
    }
}
