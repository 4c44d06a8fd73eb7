using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>How this device stands in a group.</summary>
public enum Standing
{
    InStep = 1,

    /// <summary>A change of the group could not be followed; what was read stays, nothing new can be read or sent.</summary>
    OutOfStep = 2,

    /// <summary>This device was removed; what was read stays, the group's secrets are gone.</summary>
    Ended = 3,
}

public sealed record GroupSummary(
    GroupId Id,
    string Name,
    GroupMode Mode,
    int Unread,
    OpenedLine? LastLine,
    Standing Standing,
    string? StandingReason
)
{
    public bool Ended => Standing == Standing.Ended;
}

public sealed record GroupView(
    GroupId Id,
    string Name,
    string Purpose,
    GroupMode Mode,
    HandlingCeiling Ceiling,
    ulong Epoch,
    IReadOnlyList<MemberView> Members,
    bool CanManage,
    int Unread,
    Standing Standing,
    string? StandingReason
)
{
    public bool Ended => Standing == Standing.Ended;
}

/// <summary>Which forms a group begins with; they can be changed at any time.</summary>
public enum InitialForms
{
    None = 1,

    /// <summary>The simplified seizure form, and the templates.</summary>
    Simplified = 2,

    /// <summary>The standard seizure form, and the templates.</summary>
    Standard = 3,
}

/// <summary>What a coordinator says of a new group.</summary>
public sealed record NewGroup(
    string Name,
    string Purpose,
    GroupMode Mode,
    HandlingCeiling Ceiling,
    InitialForms Forms = InitialForms.Simplified
);
