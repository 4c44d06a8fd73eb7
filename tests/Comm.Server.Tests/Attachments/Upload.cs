using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Comm.Crypto;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Attachments;

/// <summary>A file of noise on its way to a group: sealed or not, the server cannot tell.</summary>
internal sealed record Upload(GroupId Group, byte[] Bytes)
{
    public Upload(GroupId group, int length)
        : this(group, RandomNumberGenerator.GetBytes(length)) { }

    public AttachmentId Id { get; init; } = Identifier.Create<AttachmentId>();

    /// <summary>The header; null for none.</summary>
    public string? Digest { get; init; }

    public string Type { get; init; } = AttachmentTransfer.ContentType;

    public string Address => ServerRoutes.Attachment(Group, Id);

    public async Task<HttpStatusCode> SendAsync(TestClient client, Func<Task>? halfway = null)
    {
        using var content = new Halves(Bytes, halfway);
        using HttpResponseMessage response = await SendAsync(client, content);
        return response.StatusCode;
    }

    public async Task<string> CodeAsync(TestClient client)
    {
        using var content = new ByteArrayContent(Bytes);
        using HttpResponseMessage response = await SendAsync(client, content);
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["code"]!;
    }

    public async Task<HttpResponseMessage> SendAsync(TestClient client, HttpContent content, string? address = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address ?? Address) { Content = content };
        content.Headers.ContentType = new MediaTypeHeaderValue(Type);
        string digest = Digest ?? AttachmentTransfer.WriteDigest(HashFunction.Sha256.Hash(Bytes));
        content.Headers.TryAddWithoutValidation(AttachmentTransfer.DigestHeader, digest);
        request.Headers.ExpectContinue = true;
        return await client.Http.SendAsync(request);
    }

    /// <summary>Something happens when one half has been sent and the other has not.</summary>
    private sealed class Halves(byte[] bytes, Func<Task>? between) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            if (between is not null)
            {
                await between();
            }

            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
