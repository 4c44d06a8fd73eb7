using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>Hands notices to the connections they are for. Called by the writer of the log, in its order; never waits.</summary>
internal sealed class FanOut(LiveConnections connections, ILogger<FanOut> logger)
{
    public void Publish(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            foreach (DeviceId device in notice.Recipients)
            {
                foreach (LiveConnection connection in connections.Of(device))
                {
                    if (!connection.TryQueue(notice))
                    {
                        connections.Remove(connection);
                        connection.Abort();
                        MessagingLog.FellBehind(logger, device);
                    }
                }
            }
        }
    }
}
