namespace Comm.Client.Shell;

internal static partial class ShellLog
{
    [LoggerMessage(4001, LogLevel.Error, "The idle lock could not close the vault.")]
    public static partial void IdleLockFailed(ILogger logger, Exception fault);
}
