using System.Text.Json;
using Comm.Client.Engine;

namespace Comm.Client.Commands.Control;

/// <summary>What the command line says to the serving process, over the socket that only its user can open.</summary>
internal static class ControlRoutes
{
    public const string Status = "/control/status";
    public const string Open = "/control/open";
    public const string Enrol = "/control/enrol";
    public const string Unlock = "/control/unlock";
    public const string Lock = "/control/lock";
    public const string Groups = "/control/groups";
    public const string Members = "/control/members";
    public const string Directory = "/control/directory";
    public const string Read = "/control/read";
    public const string Send = "/control/send";
    public const string CreateGroup = "/control/create-group";
    public const string Add = "/control/add";
    public const string Remove = "/control/remove";
    public const string Report = "/control/report";
    public const string Export = "/control/export";
    public const string Reports = "/control/reports";
    public const string Review = "/control/review";
    public const string Tables = "/control/tables";
}

/// <summary>
/// Every answer. <paramref name="Result"/> is a code (<c>done</c>, or why not), the same word in every language;
/// <paramref name="Value"/> is there when there is something to tell.
/// </summary>
internal sealed record ControlAnswer(string Result, JsonElement? Value)
{
    public const string Done = "done";
    public const string NotOpen = "not-open";
    public const string UnknownGroup = "unknown-group";

    /// <summary>A record prints its members; the value may be anything that is said in a group.</summary>
    public override string ToString() => Result;
}

internal sealed record StatusAnswer(
    SessionState State,
    string? Officer,
    string? Administration,
    string? VerificationWords,
    ConnectionStatus? Connection,
    int RetryAfterSeconds
);

internal sealed record OpenAnswer(string Url)
{
    /// <summary>The link lets its bearer in.</summary>
    public override string ToString() => "***";
}

internal sealed record EnrolQuestion(string Invitation, string Passphrase)
{
    public override string ToString() => "***";
}

internal sealed record UnlockQuestion(string Passphrase)
{
    public override string ToString() => "***";
}

/// <summary><paramref name="Group"/>: an id, or a name that only one group has.</summary>
internal sealed record GroupQuestion(string Group);

internal sealed record GroupAnswer(string Id, string Name, string Mode, int Unread, string Standing, string? StandingReason);

internal sealed record MemberAnswer(
    string Device,
    string Name,
    string? Administration,
    string Roles,
    bool IsCoordinator,
    bool IsSelf,
    string? VerificationWords,
    string? Problem
);

internal sealed record ReadQuestion(string Group, long? After, int Take);

internal sealed record EntryAnswer(
    long Position,
    long? Sequence,
    DateTimeOffset At,
    string? Sender,
    string? Administration,
    bool IsOwn,
    string MessageId,
    string Delivery,
    string Kind,
    string? Text,
    JsonElement? Report,
    string? Verdict,
    IReadOnlyList<string>? Added,
    IReadOnlyList<string>? Removed,
    string? Reason
)
{
    public override string ToString() => $"{Kind} {MessageId}";
}

/// <summary><paramref name="WaitSeconds"/>: how long to wait for the receipt; 0 returns as soon as it is in the outbox.</summary>
internal sealed record SendQuestion(string Group, string Text, int WaitSeconds)
{
    public override string ToString() => "***";
}

internal sealed record SendAnswer(string MessageId, long Position, string Delivery, string? Reason);

internal sealed record CreateGroupQuestion(string Name, string Purpose, string Mode, string Ceiling, string Forms)
{
    public override string ToString() => "***";
}

internal sealed record CreatedAnswer(string Id);

/// <summary><paramref name="Devices"/>: ids, or names that only one device of the directory has.</summary>
internal sealed record AddQuestion(string Group, IReadOnlyList<string> Devices);

internal sealed record RemoveQuestion(string Group, string Device);

internal sealed record ReportQuestion(string Group, JsonElement Report, int WaitSeconds)
{
    public override string ToString() => "***";
}

internal sealed record FindingAnswer(string Path, string Rule, string Severity);

internal sealed record ReportAnswer(SendAnswer? Sent, IReadOnlyList<FindingAnswer> Findings);

internal sealed record ExportQuestion(string Group, string Language);

internal sealed record ExportAnswer(string Csv, int Counted, int NotCounted, IReadOnlyDictionary<string, string> OtherTables)
{
    public override string ToString() => $"{Counted} counted, {NotCounted} not";
}

/// <summary><paramref name="Hash"/>: SHA-256 of the table's text, by which a group's policy names it.</summary>
internal sealed record TableAnswer(string Kind, string Edition, int Rows, string Publisher, string Hash, bool IsInUse);
