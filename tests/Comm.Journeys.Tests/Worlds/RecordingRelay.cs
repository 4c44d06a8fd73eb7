using System.Net;
using System.Net.Sockets;

namespace Comm.Journeys.Tests.Worlds;

/// <summary>
/// Stands between clients and server on the loopback address and keeps every byte of both directions. Frames that a client masks
/// (RFC 6455 §5.3) are kept unmasked too, since a scan of masked bytes would find nothing in any case.
/// </summary>
internal sealed class RecordingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<MemoryStream> _fromClients = [];
    private readonly List<MemoryStream> _fromServer = [];
    private int _serverPort;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Starts to listen; gives the port for clients.</summary>
    public int Start(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
        return ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>Everything seen so far: raw, and the WebSocket payloads of the clients unmasked.</summary>
    public byte[] Recorded()
    {
        using MemoryStream all = new();
        lock (_fromClients)
        {
            foreach (MemoryStream stream in _fromServer)
            {
                stream.WriteTo(all);
            }

            foreach (MemoryStream stream in _fromClients)
            {
                stream.WriteTo(all);
                all.Write(Unmasked(stream.ToArray()));
            }
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> pumps = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                pumps.Add(RelayAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(pumps);
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
                await Task.WhenAny(PumpAsync(client, server, _fromClients), PumpAsync(server, client, _fromServer));
            }
            catch (Exception closed) when (closed is OperationCanceledException or SocketException)
            {
                // The server is not there, or the test is over: the client sees a closed connection.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, List<MemoryStream> kept)
    {
        MemoryStream record = new();
        lock (_fromClients)
        {
            kept.Add(record);
        }

        byte[] buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0)
            {
                lock (_fromClients)
                {
                    record.Write(buffer, 0, read);
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception closed)
            when (closed is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone; the other follows.
        }
    }

    /// <summary>The payloads of a client's frames, if the connection became a WebSocket after its first request.</summary>
    private static byte[] Unmasked(byte[] sent)
    {
        int at = sent.AsSpan().IndexOf("\r\n\r\n"u8);
        if (at < 0 || sent.AsSpan(0, at).IndexOf("Upgrade: websocket"u8) < 0)
        {
            return [];
        }

        at += 4;
        using MemoryStream payloads = new();
        while (at + 6 <= sent.Length)
        {
            int length = sent[at + 1] & 0x7f;
            int header = 2;
            if (length == 126)
            {
                length = (sent[at + 2] << 8) | sent[at + 3];
                header = 4;
            }
            else if (length == 127)
            {
                length = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(sent.AsSpan(at + 2));
                header = 10;
            }

            int mask = at + header;
            int start = mask + 4;
            for (int i = 0; i < length && start + i < sent.Length; i++)
            {
                payloads.WriteByte((byte)(sent[start + i] ^ sent[mask + (i % 4)]));
            }

            at = start + length;
        }

        return payloads.ToArray();
    }
}
