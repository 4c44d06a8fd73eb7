using Comm.Server.Directory;
using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>
/// Ends the connections of revoked devices: a connection showed its token when it began. The operator's command is a process of its
/// own, so the database is where this one hears of it: at the next look, a second later at most, and a look that fails is made again.
/// </summary>
internal sealed class RevokedConnections(
    DeviceDirectory directory,
    LiveConnections connections,
    TimeProvider clock,
    ILogger<RevokedConnections> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>One round.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (DeviceId device in await directory.ListRevokedAsync(cancellationToken))
        {
            foreach (LiveConnection connection in connections.Of(device))
            {
                MessagingLog.RevokedDisconnected(logger, device);
                connections.Remove(connection);
                connection.Abort();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await EndAsync(stoppingToken);
            }
            // The next round tries again: a full disk must not leave a revoked device connected for good.
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                MessagingLog.RevokedConnectionsFailed(logger, failure);
            }
        }
    }
}
