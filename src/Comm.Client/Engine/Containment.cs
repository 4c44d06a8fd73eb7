using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Does some work for one group; what goes wrong with it does not go further.</summary>
internal delegate Task Contain(GroupId group, Func<Task> work);

/// <summary>
/// One group that the server shows wrongly, or that fails here, must not stop the others. What is wrong with the connection itself
/// still ends it.
/// </summary>
internal sealed class Containment(ILogger logger)
{
    public async Task RunAsync(GroupId group, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OfflineException exception) when (exception.Reason is OfflineReason.ServerError or OfflineReason.LogIncomplete)
        {
            ContainmentLog.Failed(logger, group, exception.Reason);
        }
#pragma warning disable CA1031 // A group's fault stays the group's: it is logged, and tried again with the next entry or connection.
        catch (Exception exception)
            when (exception is not (OfflineException or OperationCanceledException or ObjectDisposedException))
#pragma warning restore CA1031
        {
            ContainmentLog.Failed(logger, group, exception.GetType().Name);
        }
    }
}

internal static partial class ContainmentLog
{
    [LoggerMessage(2002, LogLevel.Error, "Group {Group} could not be synchronized: {Reason}; the others go on.")]
    public static partial void Failed(ILogger logger, GroupId group, string reason);
}
