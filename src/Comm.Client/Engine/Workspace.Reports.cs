using System.Text;
using Comm.Client.Conversations;
using Comm.Mls.Codec;
using Comm.Shared.Attachments;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Reports of a group: sent, corrected, taken back, validated, returned and read.</summary>
public sealed partial class Workspace
{
    /// <summary>Refused with its findings when a rule says so, and nothing is sent.</summary>
    public Task<SendReportOutcome> SendReportAsync(GroupId group, Report report, CancellationToken cancellationToken) =>
        SendReportAsync(group, report, null, cancellationToken);

    /// <summary>
    /// A first revision, or the one after the current one of a report that this officer has written.
    /// </summary>
    /// <param name="group">Where.</param>
    /// <param name="report">What.</param>
    /// <param name="submission">As a page sends it, which may send twice what was meant once.</param>
    /// <param name="cancellationToken">Until it is saved.</param>
    /// <param name="attachments">All files of this revision, at most <see cref="AttachmentReference.MaxInMessage"/>; they go before the message.</param>
    public async Task<SendReportOutcome> SendReportAsync(
        GroupId group,
        Report report,
        Submission? submission,
        CancellationToken cancellationToken,
        IReadOnlyList<AttachmentReference>? attachments = null
    )
    {
        ArgumentNullException.ThrowIfNull(report);
        Opaque set = await FormSetHashAsync(group, cancellationToken);
        ReportVerdict verdict = _opener.Judge(group, report, _identity.Certificate.Administration, set);
        if (verdict is ReportVerdict.Invalid)
        {
            return new SendReportOutcome(SendResult.InvalidReport, null, null, verdict);
        }

        if (report.Revision > 1 && !IsNextRevision(group, report) && !IsSentAlready(group, report, submission))
        {
            return new SendReportOutcome(SendResult.OutOfTurn, null, null, verdict);
        }

        byte[] payload = WithAttachments(MessagePayload.OfReport(Encoding.UTF8.GetString(report.ToUtf8())), attachments).Write();
        (SendResult result, MessageId? id, long? position) = await SendBoundedAsync(
            group,
            payload,
            submission,
            cancellationToken,
            attachments
        );
        return new SendReportOutcome(result, id, position, verdict);
    }

    /// <summary>The author takes the report back, in its current revision, and says why.</summary>
    public async Task<SendResult> WithdrawAsync(GroupId group, Guid report, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (
            _conversation.History(group, report) is not { } history
            || !IsOwn(history)
            || history.Standing == ReportStanding.Withdrawn
        )
        {
            return SendResult.OutOfTurn;
        }

        return await SayAsync(
            group,
            new ReportWithdrawal(report, history.Current.Number, reason.Trim()),
            said => said.IsWhole && said.Remark.Length >= FormLimits.ReasonLeastCharacters,
            MessagePayload.OfWithdrawal,
            cancellationToken
        );
    }

    /// <summary>A coordinator validates a revision, or returns it and says why; never a report of his own.</summary>
    public async Task<SendResult> ReviewAsync(GroupId group, ReportReview review, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(review);
        if (
            _conversation.History(group, review.Report) is not { } history
            || IsOwn(history)
            || history.Standing == ReportStanding.Withdrawn
            || history.Current.Number != review.Revision
            || !await MayManageAsync(group, cancellationToken)
        )
        {
            return SendResult.OutOfTurn;
        }

        return await SayAsync(
            group,
            review with
            {
                Remark = review.Remark.Trim(),
            },
            said =>
                said.IsWhole
                && (said.Decision == ReviewDecision.Validated || said.Remark.Length >= FormLimits.ReasonLeastCharacters),
            MessagePayload.OfReview,
            cancellationToken
        );
    }

    /// <summary>Each report once, in its current revision.</summary>
    public Task<IReadOnlyList<OpenedReport>> ReportsAsync(GroupId group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_conversation.ReadReports(group));
    }

    /// <summary>All revisions of one report, oldest first; none for a report that is not here.</summary>
    public Task<IReadOnlyList<OpenedReport>> RevisionsAsync(GroupId group, Guid report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_conversation.ReadRevisions(group, report));
    }

    private bool IsNextRevision(GroupId group, Report report) =>
        _conversation.History(group, report.Id) is { } history
        && IsOwn(history)
        && history.Standing != ReportStanding.Withdrawn
        && report.Revision == history.Current.Number + 1;

    /// <summary>The same form posted twice: the session says whether it says the same, too.</summary>
    private bool IsSentAlready(GroupId group, Report report, Submission? submission) =>
        submission is not null
        && _conversation.ReadRevisions(group, report.Id) is [.., { Sender.IsSelf: true } current]
        && current.MessageId == submission.Id;

    /// <summary>Written by this officer, on this device or another of his.</summary>
    public bool IsOwn(ReportHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Current.Author.IsOfficer(_identity.Certificate.Officer, _identity.Certificate.Administration);
    }

    private async Task<SendResult> SayAsync<T>(
        GroupId group,
        T said,
        Func<T, bool> isWhole,
        Func<T, MessagePayload> payload,
        CancellationToken cancellationToken
    ) =>
        isWhole(said) ? (await SendBoundedAsync(group, payload(said).Write(), null, cancellationToken)).Result : SendResult.Empty;

    private async Task<(SendResult Result, MessageId? Id, long? Position)> SendBoundedAsync(
        GroupId group,
        byte[] payload,
        Submission? submission,
        CancellationToken cancellationToken,
        IReadOnlyList<AttachmentReference>? attachments = null
    ) =>
        payload.Length > MessagePayload.MaxBytes
            ? (SendResult.TooLong, null, null)
            : await SendAsync(group, payload, submission, attachments, cancellationToken);
}
