using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Comm.Client.Engine;

/// <summary>Gives every listener each event. A slow one loses the oldest: events are hints.</summary>
internal sealed class EventBroadcast
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<Channel<ClientEvent>, bool> _listeners = new();
    private volatile bool _isComplete;

    public void Raise(ClientEvent raised)
    {
        foreach (Channel<ClientEvent> listener in _listeners.Keys)
        {
            listener.Writer.TryWrite(raised);
        }
    }

    /// <summary>The last event, after which every listener's enumeration ends.</summary>
    public void Complete(ClientEvent last)
    {
        _isComplete = true;
        Raise(last);
        foreach (Channel<ClientEvent> listener in _listeners.Keys)
        {
            listener.Writer.TryComplete();
        }
    }

    /// <summary>Listens from the moment of the call on, not from the first read.</summary>
    public IAsyncEnumerable<ClientEvent> ListenAsync(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<ClientEvent>(
            new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        _listeners[channel] = true;
        if (_isComplete)
        {
            channel.Writer.TryComplete();
        }

        return ReadAsync(channel, cancellationToken);
    }

    private async IAsyncEnumerable<ClientEvent> ReadAsync(
        Channel<ClientEvent> channel,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (ClientEvent raised in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return raised;
            }
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}
