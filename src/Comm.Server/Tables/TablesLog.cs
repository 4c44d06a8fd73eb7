namespace Comm.Server.Tables;

/// <summary>Event ids 800 to 849; a number is never used again.</summary>
internal static partial class TablesLog
{
    [LoggerMessage(800, LogLevel.Information, "Table {Hash} stored, {Bytes} bytes packed")]
    public static partial void Stored(ILogger logger, string hash, int bytes);

    [LoggerMessage(801, LogLevel.Warning, "Table not taken: {Refusal}")]
    public static partial void Refused(ILogger logger, TableRefusal refusal);
}
