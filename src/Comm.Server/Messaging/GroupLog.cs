using System.Threading.Channels;
using Comm.Server.Groups;
using Comm.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Comm.Server.Messaging;

/// <summary>
/// The one writer of all logs (design D5). What came in while a transaction was flushed goes into the next one together, so that
/// many senders share one flush; then the senders hear of it, then everybody.
/// </summary>
internal sealed class GroupLog(
    IDbContextFactory<ServerDbContext> databases,
    GroupStates states,
    FanOut fanOut,
    TimeProvider clock,
    IOptions<MessagingOptions> options,
    ILogger<GroupLog> logger
) : BackgroundService
{
    private readonly Channel<LogWork> _queue = Channel.CreateBounded<LogWork>(
        new BoundedChannelOptions(options.Value.MaxQueued) { SingleReader = true }
    );

    /// <summary>Returns when the outcome is on disk. There is no way back: who hangs up has sent nevertheless.</summary>
    public Task<TOutcome> SubmitAsync<TOutcome>(LogWork<TOutcome> work)
        where TOutcome : class
    {
        if (!_queue.Writer.TryWrite(work))
        {
            work.Abandon();
        }

        return work.Answer;
    }

    /// <summary>Takes nothing more, and finishes what it has.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = new List<LogWork>(options.Value.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (waiting.Count < options.Value.MaxBatch && _queue.Reader.TryRead(out LogWork? work))
            {
                waiting.Add(work);
            }

            await WriteAsync(waiting);
            waiting.Clear();
        }
    }

    private async Task WriteAsync(List<LogWork> works)
    {
        if (await TryWriteAsync(works))
        {
            return;
        }

        if (works.Count == 1)
        {
            works[0].Abandon();
            return;
        }

        // One of them may be what it failed on: the others shall not fail with it.
        foreach (LogWork work in works)
        {
            if (!await TryWriteAsync([work]))
            {
                work.Abandon();
            }
        }
    }

    private async Task<bool> TryWriteAsync(List<LogWork> works)
    {
        LogBatch batch;
        try
        {
            await using ServerDbContext database = await databases.CreateDbContextAsync();
            await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync();
            batch = new LogBatch(database, states, Now());
            foreach (LogWork work in works)
            {
                await work.RunAsync(batch, CancellationToken.None);
            }

            await database.SaveChangesAsync();
            await transaction.CommitAsync();
        }
        // Whatever it is (a full disk, a damaged row), it is these senders' answer and not the end of the writer.
        catch (Exception failure)
        {
            MessagingLog.BatchFailed(logger, failure, works.Count);
            return false;
        }

        foreach (GroupState advanced in batch.Advanced)
        {
            states.Keep(advanced);
        }

        foreach (LogWork work in works)
        {
            work.Complete();
        }

        fanOut.Publish(batch.Notices);
        MessagingLog.BatchWritten(logger, works.Count);
        return true;
    }

    /// <summary>To the millisecond, as it is stored: a receipt reads the same now and when it is asked for again.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
