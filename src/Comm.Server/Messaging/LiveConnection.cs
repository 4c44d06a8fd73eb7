using System.Threading.Channels;
using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>
/// One hub connection with what waits for it. Its own loop sends, so that a client that reads slowly holds up nobody else; one
/// that falls too far behind is closed, and the log has what it missed.
/// </summary>
internal sealed class LiveConnection(DeviceId device, IGroupClient client, Action abort, int maxUndelivered)
{
    private readonly Channel<Notice> _waiting = Channel.CreateBounded<Notice>(
        new BoundedChannelOptions(maxUndelivered) { SingleReader = true }
    );

    public DeviceId Device => device;

    /// <summary>In the order of the calls; never waits.</summary>
    public bool TryQueue(Notice notice) => _waiting.Writer.TryWrite(notice);

    public async Task DeliverAsync()
    {
        await foreach (Notice notice in _waiting.Reader.ReadAllAsync())
        {
            await notice.SendAsync(client);
        }
    }

    public void Close() => _waiting.Writer.TryComplete();

    public void Abort()
    {
        Close();
        abort();
    }
}
