using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Comm.Client.Engine.Network;

/// <summary>Connects SignalR's client to the hub over a bare WebSocket: no negotiation, the token in the header only.</summary>
internal sealed class WebSocketConnectionFactory(Uri hub, Func<CancellationToken, Task<string>> token) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {await token(cancellationToken)}");
            socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
            socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(15);
            var address = new UriBuilder(hub) { Scheme = hub.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" };
            await socket.ConnectAsync(address.Uri, cancellationToken);
            return new WebSocketConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A WebSocket as the pair of pipes that SignalR reads and writes.</summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    private readonly WebSocket _socket;
    private readonly PipePair _application;
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _pumping;

    public WebSocketConnection(WebSocket socket)
    {
        _socket = socket;
        var incoming = new Pipe();
        var outgoing = new Pipe();
        Transport = new PipePair(incoming.Reader, outgoing.Writer);
        _application = new PipePair(outgoing.Reader, incoming.Writer);
        ConnectionClosed = _closed.Token;
        _pumping = Task.WhenAll(ReceiveAsync(), SendAsync());
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _closed.Cancel();
        _socket.Abort();
    }

    public override async ValueTask DisposeAsync()
    {
        await Transport.Output.CompleteAsync();
        await Transport.Input.CompleteAsync();
        await _closed.CancelAsync();
        _socket.Abort();
        await _pumping;
        _socket.Dispose();
        _closed.Dispose();
        await base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        Exception? reason = null;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(
                    _application.Output.GetMemory(4096),
                    _closed.Token
                );
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                _application.Output.Advance(received.Count);
                FlushResult flushed = await _application.Output.FlushAsync(_closed.Token);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // SignalR is told by the pipe and closes the connection with it.
            reason = exception is WebSocketException ? exception : null;
        }
        finally
        {
            await _application.Output.CompleteAsync(reason);
        }
    }

    private async Task SendAsync()
    {
        Exception? reason = null;
        try
        {
            while (true)
            {
                ReadResult read = await _application.Input.ReadAsync(_closed.Token);
                ReadOnlySequence<byte> buffer = read.Buffer;
                // SignalR finds its frames by their separator; where the WebSocket's messages end says nothing.
                await SendAsync(buffer);
                _application.Input.AdvanceTo(buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            reason = exception is WebSocketException ? exception : null;
        }
        finally
        {
            await _application.Input.CompleteAsync(reason);
        }
    }

    private async Task SendAsync(ReadOnlySequence<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            ReadOnlyMemory<byte> segment = buffer.First;
            buffer = buffer.Slice(segment.Length);
            await _socket.SendAsync(segment, WebSocketMessageType.Text, endOfMessage: buffer.IsEmpty, _closed.Token);
        }
    }

    private sealed record PipePair(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
