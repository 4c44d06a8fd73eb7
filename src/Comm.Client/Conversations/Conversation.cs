using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>Reads a group's lines out of the vault, page by page.</summary>
internal sealed class Conversation(SealedStore store, EntryOpener opener)
{
    public const int MaxTake = 500;

    private readonly EntryRows _entries = new(store);
    private readonly ReportLedger _reports = new(new EntryRows(store));
    private readonly JudgedReports _judged = new(new EntryRows(store), opener);

    public ConversationPage Read(GroupId group, long? before, long? after, int take)
    {
        int bounded = Math.Clamp(take, 1, MaxTake);
        if (after is { } from)
        {
            IReadOnlyList<PlacedEntry> next = _entries.List(group, from, before ?? long.MaxValue, bounded, newestFirst: false);
            return new ConversationPage([.. next.Select(placed => Open(group, placed))], HasEarlier: from > 0);
        }

        // One more than asked for says whether there are earlier ones.
        IReadOnlyList<PlacedEntry> newest = _entries.List(
            group,
            long.MinValue,
            before ?? long.MaxValue,
            bounded + 1,
            newestFirst: true
        );
        return new ConversationPage(
            [.. newest.Take(bounded).Reverse().Select(placed => Open(group, placed))],
            newest.Count > bounded
        );
    }

    public OpenedEntry? ReadOne(GroupId group, long position) =>
        _entries.List(group, position - 1, position + 1, 1, newestFirst: false) is [{ } placed] ? Open(group, placed) : null;

    public OpenedEntry? ReadLast(GroupId group) =>
        _entries.List(group, long.MinValue, long.MaxValue, 1, newestFirst: true) is [{ } placed] ? Open(group, placed) : null;

    /// <summary>Each report once, in its last revision.</summary>
    public IReadOnlyList<OpenedReport> ReadReports(GroupId group) =>
        [.. _reports.All(group).Select(history => _judged.Read(group, history.Current, history)).OfType<OpenedReport>()];

    public ReportHistory? History(GroupId group, Guid report) => _reports.Find(group, report);

    /// <summary>All revisions of one report, oldest first; none for a report that is not here.</summary>
    public IReadOnlyList<OpenedReport> ReadRevisions(GroupId group, Guid report) =>
        _reports.Find(group, report) is { } history
            ? [.. history.Revisions.Select(revision => _judged.Read(group, revision, history)).OfType<OpenedReport>()]
            : [];

    private OpenedEntry Open(GroupId group, PlacedEntry placed) =>
        opener.Open(group, placed) switch
        {
            OpenedReportEntry entry => WithHistory(group, entry),
            OpenedReview entry => entry with { History = _reports.Find(group, entry.Review.Report) },
            OpenedWithdrawal entry => entry with { History = _reports.Find(group, entry.Withdrawal.Report) },
            OpenedEntry other => other,
        };

    private OpenedReportEntry WithHistory(GroupId group, OpenedReportEntry entry)
    {
        ReportHistory? history = _reports.Find(group, entry.Report.Id);
        ReportRevision? before = history?.Revisions.TakeWhile(revision => revision.Position != entry.Position).LastOrDefault();
        return entry with
        {
            History = history,
            Corrects =
                before is not null && before.Number == entry.Report.Revision - 1
                    ? _judged.Read(group, before, history!)?.Report
                    : null,
        };
    }
}
