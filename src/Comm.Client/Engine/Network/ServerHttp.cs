using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine.Network;

/// <summary>
/// Requests to the server as its contract has them. Whatever the network does leaves here as <see cref="OfflineException"/>.
/// </summary>
internal sealed class ServerHttp : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    // Its requests last as long as some of them goes out.
    private readonly HttpClient _uploads;

    public ServerHttp(Uri server, HttpMessageHandler handler)
    {
        _http = new HttpClient(handler)
        {
            BaseAddress = server,
            Timeout = RequestTimeout,
            // A page of the log is the largest answer there is.
            MaxResponseContentBufferSize = 2L * WireLimits.MaxLogPage * WireLimits.MaxMessageBytes,
        };
        _uploads = new HttpClient(handler, disposeHandler: false)
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    public static SocketsHttpHandler NewHandler() =>
        new()
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            UseCookies = false,
        };

    /// <summary>Sends, and reads the answer whole. The caller disposes of it.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string route,
        HttpContent? content,
        string? bearer,
        CancellationToken cancellationToken,
        EntityTagHeaderValue? known = null
    )
    {
        using HttpRequestMessage request = Request(method, route, content, bearer);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        try
        {
            return await _http.SendAsync(request, cancellationToken);
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

    /// <summary>
    /// A large body, for as long as some of it goes out: on a line of a port it may take minutes. The answer is read whole; the caller
    /// disposes of it.
    /// </summary>
    public async Task<HttpResponseMessage> UploadAsync(
        string route,
        string bearer,
        ReadOnlyMemory<byte> body,
        Action<HttpContentHeaders> describe,
        CancellationToken cancellationToken
    )
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(RequestTimeout);
        using var content = new UploadContent(body, () => silence.CancelAfter(RequestTimeout));
        describe(content.Headers);
        using HttpRequestMessage request = Request(HttpMethod.Put, route, content, bearer);
        // What the server does not take, or has, is not sent.
        request.Headers.ExpectContinue = true;
        try
        {
            return await _uploads.SendAsync(request, silence.Token);
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

    /// <summary>
    /// A large body, for as long as some of it comes: on a line of a port it may take minutes. Null when there is no such thing, or more of
    /// it than there should be.
    /// </summary>
    public async Task<(HttpStatusCode Status, byte[]? Body)> DownloadAsync(
        string route,
        string? bearer,
        int mostBytes,
        CancellationToken cancellationToken
    )
    {
        using HttpRequestMessage request = Request(HttpMethod.Get, route, content: null, bearer);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(RequestTimeout);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                silence.Token
            );
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > mostBytes)
            {
                return (response.StatusCode, null);
            }

            await using Stream body = await response.Content.ReadAsStreamAsync(silence.Token);
            byte[] bytes = new byte[mostBytes + 1];
            int length = 0;
            int read;
            while (length < bytes.Length && (read = await body.ReadAsync(bytes.AsMemory(length), silence.Token)) > 0)
            {
                length += read;
                silence.CancelAfter(RequestTimeout);
            }

            return (response.StatusCode, length <= mostBytes ? bytes[..length] : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new OfflineException(OfflineReason.Unreachable, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OfflineException(OfflineReason.TimedOut, exception);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string route, HttpContent? content, string? bearer)
    {
        var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative)) { Content = content };
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return request;
    }

    /// <summary>The body of an answer that must be a success.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new OfflineException(ReasonOf(response.StatusCode), null);
        }

        return await ReadBodyAsync<T>(response, cancellationToken);
    }

    /// <summary>The body whatever the status: outcomes come with several.</summary>
    public static async Task<T> ReadBodyAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken)
                ?? throw new OfflineException(OfflineReason.ServerError, null);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or HttpRequestException)
        {
            throw new OfflineException(OfflineReason.ServerError, exception);
        }
    }

    public static string ReasonOf(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? OfflineReason.SignInRefused
            : OfflineReason.ServerError;

    public void Dispose()
    {
        _uploads.Dispose();
        _http.Dispose();
    }
}
