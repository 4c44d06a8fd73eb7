using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

public enum EnrolOutcome
{
    Enrolled = 1,
    BadInvitation = 2,
    PassphraseTooWeak = 3,

    /// <summary>The contact point said no, or the invitation was used before.</summary>
    Refused = 4,

    /// <summary>Nobody answered in time.</summary>
    Expired = 5,
    ServerUnreachable = 6,

    /// <summary>The answer does not chain to the invitation's root, or names another officer, device or key.</summary>
    UntrustedCertificate = 7,
    AlreadyEnrolled = 8,

    /// <summary>An enrolment with this invitation was begun here, and not with this passphrase.</summary>
    OtherPassphrase = 9,

    /// <summary>The delay after such a passphrase is not over: <see cref="ClientSession.RetryAfter"/>.</summary>
    TooEarly = 10,
}

public enum EnrolStep
{
    CreatingVault = 1,
    Requesting = 2,
    WaitingForContactPoint = 3,
    CheckingCertificate = 4,
}

public enum SendResult
{
    /// <summary>In the vault's outbox; it will arrive, or say why not.</summary>
    Saved = 1,
    Empty = 2,
    TooLong = 3,
    UnknownGroup = 4,

    /// <summary>Removed from the group, or out of step with it.</summary>
    NotPossible = 5,

    /// <summary>The report breaks a rule: see the verdict.</summary>
    InvalidReport = 6,

    /// <summary>Something else was sent under this id already.</summary>
    AlreadySent = 7,

    /// <summary>A correction, withdrawal or review of what is not there any more as it was seen, or is not this officer's to say.</summary>
    OutOfTurn = 8,
}

/// <summary>
/// One act of sending, however often it arrives: the same content under the same id is one message. <paramref name="Ends"/>: the draft
/// it was, which goes in the same moment.
/// </summary>
public sealed record Submission(MessageId Id, DraftKey Ends);

public sealed record SendTextOutcome(SendResult Result, MessageId? MessageId, long? Position);

public sealed record SendReportOutcome(SendResult Result, MessageId? MessageId, long? Position, ReportVerdict? Verdict);

public enum CreateGroupResult
{
    Created = 1,
    NotCoordinator = 2,
    InvalidName = 3,
    Offline = 4,
    Refused = 5,
}

/// <summary><paramref name="Code"/> names the refusal, with <see cref="CreateGroupResult.Refused"/> only.</summary>
public sealed record CreateGroupOutcome(CreateGroupResult Result, GroupId? Id, string? Code);

public enum MemberChangeResult
{
    Done = 1,
    NotCoordinator = 2,

    /// <summary>The named devices have no KeyPackage left, or one that does not hold: they must come online first.</summary>
    NoKeyPackage = 3,

    /// <summary>Others changed the group at the same moment, also at the second attempt.</summary>
    LostRace = 4,
    Offline = 5,
    Refused = 6,
    UnknownGroup = 7,
}

/// <summary>
/// <paramref name="Devices"/> names those it failed for; <paramref name="Code"/> the refusal, with
/// <see cref="MemberChangeResult.Refused"/> only.
/// </summary>
public sealed record MemberChangeOutcome(MemberChangeResult Result, IReadOnlyList<DeviceId> Devices, string? Code);
