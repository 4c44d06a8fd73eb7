namespace Comm.Client.Engine;

/// <summary>
/// The server could not be asked. The one exception by which the network's many ways of failing leave the network code;
/// <see cref="Reason"/> is a code of <see cref="OfflineReason"/>.
/// </summary>
public sealed class OfflineException : Exception
{
    public OfflineException(string reason, Exception? inner)
        : base($"The server cannot be asked: {reason}.", inner) => Reason = reason;

    public string Reason { get; }
}
