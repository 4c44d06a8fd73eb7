using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Support;

/// <summary>
/// A client of the hub over a bare WebSocket, speaking SignalR's JSON protocol by hand: so that a test can also say what no
/// honest client would.
/// </summary>
internal sealed class HubPeer : IAsyncDisposable
{
    private const char Separator = '\u001e';

    private readonly ClientWebSocket _socket;
    private readonly Channel<(string Target, JsonElement Argument)> _received = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);
    private Task _reading = Task.CompletedTask;
    private int _lastCall;

    private HubPeer(ClientWebSocket socket) => _socket = socket;

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>The error of the server's close message (type 7), when it sent one.</summary>
    public string? LastWords { get; private set; }

    public bool IsOpen => !_closed.Task.IsCompleted;

    public static async Task<HubPeer> ConnectAsync(Uri server, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        var address = new UriBuilder(server) { Scheme = "ws", Path = ServerRoutes.Hub }.Uri;
        await socket.ConnectAsync(address, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        var peer = new HubPeer(socket);
        var shaken = new TaskCompletionSource();
        peer._reading = peer.ReadAsync(shaken);
        await peer.SendRawAsync("""{"protocol":"json","version":1}""" + Separator);
        await shaken.Task.WaitAsync(TimeSpan.FromSeconds(10));
        return peer;
    }

    public async Task<SendOutcome> SendAsync(SealedMessage message)
    {
        JsonElement result = await InvokeAsync("Send", JsonSerializer.SerializeToElement(message, WireJson.Options));
        return result.Deserialize<SendOutcome>(WireJson.Options)!;
    }

    public async Task<JsonElement> InvokeAsync(string target, params JsonElement[] arguments)
    {
        string id = Interlocked.Increment(ref _lastCall).ToString();
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await SendRawAsync(
            JsonSerializer.Serialize(
                new
                {
                    type = 1,
                    invocationId = id,
                    target,
                    arguments,
                }
            ) + Separator
        );
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async Task SendRawAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task<SealedEntry> NextEntryAsync()
    {
        (string target, JsonElement argument) = await NextAsync();
        Assert.Equal(nameof(IGroupClient.EntryAppended), target);
        return argument.Deserialize<SealedEntry>(WireJson.Options)!;
    }

    public async Task<(string Target, JsonElement Argument)> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _received.Reader.ReadAsync(timeout.Token);
    }

    public bool TryNext(out (string Target, JsonElement Argument) next) => _received.Reader.TryRead(out next);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAsync(TaskCompletionSource shaken)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        Decoder decoder = Encoding.UTF8.GetDecoder();
        var characters = new char[buffer.Length + 4];
        try
        {
            while (true)
            {
                WebSocketReceiveResult result = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                text.Append(characters, 0, decoder.GetChars(buffer, 0, result.Count, characters, 0));
                TakeFrames(text, shaken);
            }
        }
        catch (WebSocketException)
        {
            // Closed without a goodbye: for the tests the same.
        }
        catch (Exception aborted) when (aborted is OperationCanceledException or ObjectDisposedException)
        {
            // By DisposeAsync.
        }

        _closed.TrySetResult();
        shaken.TrySetException(new InvalidOperationException("Closed in the handshake."));
        foreach (TaskCompletionSource<JsonElement> call in _calls.Values)
        {
            call.TrySetException(new InvalidOperationException("Closed while waiting for an answer."));
        }
    }

    private void TakeFrames(StringBuilder text, TaskCompletionSource shaken)
    {
        string all = text.ToString();
        int start = 0;
        for (int end; (end = all.IndexOf(Separator, start)) >= 0; start = end + 1)
        {
            JsonElement frame = JsonDocument.Parse(all[start..end]).RootElement;
            if (!shaken.TrySetResult())
            {
                Take(frame);
            }
        }

        text.Remove(0, start);
    }

    private void Take(JsonElement frame)
    {
        switch (frame.GetProperty("type").GetInt32())
        {
            case 1:
                JsonElement arguments = frame.GetProperty("arguments");
                _received.Writer.TryWrite(
                    (frame.GetProperty("target").GetString()!, arguments.GetArrayLength() > 0 ? arguments[0] : default)
                );
                break;
            case 3 when _calls.TryRemove(frame.GetProperty("invocationId").GetString()!, out var call):
                if (frame.TryGetProperty("error", out JsonElement error))
                {
                    call.TrySetException(new InvalidOperationException(error.GetString()));
                }
                else
                {
                    call.TrySetResult(frame.GetProperty("result"));
                }

                break;
            case 7:
                LastWords = frame.TryGetProperty("error", out JsonElement why) ? why.GetString() : null;
                break;
        }
    }
}
