using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Comm.Client.Attachments;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine.Network;

internal sealed partial class Server
{
    public async Task<string?> UploadAttachmentAsync(
        GroupId group,
        AttachmentId attachment,
        Opaque sealedHash,
        ReadOnlyMemory<byte> file,
        CancellationToken cancellationToken
    )
    {
        string token = await _tokens.GetAsync(cancellationToken);
        using HttpResponseMessage response = await _http.UploadAsync(
            ServerRoutes.Attachment(group, attachment),
            token,
            file,
            headers =>
            {
                headers.ContentType = new MediaTypeHeaderValue(AttachmentTransfer.ContentType);
                headers.TryAddWithoutValidation(AttachmentTransfer.DigestHeader, AttachmentTransfer.WriteDigest(sealedHash));
            },
            cancellationToken
        );
        ForgetTokenOn(response.StatusCode);
        return await RefusalOfAsync(response, cancellationToken);
    }

    /// <summary>Null: the server has the file.</summary>
    internal static async Task<string?> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode switch
        {
            _ when response.IsSuccessStatusCode => null,
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound => AttachmentRefusal.NotAMember,
            HttpStatusCode.Conflict => await IsFullAsync(response, cancellationToken)
                ? AttachmentRefusal.Full
                : AttachmentRefusal.Refused,
            HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.LengthRequired
            or HttpStatusCode.UnprocessableEntity
            or HttpStatusCode.UnsupportedMediaType => AttachmentRefusal.Refused,
            // Too slow, too many, cut short, or the server's own trouble: the same bytes again, later.
            _ => throw new OfflineException(ServerHttp.ReasonOf(response.StatusCode), null),
        };

    public async Task<(byte[]? File, string? Refusal)> AttachmentAsync(
        GroupId group,
        AttachmentId attachment,
        int mostBytes,
        CancellationToken cancellationToken
    )
    {
        string token = await _tokens.GetAsync(cancellationToken);
        (HttpStatusCode status, byte[]? file) = await _http.DownloadAsync(
            ServerRoutes.Attachment(group, attachment),
            token,
            mostBytes,
            cancellationToken
        );
        ForgetTokenOn(status);
        return status switch
        {
            HttpStatusCode.OK when file is null => (null, AttachmentRefusal.Damaged),
            HttpStatusCode.OK => (file, null),
            HttpStatusCode.Forbidden => (null, AttachmentRefusal.NotAMember),
            HttpStatusCode.NotFound => (null, AttachmentRefusal.Missing),
            _ => throw new OfflineException(ServerHttp.ReasonOf(status), null),
        };
    }

    private static async Task<bool> IsFullAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await ServerHttp.ReadBodyAsync<JsonElement>(response, cancellationToken) is { ValueKind: JsonValueKind.Object } problem
        && problem.TryGetProperty("code", out JsonElement code)
        && code.ValueKind == JsonValueKind.String
        && code.ValueEquals("attachments-full");

    private void ForgetTokenOn(HttpStatusCode status)
    {
        if (status == HttpStatusCode.Unauthorized)
        {
            _tokens.Forget();
        }
    }
}
