using System.Collections.Immutable;

namespace Comm.Client.Conversations;

/// <summary>How a report stands.</summary>
public enum ReportStanding
{
    Sent = 1,
    Validated = 2,

    /// <summary>A coordinator wants it corrected.</summary>
    Returned = 3,
    Withdrawn = 4,
}

/// <summary>One version of a report, by its place in the conversation.</summary>
public sealed record ReportRevision(int Number, long Position, DateTimeOffset At, OpenedSender Author);

/// <summary>Something said of a report. <paramref name="Decision"/>: null for the withdrawal.</summary>
public sealed record ReportAct(
    long Position,
    DateTimeOffset At,
    OpenedSender By,
    int Revision,
    ReviewDecision? Decision,
    string Remark
)
{
    public override string ToString() => $"{nameof(ReportAct)} at {Position}";
}

/// <summary>
/// All of a report: its revisions, oldest first, and what was said of it. The first that came decides whose it is; what somebody else
/// sends under its id, or out of turn, is in <paramref name="Repeats"/> and counts for nothing.
/// </summary>
public sealed record ReportHistory(
    Guid Id,
    ImmutableArray<ReportRevision> Revisions,
    ImmutableArray<ReportAct> Acts,
    ImmutableArray<long> Repeats
)
{
    public ReportRevision Current => Revisions[^1];

    public ReportAct? LastAct => Acts.LastOrDefault(act => act.Decision is null || act.Revision == Current.Number);

    public ReportStanding Standing =>
        LastAct switch
        {
            null => ReportStanding.Sent,
            { Decision: null } => ReportStanding.Withdrawn,
            { Decision: ReviewDecision.Validated } => ReportStanding.Validated,
            _ => ReportStanding.Returned,
        };

    /// <summary>A report that was taken back or sent back is not in the figures.</summary>
    public bool MayBeCounted => Standing is ReportStanding.Sent or ReportStanding.Validated;

    public bool IsRepeat(long position) => Repeats.Contains(position);
}
