using System.Threading.Channels;
using Comm.Client.Engine.Network;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// Keeps this device in step as long as the vault is open: connect, fetch what was missed, then take in what is called out;
/// after a break, again. The log is the truth and the live connection the bell (design D5).
/// </summary>
internal sealed class Synchronizer(
    Server server,
    GroupSessions sessions,
    CatchUp catchUp,
    Outbox outbox,
    Newcomer newcomer,
    GroupCommits commits,
    Repair repair,
    Contain contain,
    TimeProvider clock,
    Action<ConnectionState, string?> report,
    ILogger logger
)
{
    private readonly BackOff _backOff = new();
    private readonly Channel<bool> _retryNow = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Ends with <paramref name="cancellationToken"/> only.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            report(ConnectionState.Connecting, null);
            string reason = await ConnectOnceAsync(cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            report(ConnectionState.Offline, reason);
            await WaitAsync(_backOff.Next(), cancellationToken);
        }
    }

    /// <summary>Somebody wants the server now: do not wait for the next attempt.</summary>
    public void RetryNow() => _retryNow.Writer.TryWrite(true);

    /// <summary>One connection from its opening to its end; why it ended.</summary>
    private async Task<string> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LiveConnection? live = null;
        Task listening = Task.CompletedTask;
        Task sending = Task.CompletedTask;
        Task repairing = Task.CompletedTask;
        try
        {
            live = await server.ConnectAsync(cancellationToken);
            await FetchMissedAsync(cancellationToken);
            report(ConnectionState.Connected, null);
            _backOff.Reset();
            listening = ListenAsync(live, ending.Token);
            sending = outbox.RunAsync(ending.Token);
            repairing = repair.RunAsync(ending.Token);
            // Whichever ends first says why; the others are ended below.
            await await Task.WhenAny(listening, sending, repairing);
            return OfflineReason.ConnectionClosed;
        }
        catch (OfflineException exception)
        {
            return exception.Reason;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return OfflineReason.ConnectionClosed;
        }
#pragma warning disable CA1031 // The one loop that must outlive any fault: it is logged, shown as the reason, and tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SynchronizerLog.Faulted(logger, exception.GetType().Name);
            return OfflineReason.InternalError;
        }
        finally
        {
            await ending.CancelAsync();
            // Nothing of this connection may still work on a group when the next one begins, or when the vault is locked.
            await Task.WhenAll(listening, sending, repairing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (live is not null)
            {
                await server.CloseAsync(live);
            }
        }
    }

    private async Task FetchMissedAsync(CancellationToken cancellationToken)
    {
        // First the log, then what waits here: it says whether that was taken, or is too late.
        IReadOnlyList<GroupStanding> standings = await server.GroupsAsync(cancellationToken);
        foreach (GroupStanding standing in standings)
        {
            if (sessions.Find(standing.GroupId) is { } known)
            {
                await contain(known.Id, () => catchUp.RunAsync(known, cancellationToken));
            }
        }

        foreach (GroupSession session in sessions.All)
        {
            await contain(session.Id, () => commits.PostStagedAsync(session, cancellationToken));
        }

        await newcomer.TakeWelcomesAsync(cancellationToken);
        foreach (GroupStanding standing in standings)
        {
            if (!standing.Ended && sessions.Find(standing.GroupId) is null)
            {
                // A member by the server's word, and no Welcome for it: shown, not passed over.
                await sessions.FindOrNew(standing.GroupId).NotJoinedAsync("welcome-missing", cancellationToken);
            }
        }

        await newcomer.KeepStockAsync(cancellationToken);
    }

    private async Task ListenAsync(LiveConnection live, CancellationToken cancellationToken)
    {
        await foreach (Hint hint in live.HintsAsync(cancellationToken))
        {
            switch (hint)
            {
                case EntryHint { Entry: { } entry } when sessions.Find(entry.GroupId) is { } session:
                    await contain(session.Id, () => TakeInAsync(session, entry, cancellationToken));
                    if (session.Record.NeedsRejoin || session.Duty != Duty.None)
                    {
                        repair.Wake();
                    }

                    break;
                case EndedHint ended when sessions.Find(ended.Group) is { } session:
                    await contain(session.Id, () => catchUp.RunAsync(session, cancellationToken));
                    break;
                case MissedHint:
                    await FetchMissedAsync(cancellationToken);
                    break;
                case WelcomeHint:
                    await newcomer.TakeWelcomesAsync(cancellationToken);
                    await newcomer.KeepStockAsync(cancellationToken);
                    break;
            }
        }
    }

    private async Task TakeInAsync(GroupSession session, SealedEntry entry, CancellationToken cancellationToken)
    {
        if (await session.TakeInAsync(entry, cancellationToken) == Intake.Gap)
        {
            await catchUp.RunAsync(session, cancellationToken);
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(delay, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _retryNow.Reader.ReadAsync(waiting.Token);
        }
        catch (OperationCanceledException)
        {
            // Waited long enough, or the vault is being locked: the loop looks.
        }
    }
}

internal static partial class SynchronizerLog
{
    [LoggerMessage(2001, LogLevel.Error, "Synchronizing failed with {ExceptionType}; the connection is made anew.")]
    public static partial void Faulted(ILogger logger, string exceptionType);
}
