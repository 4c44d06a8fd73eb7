using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>Reads a group's lines out of the vault, page by page.</summary>
internal sealed class Conversation(SealedStore store, EntryOpener opener)
{
    public const int MaxTake = 500;

    private readonly EntryRows _entries = new(store);
    private readonly ReportRepeats _repeats = new(new EntryRows(store), opener);

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

    public IReadOnlyList<OpenedReport> ReadReports(GroupId group) =>
        [
            .. _entries
                .List(group, long.MinValue, long.MaxValue, int.MaxValue, newestFirst: false)
                .Select(opener.Open)
                .OfType<OpenedReportEntry>()
                .Where(entry => entry.Delivery != DeliveryState.Failed)
                .Select(entry => new OpenedReport(
                    entry.Position,
                    entry.At,
                    entry.Sender!,
                    entry.MessageId,
                    entry.Report,
                    entry.Verdict
                )),
        ];

    private OpenedEntry Open(GroupId group, PlacedEntry placed)
    {
        OpenedEntry entry = opener.Open(placed);
        return entry is OpenedReportEntry report && _repeats.IsRepeat(group, report.Report.Id, report.Position)
            ? report with
            {
                IsRepeat = true,
            }
            : entry;
    }
}
