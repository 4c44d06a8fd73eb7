using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>
/// Which report of a group was the first of its id: whoever sends one again, sends no second seizure. Made of the conversation itself,
/// once per unlocking; after that only of what has come since.
/// </summary>
internal sealed class ReportRepeats(EntryRows entries, EntryOpener opener)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupId, Seen> _groups = [];

    public bool IsRepeat(GroupId group, Guid report, long position)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out Seen? seen))
            {
                _groups[group] = seen = new Seen();
            }

            foreach (PlacedEntry placed in entries.List(group, seen.Last, position + 1, int.MaxValue, newestFirst: false))
            {
                seen.Last = placed.Position;
                if (opener.Open(placed) is OpenedReportEntry opened)
                {
                    seen.First.TryAdd(opened.Report.Id, placed.Position);
                }
            }

            return seen.First.TryGetValue(report, out long first) && first < position;
        }
    }

    private sealed class Seen
    {
        public Dictionary<Guid, long> First { get; } = [];

        public long Last { get; set; } = long.MinValue;
    }
}
