using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Comm.Client.Engine.Network;

/// <summary>
/// What the server called out and nobody has read yet. When more comes than it holds, what is lost is not forgotten:
/// <see cref="MissedHint"/> takes its place, because not every loss shows as a gap in a log (the last entry of a group, a Welcome).
/// </summary>
internal sealed class HintQueue(int capacity)
{
    private readonly Channel<Hint> _hints = Channel.CreateBounded<Hint>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait }
    );
    private int _hasMissed;

    public void Add(Hint hint)
    {
        if (!_hints.Writer.TryWrite(hint))
        {
            Volatile.Write(ref _hasMissed, 1);
            // Should the reader have emptied the queue meanwhile, this wakes it; otherwise what it reads next shows it the mark.
            _hints.Writer.TryWrite(new MissedHint());
        }
    }

    public void Complete() => _hints.Writer.TryComplete();

    public async IAsyncEnumerable<Hint> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Hint hint in _hints.Reader.ReadAllAsync(cancellationToken))
        {
            // One catch-up for all that was lost until now; what is lost during it sets the mark again.
            bool hasMissed = Interlocked.Exchange(ref _hasMissed, 0) == 1;
            if (hint is not MissedHint)
            {
                yield return hint;
            }

            if (hasMissed)
            {
                yield return new MissedHint();
            }
        }
    }
}
