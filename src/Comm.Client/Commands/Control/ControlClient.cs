using System.Net.Sockets;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Commands.Control;

/// <summary>The command line's half: asks the process that serves a data directory.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly HttpClient _http;

    public ControlClient(DataDirectory directory)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(directory.ControlSocket), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        // Enrolling waits for a person at the other end.
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://control/"), Timeout = TimeSpan.FromMinutes(11) };
    }

    /// <summary>Null when nothing serves.</summary>
    public async Task<ControlAnswer?> AskAsync<T>(string route, T question, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync(
                new Uri(route, UriKind.Relative),
                question,
                WireJson.Options,
                cancellationToken
            );
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<ControlAnswer>(WireJson.Options, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is SocketException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
