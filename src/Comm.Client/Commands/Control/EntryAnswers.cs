using System.Text.Json;
using Comm.Client.Conversations;
using Comm.Shared.Forms;

namespace Comm.Client.Commands.Control;

/// <summary>Entries and verdicts as the command line gets them: codes, never sentences.</summary>
internal static class EntryAnswers
{
    public static EntryAnswer Of(OpenedEntry entry)
    {
        var answer = new EntryAnswer(
            entry.Position,
            entry.Sequence,
            entry.At,
            entry.Sender?.Name,
            entry.Sender?.Administration.Value,
            entry.Sender?.IsSelf == true,
            entry.MessageId.ToString(),
            Word(entry.Delivery),
            Kind: "",
            Text: null,
            Report: null,
            Verdict: null,
            Added: null,
            Removed: null,
            entry.FailureReason
        );
        return entry switch
        {
            OpenedText text => answer with { Kind = "text", Text = text.Text },
            OpenedReportEntry report => answer with
            {
                Kind = "report",
                Report = JsonSerializer.Deserialize<JsonElement>(report.Report.ToUtf8()),
                Verdict = Word(report.Verdict),
            },
            OpenedMembershipChange change => answer with
            {
                Kind = "membership",
                Added = [.. change.Added.Select(one => one.Name)],
                Removed = [.. change.Removed.Select(one => one.Name)],
            },
            OpenedForms forms => answer with { Kind = "forms", Reason = forms.IsAccepted ? null : "refused" },
            OpenedReview review => answer with
            {
                Kind = "review",
                Text = review.Review.Remark,
                Reason = review.Counts ? Word(review.Review.Decision) : "refused",
            },
            OpenedWithdrawal withdrawal => answer with
            {
                Kind = "withdrawal",
                Text = withdrawal.Withdrawal.Remark,
                Reason = withdrawal.Counts ? null : "refused",
            },
            OpenedNotice notice => answer with
            {
                Kind = "notice",
                Added = [.. notice.About.Select(one => one.Name)],
                Reason = notice.Code,
            },
            UnreadableEntry unreadable => answer with { Kind = "unreadable", Reason = unreadable.ReasonCode },
            _ => throw new InvalidOperationException($"No answer for {entry.GetType().Name}."),
        };
    }

    public static FindingAnswer[] FindingsOf(ReportVerdict verdict) =>
        [
            .. verdict.Findings.Select(finding => new FindingAnswer(
                finding.Path.ToString(),
                finding.RuleId,
                Word(finding.Severity)
            )),
        ];

    /// <summary>TooEarly becomes too-early: how codes are written everywhere here.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Word(ReportVerdict verdict) =>
        verdict switch
        {
            ReportVerdict.Valid => "valid",
            ReportVerdict.ValidWithOverrides => "valid-with-overrides",
            _ => "invalid",
        };
}
