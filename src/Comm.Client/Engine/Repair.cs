using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// Looks after groups that are out of step, as long as there is a connection. The first attempt is made at once; then each waits
/// twice as long, and a success does not make the next one cheaper before an hour of peace: two clients that cannot follow each
/// other, or a server that wants to see commits, get a few of them and not a loop.
/// </summary>
internal sealed class Repair(GroupSessions sessions, GroupCommits commits, Outbox outbox, TimeProvider clock, Contain contain)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Peace = TimeSpan.FromHours(1);

    private readonly Dictionary<GroupId, Pace> _paces = [];
    private readonly Duties _duties = new(sessions, commits, outbox, clock, contain);
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>A group may have fallen out of step, or a duty may have come up.</summary>
    public void Wake() => _work.Writer.TryWrite(true);

    /// <summary>Works while the connection lasts.</summary>
    /// <exception cref="OfflineException">It does not last.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? next = await RunDueAsync(cancellationToken);
            await WaitAsync(next, cancellationToken);
        }
    }

    /// <summary>One attempt for each group whose turn it is; how long until the next turn, null when no group needs one.</summary>
    public async Task<TimeSpan?> RunDueAsync(CancellationToken cancellationToken)
    {
        TimeSpan? next = await _duties.RunDueAsync(cancellationToken);
        foreach (GroupSession session in sessions.All.Where(session => session.Record.NeedsRejoin))
        {
            DateTimeOffset now = clock.GetUtcNow();
            Pace pace = _paces.GetValueOrDefault(session.Id);
            if (pace.NotBefore <= now)
            {
                pace = pace.After(now);
                _paces[session.Id] = pace;
                await contain(session.Id, () => commits.RejoinAsync(session, cancellationToken));
                outbox.Wake();
            }

            TimeSpan wait = pace.NotBefore - now;
            if (session.Record.NeedsRejoin && (next is null || wait < next))
            {
                next = wait;
            }
        }

        return next;
    }

    private async Task WaitAsync(TimeSpan? delay, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(delay ?? Timeout.InfiniteTimeSpan, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _work.Reader.ReadAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Waited long enough.
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pace(int Attempts, DateTimeOffset NotBefore)
    {
        /// <summary>The pace behind an attempt that is made now.</summary>
        public Pace After(DateTimeOffset now)
        {
            int attempts = now - NotBefore > Peace ? 1 : Attempts + 1;
            double bound = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 20)), Longest.TotalMilliseconds);
            int half = (int)(bound / 2);
            return new Pace(attempts, now + TimeSpan.FromMilliseconds(half + RandomNumberGenerator.GetInt32(half + 1)));
        }
    }
}
