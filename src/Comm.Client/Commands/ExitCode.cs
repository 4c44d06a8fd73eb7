namespace Comm.Client.Commands;

/// <summary>What the shell is told. Numbers are part of the interface (docs: `comm --help` names them) and never change.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Understood, and refused; the sentence, or the JSON, says why.</summary>
    public const int Refused = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Nothing serves this data directory: start <c>comm serve</c>.</summary>
    public const int NotServing = 3;

    /// <summary>Served, but locked or not enrolled.</summary>
    public const int NotOpen = 4;

    /// <summary>The data directory is held by another process.</summary>
    public const int Held = 5;

    /// <summary>Saved in the outbox, and not yet on the server when the waiting was over; it is sent from there.</summary>
    public const int Waiting = 6;
}
