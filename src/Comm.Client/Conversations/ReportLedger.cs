using System.Collections.Immutable;
using System.Text;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>
/// What has become of each report of a group, in the order of the server's log, which is the same for all members. Made of the
/// conversation itself, once per unlocking; after that only of what has come since.
/// </summary>
internal sealed class ReportLedger(EntryRows entries)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupId, Kept> _groups = [];

    public ReportHistory? Find(GroupId group, Guid report)
    {
        lock (_gate)
        {
            return Read(group).Reports.TryGetValue(report, out List<Line>? lines) ? Tell(report, lines) : null;
        }
    }

    /// <summary>In the order in which their first revisions stand in the conversation.</summary>
    public IReadOnlyList<ReportHistory> All(GroupId group)
    {
        lock (_gate)
        {
            return
            [
                .. Read(group)
                    .Reports.Select(report => Tell(report.Key, report.Value))
                    .OfType<ReportHistory>()
                    .OrderBy(history => history.Revisions[0].Position),
            ];
        }
    }

    private Kept Read(GroupId group)
    {
        if (!_groups.TryGetValue(group, out Kept? kept))
        {
            _groups[group] = kept = new Kept();
        }

        // What is not certain yet may have arrived, or failed.
        foreach (long position in kept.Uncertain.ToArray())
        {
            if (entries.List(group, position - 1, position + 1, 1, newestFirst: false) is [{ Entry: { } entry }])
            {
                kept.Put(position, entry);
            }
        }

        foreach (PlacedEntry placed in entries.List(group, kept.Last, long.MaxValue, int.MaxValue, newestFirst: false))
        {
            kept.Last = placed.Position;
            if (placed.Entry is { } entry)
            {
                kept.Put(placed.Position, entry);
            }
        }

        return kept;
    }

    private static ReportHistory? Tell(Guid id, List<Line> lines)
    {
        var revisions = ImmutableArray.CreateBuilder<ReportRevision>();
        var acts = ImmutableArray.CreateBuilder<ReportAct>();
        var repeats = ImmutableArray.CreateBuilder<long>();
        bool isWithdrawn = false;
        foreach (Line line in lines.Where(line => !line.HasFailed).OrderBy(line => line.Sequence).ThenBy(line => line.Position))
        {
            ReportRevision? last = revisions.Count > 0 ? revisions[^1] : null;
            bool isAuthor = last is null || last.Author.IsOfficer(line.By.Officer, line.By.Administration);
            switch (line.Said)
            {
                case null when last is null || (isAuthor && !isWithdrawn && line.Revision == last.Number + 1):
                    revisions.Add(new ReportRevision(line.Revision, line.Position, line.At, line.By));
                    break;
                case null:
                    repeats.Add(line.Position);
                    break;
                case ReportWithdrawal said when isAuthor && last is not null && !isWithdrawn:
                    isWithdrawn = true;
                    acts.Add(new ReportAct(line.Position, line.At, line.By, line.Revision, null, said.Remark));
                    break;
                case ReportReview said
                    when line.ByCoordinator && !isAuthor && !isWithdrawn && revisions.Any(one => one.Number == line.Revision):
                    acts.Add(new ReportAct(line.Position, line.At, line.By, line.Revision, said.Decision, said.Remark));
                    break;
                default:
                    // Said by somebody who has no say in it, or of what nobody has seen.
                    break;
            }
        }

        return revisions.Count == 0
            ? null
            : new ReportHistory(id, revisions.ToImmutable(), acts.ToImmutable(), repeats.ToImmutable());
    }

    /// <summary><paramref name="Said"/>: a review or withdrawal; null for the report itself.</summary>
    private sealed record Line(
        long Position,
        long Sequence,
        DateTimeOffset At,
        OpenedSender By,
        bool ByCoordinator,
        int Revision,
        object? Said,
        bool HasFailed
    );

    private sealed class Kept
    {
        public Dictionary<Guid, List<Line>> Reports { get; } = [];

        public HashSet<long> Uncertain { get; } = [];

        public long Last { get; set; } = long.MinValue;

        public void Put(long position, StoredEntry entry)
        {
            if (
                entry is not { Kind: StoredKind.Message, Payload: { } bytes, Sender: { } sender }
                || !MessagePayload.TryRead(bytes, out MessagePayload? payload)
                || Subject(payload) is not { } subject
            )
            {
                return;
            }

            var line = new Line(
                position,
                entry.Sequence ?? long.MaxValue,
                entry.At,
                sender,
                entry.ByCoordinator,
                subject.Revision,
                subject.Said,
                entry.Delivery == DeliveryState.Failed
            );
            if (!Reports.TryGetValue(subject.Report, out List<Line>? lines))
            {
                Reports[subject.Report] = lines = [];
            }

            lines.RemoveAll(one => one.Position == position);
            lines.Add(line);
            if (entry.Delivery is DeliveryState.Sending or DeliveryState.Failed)
            {
                Uncertain.Add(position);
            }
            else
            {
                Uncertain.Remove(position);
            }
        }

        private static (Guid Report, int Revision, object? Said)? Subject(MessagePayload payload) =>
            payload.Kind switch
            {
                PayloadKind.Report when Report.TryParse(Encoding.UTF8.GetBytes(payload.Body), out Report? report) => (
                    report!.Id,
                    report.Revision,
                    null
                ),
                PayloadKind.Review when ReportReview.Read(payload.Body) is { } review => (review.Report, review.Revision, review),
                PayloadKind.Withdrawal when ReportWithdrawal.Read(payload.Body) is { } withdrawal => (
                    withdrawal.Report,
                    withdrawal.Revision,
                    withdrawal
                ),
                _ => null,
            };
    }
}
