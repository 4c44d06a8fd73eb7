using System.Security.Cryptography;
using Comm.Mls.Codec;
using Comm.Server.Messaging;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>
/// A member's report of a commit that it cannot follow, as an entry of the log. The server can check who says so and of which
/// commit, not whether it is true.
/// </summary>
internal sealed class AppendFault(DeviceId reporter, FaultReport report)
    : LogWork<CommitOutcome>(CommitOutcome.Refused(CommitRefusal.Busy))
{
    protected override async Task<CommitOutcome> DecideAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        if (await batch.FindGroupAsync(report.GroupId, cancellationToken) is not { } group)
        {
            return CommitOutcome.Refused(CommitRefusal.UnknownGroup);
        }

        if (await batch.FindEarlierAsync(report.GroupId, reporter, report.Id, cancellationToken) is { } earlier)
        {
            return CommitOutcome.Accepted(earlier.Receipt);
        }

        if (group.Group.Members.FirstOrDefault(member => GroupState.DeviceOf(member) == reporter) is not { } member)
        {
            return CommitOutcome.Refused(CommitRefusal.NotAMember);
        }

        if (report.Reporter != reporter || !report.IsSignedBy(member.Leaf.SignatureKey.Span))
        {
            return CommitOutcome.Refused(CommitRefusal.Invalid, "Signature");
        }

        byte[]? commit = await batch
            .Database.Entries.Where(entry =>
                entry.GroupId == report.GroupId
                && entry.Sequence == report.Sequence
                && entry.Kind == EntryKind.Commit
                && entry.Epoch == report.Epoch
            )
            .Select(entry => entry.Content)
            .SingleOrDefaultAsync(cancellationToken);
        if (commit is null || new Opaque(SHA256.HashData(commit)) != report.CommitHash)
        {
            return CommitOutcome.Refused(CommitRefusal.Mismatch, "Commit");
        }

        // What this batch has appended so far shall be counted too.
        await batch.Database.SaveChangesAsync(cancellationToken);
        Receipt[] known = await KnownAsync(batch, cancellationToken);
        if (known.Length >= FaultReport.MaxPerCommit)
        {
            return CommitOutcome.Accepted(known[^1]);
        }

        return CommitOutcome.Accepted(
            batch.Append(report.GroupId, EntryKind.FaultReport, reporter, report.Id, group.Epoch, MlsCodec.Encode(report))
        );
    }

    /// <summary>The first few reports of the same commit. They come soon after it, so that the log is not searched far for them.</summary>
    private async Task<Receipt[]> KnownAsync(LogBatch batch, CancellationToken cancellationToken) =>
        await batch
            .Database.Entries.AsNoTracking()
            .Where(entry =>
                entry.GroupId == report.GroupId && entry.Sequence > report.Sequence && entry.Kind == EntryKind.FaultReport
            )
            .OrderBy(entry => entry.Sequence)
            .AsAsyncEnumerable()
            .Where(entry => MlsCodec.TryDecode(entry.Content, out FaultReport? other) && other.Sequence == report.Sequence)
            .Take(FaultReport.MaxPerCommit)
            .Select(entry => new Receipt(entry.Sequence, entry.AcceptedAt))
            .ToArrayAsync(cancellationToken);
}
