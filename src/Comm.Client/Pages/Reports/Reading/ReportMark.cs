using Comm.Client.Conversations;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>What is to be known of a report at a glance.</summary>
public enum ReportMark
{
    Sent = 1,
    Validated = 2,
    Returned = 3,
    Withdrawn = 4,

    /// <summary>It breaks a rule of its form, or its form is not known here.</summary>
    NotValid = 5,

    /// <summary>It is, or might be, a seizure and is not in the figures.</summary>
    NotCounted = 6,
}

public static class ReportMarks
{
    /// <summary>None for what counts for nothing yet.</summary>
    public static IEnumerable<ReportMark> Of(ReportHistory? history, ReportVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (history is null)
        {
            yield break;
        }

        bool isValid = verdict is not ReportVerdict.Invalid;
        if (isValid || history.Standing != ReportStanding.Sent)
        {
            yield return (ReportMark)history.Standing;
        }

        if (!isValid)
        {
            yield return ReportMark.NotValid;
        }

        if (verdict.Form is null or { Kind: FormKind.Seizure } && !(isValid && history.MayBeCounted))
        {
            yield return ReportMark.NotCounted;
        }
    }
}
