using System.Collections.Concurrent;
using Comm.Client.Forms;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>
/// Reports out of the vault, opened and judged. What was judged is kept while what it was judged by stays the same: a list of all reports
/// of a long operation asks for every one of them on each page.
/// </summary>
internal sealed class JudgedReports(EntryRows entries, EntryOpener opener)
{
    private readonly ConcurrentDictionary<(GroupId Group, long Position), Kept> _kept = new();

    public OpenedReport? Read(GroupId group, ReportRevision revision, ReportHistory history)
    {
        (GroupId, long) place = (group, revision.Position);
        if (_kept.TryGetValue(place, out Kept? kept) && opener.JudgedBy(group, kept.Set) == kept.By)
        {
            return kept.Report with { History = history };
        }

        if (
            entries.List(group, revision.Position - 1, revision.Position + 1, 1, newestFirst: false)
                is not [{ Entry: { } stored } placed]
            || opener.Open(group, placed) is not OpenedReportEntry { Sender: { } sender } entry
        )
        {
            return null;
        }

        var report = new OpenedReport(entry.Position, entry.At, sender, entry.MessageId, entry.Report, entry.Verdict, history)
        {
            Attachments = entry.Attachments,
        };
        var set = new Opaque(stored.FormSetHash ?? default);
        if (
            // What is on its way may fail; what its form is, may come yet.
            entry is { Delivery: DeliveryState.Sent or DeliveryState.Received, Verdict.Form: not null }
            && opener.JudgedBy(group, set) is { } by
        )
        {
            _kept[place] = new Kept(report, set, by);
        }

        return report;
    }

    private sealed record Kept(OpenedReport Report, Opaque Set, JudgedBy By);
}
