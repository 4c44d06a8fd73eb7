using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Comm.Client.Engine;
using Comm.Client.Engine.Network;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;

namespace Comm.Client.Tables;

/// <summary>Puts a published table on a server, which takes it for its signature: the operator's machine is no device and signs in nowhere.</summary>
internal static class TableUpload
{
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(10);

    /// <summary>Null when the server has the table now; otherwise the code of why not.</summary>
    /// <exception cref="OfflineException">The server cannot be reached.</exception>
    public static async Task<string?> SendAsync(Uri server, PublishedTable table, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(ServerHttp.NewHandler()) { BaseAddress = server, Timeout = LongestUpload };
        using var request = new HttpRequestMessage(
            HttpMethod.Put,
            new Uri(ServerRoutes.Table(table.Manifest.ContentHash), UriKind.Relative)
        );
        request.Content = new ReadOnlyMemoryContent(table.Packed.Memory);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(PublishedTable.ContentType);
        request.Headers.Add(PublishedTable.ManifestHeader, Base64Url.EncodeToString(MlsCodec.Encode(table.Manifest)));
        // A server that does not want it says so before two megabytes are under way.
        request.Headers.ExpectContinue = true;
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? null : await CodeOfAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new OfflineException(OfflineReason.Unreachable, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OfflineException(OfflineReason.TimedOut, exception);
        }
    }

    /// <summary>Of problem details (RFC 9457); the status where there are none, as from a proxy.</summary>
    private static async Task<string> CodeOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(WireJson.Options, cancellationToken);
            if (
                problem.ValueKind == JsonValueKind.Object
                && problem.TryGetProperty("code", out JsonElement code)
                && code.GetString() is { Length: > 0 } word
            )
            {
                return word;
            }
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // Not this server's words.
        }

        return response.StatusCode == HttpStatusCode.NotFound ? "not-found" : "server-fault";
    }
}
