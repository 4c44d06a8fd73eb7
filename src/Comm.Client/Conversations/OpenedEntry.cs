using Comm.Shared.Attachments;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>How far an entry is: one's own goes from Sending to Sent (on the server's disk) or Failed; everybody else's is Received.</summary>
public enum DeliveryState
{
    Sending = 1,
    Sent = 2,
    Failed = 3,
    Received = 4,
}

/// <summary>Who wrote it, as the signature and the certificate of that moment prove it.</summary>
public sealed record OpenedSender(DeviceId Device, OfficerId Officer, string Name, AdministrationCode Administration, bool IsSelf)
{
    /// <summary>The same person, on whichever device: an officer's number is his administration's own.</summary>
    public bool IsOfficer(OfficerId officer, AdministrationCode administration) =>
        (Officer, Administration) == (officer, administration);
}

/// <summary>
/// One line of a conversation. <see cref="Position"/> is this device's own dense numbering; <see cref="Sequence"/> the
/// server's, absent while sending. <see cref="Sender"/> is null only where nobody could be proven.
/// </summary>
public abstract record OpenedEntry
{
    public required long Position { get; init; }

    public long? Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public OpenedSender? Sender { get; init; }

    public required MessageId MessageId { get; init; }

    public required DeliveryState Delivery { get; init; }

    /// <summary>A reason code, with <see cref="DeliveryState.Failed"/> only.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Files that came with a text or a report; <see cref="Engine.Workspace.OpenAttachmentAsync"/> opens them.</summary>
    public IReadOnlyList<AttachmentReference> Attachments { get; init; } = [];

    /// <summary>A record prints its members; what an entry says must not get into a log by a slip.</summary>
    public sealed override string ToString() => $"{GetType().Name} {MessageId}";
}

public sealed record OpenedText(string Text) : OpenedEntry;

/// <summary>A report with the verdict of the reader's own engine: a hostile client's is shown as invalid and not counted.</summary>
public sealed record OpenedReportEntry(Report Report, ReportVerdict Verdict) : OpenedEntry
{
    /// <summary>All of this report as it stands now; null while nothing of it counts.</summary>
    public ReportHistory? History { get; init; }

    /// <summary>The revision before it, for a correction that counts.</summary>
    public Report? Corrects { get; init; }

    /// <summary>A report of this id stands further up already: the same seizure, counted once.</summary>
    public bool IsRepeat => History?.IsRepeat(Position) == true;

    /// <summary>A later revision has taken its place.</summary>
    public bool IsSuperseded => History is { } history && !IsRepeat && history.Current.Position != Position;
}

/// <summary>A coordinator's word on a report. <paramref name="History"/>: null for a report that is not here.</summary>
public sealed record OpenedReview(ReportReview Review, ReportHistory? History) : OpenedEntry
{
    /// <summary>Said by somebody who may say it, of something that is here.</summary>
    public bool Counts => History?.Acts.Any(act => act.Position == Position) == true;
}

/// <summary>A report taken back. <paramref name="History"/>: null for a report that is not here.</summary>
public sealed record OpenedWithdrawal(ReportWithdrawal Withdrawal, ReportHistory? History) : OpenedEntry
{
    public bool Counts => History?.Acts.Any(act => act.Position == Position) == true;
}

/// <summary>Forms for the group. <paramref name="IsAccepted"/>: from a coordinator; from anybody else they are refused.</summary>
public sealed record OpenedForms(FormPack Pack, bool IsAccepted) : OpenedEntry;

/// <summary><see cref="OpenedEntry.Sender"/> made the change. The first entry of a group has its creator or the newcomer in Added.</summary>
public sealed record OpenedMembershipChange(IReadOnlyList<OpenedSender> Added, IReadOnlyList<OpenedSender> Removed) : OpenedEntry;

/// <summary>
/// Something that happened in the group. <see cref="OpenedEntry.Sender"/> says so or did it, <paramref name="About"/> are whom it
/// concerns. <see cref="NoticeCode"/> lists the codes.
/// </summary>
public sealed record OpenedNotice(string Code, IReadOnlyList<OpenedSender> About) : OpenedEntry;

/// <summary>Named and skipped; the rest still opens. <see cref="UnreadableReason"/> lists the codes.</summary>
public sealed record UnreadableEntry(string ReasonCode) : OpenedEntry;

/// <summary>The last line of a group, for a list of groups.</summary>
public sealed record OpenedLine(OpenedEntry Entry);

/// <summary>Entries oldest first.</summary>
public sealed record ConversationPage(IReadOnlyList<OpenedEntry> Entries, bool HasEarlier);

/// <summary>A report with where it came from, for figures and export.</summary>
public sealed record OpenedReport(
    long Position,
    DateTimeOffset At,
    OpenedSender Sender,
    MessageId MessageId,
    Report Report,
    ReportVerdict Verdict,
    ReportHistory History
)
{
    /// <summary>Files that came with it.</summary>
    public IReadOnlyList<AttachmentReference> Attachments { get; init; } = [];

    public override string ToString() => $"{nameof(OpenedReport)} {MessageId}";
}
