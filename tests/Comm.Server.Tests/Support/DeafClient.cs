using System.Net.Sockets;
using System.Text;

namespace Comm.Server.Tests.Support;

/// <summary>Connects to the hub over a bare socket and then reads nothing more.</summary>
internal sealed class DeafClient : IDisposable
{
    private readonly TcpClient _tcp;

    private DeafClient(TcpClient tcp) => _tcp = tcp;

    /// <summary>Completes when the server has given up: what is left in the buffers is followed by the end.</summary>
    public Task Closed => DrainAsync().WaitAsync(TimeSpan.FromSeconds(20));

    public static async Task<DeafClient> ConnectAsync(TestServer server, string token)
    {
        var tcp = new TcpClient { ReceiveBufferSize = 4_096 };
        await tcp.ConnectAsync(server.Address.Host, server.Address.Port);
        NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "GET /hubs/groups HTTP/1.1\r\n"
                    + $"Host: {server.Address.Authority}\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                    + $"Authorization: Bearer {token}\r\n\r\n"
            )
        );
        var buffer = new byte[1_024];
        int read = await stream.ReadAsync(buffer);
        Assert.StartsWith("HTTP/1.1 101", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);

        // The handshake as one masked text frame; a mask of zeros leaves the text as it is.
        byte[] handshake = Encoding.ASCII.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
        await stream.WriteAsync((byte[])[0x81, (byte)(0x80 | handshake.Length), 0, 0, 0, 0, .. handshake]);
        Assert.True(await stream.ReadAsync(buffer) > 0);
        return new DeafClient(tcp);
    }

    public void Dispose() => _tcp.Dispose();

    private async Task DrainAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _tcp.GetStream().ReadAsync(buffer) > 0) { }
        }
        catch (IOException)
        {
            // Reset: closed too.
        }
    }
}
