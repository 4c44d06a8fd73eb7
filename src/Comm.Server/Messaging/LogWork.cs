namespace Comm.Server.Messaging;

/// <summary>
/// One thing for the writer of the log to do: decide inside the transaction, against the state that the batch has reached, then
/// answer once the batch is on disk.
/// </summary>
internal abstract class LogWork
{
    /// <summary>Runs again, from the beginning, when its batch could not be written.</summary>
    public abstract Task RunAsync(LogBatch batch, CancellationToken cancellationToken);

    /// <summary>The batch is on disk: the caller may hear what was decided.</summary>
    public abstract void Complete();

    /// <summary>Nothing is stored.</summary>
    public abstract void Abandon();
}

/// <param name="busy">The answer when nothing could be stored.</param>
internal abstract class LogWork<TOutcome>(TOutcome busy) : LogWork
    where TOutcome : class
{
    private readonly TaskCompletionSource<TOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TOutcome? _decided;

    public Task<TOutcome> Answer => _answer.Task;

    public sealed override async Task RunAsync(LogBatch batch, CancellationToken cancellationToken) =>
        _decided = await DecideAsync(batch, cancellationToken);

    public sealed override void Complete() =>
        _answer.TrySetResult(_decided ?? throw new InvalidOperationException("Completed before it was decided."));

    public sealed override void Abandon() => _answer.TrySetResult(busy);

    protected abstract Task<TOutcome> DecideAsync(LogBatch batch, CancellationToken cancellationToken);
}
