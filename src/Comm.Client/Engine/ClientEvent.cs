using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>A hint that something changed; the state itself is asked of <see cref="Workspace"/>.</summary>
public abstract record ClientEvent;

/// <summary>A line was added to, or changed in, a group's conversation.</summary>
public sealed record GroupChanged(GroupId Id, long Position) : ClientEvent;

/// <summary>Groups, their members or their standing changed.</summary>
public sealed record GroupsChanged : ClientEvent;

public sealed record ConnectionChanged(ConnectionStatus Status) : ClientEvent;

/// <summary>The vault was locked: nothing follows.</summary>
public sealed record Locked : ClientEvent;

public enum ConnectionState
{
    Connected = 1,
    Connecting = 2,
    Offline = 3,
}

/// <summary>
/// <paramref name="Waiting"/>: messages in the outbox. <paramref name="Reason"/>: why offline, a code
/// (<see cref="OfflineReason"/>).
/// </summary>
public sealed record ConnectionStatus(ConnectionState State, int Waiting, DateTimeOffset? Since, string? Reason);

public static class OfflineReason
{
    public const string Unreachable = "unreachable";
    public const string TimedOut = "timed-out";
    public const string SignInRefused = "sign-in-refused";
    public const string ServerError = "server-error";
    public const string ConnectionClosed = "connection-closed";

    /// <summary>The server's log has a hole where it must have none.</summary>
    public const string LogIncomplete = "log-incomplete";

    /// <summary>Something failed on this machine; the log file of the client says what.</summary>
    public const string InternalError = "internal-error";
}
