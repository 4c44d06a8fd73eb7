namespace Comm.Server.Hosting;

/// <summary>Event ids 700 to 799; a number is never used again.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(700, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(701, LogLevel.Information, "Stopping: finishing what is under way")]
    public static partial void Stopping(ILogger logger);
}
