namespace Comm.Server.Attachments;

/// <summary>
/// Clears away, before the first request, what a crash has left of uploads. One process has the database today; with several, only
/// what is older than the longest upload may go.
/// </summary>
internal sealed class UnfinishedUploads(AttachmentStore store, ILogger<UnfinishedUploads> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        int parts = await store.DiscardUnfinishedAsync(cancellationToken);
        if (parts > 0)
        {
            AttachmentLog.Cleaned(logger, parts);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
