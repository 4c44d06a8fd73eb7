using System.Collections.Concurrent;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>What rules are asked with while a report is written here, and nowhere else: the other reports of the group.</summary>
public sealed partial class Workspace
{
    private readonly ConcurrentDictionary<GroupId, (long Newest, IReadOnlyList<Guid> Written, OtherReports Others)> _others =
        new();

    /// <summary>Gathered anew when anything has arrived since, or another report is written.</summary>
    /// <param name="group">Where.</param>
    /// <param name="written">The reports that are written: a correction is no duplicate of what it corrects.</param>
    /// <param name="cancellationToken">Until it is gathered.</param>
    public async Task<EntryContext> EntryContextAsync(
        GroupId group,
        IReadOnlyList<Guid> written,
        CancellationToken cancellationToken
    )
    {
        if (await ConversationAsync(group, null, null, 1, cancellationToken) is not { Entries: [.., var newest] })
        {
            return Entry(new OtherReports([]));
        }

        if (
            !_others.TryGetValue(group, out (long Newest, IReadOnlyList<Guid> Written, OtherReports Others) known)
            || known.Newest != newest.Position
            || !known.Written.SequenceEqual(written)
        )
        {
            HashSet<Guid> own = [.. written];
            known = (
                newest.Position,
                written,
                new OtherReports(
                    (await ReportsAsync(group, cancellationToken))
                        .Where(report => !own.Contains(report.Report.Id) && report.History.MayBeCounted)
                        .Where(report => report.Verdict.Form is not null)
                        .Select(report => (report.Verdict.Form!, report.Report.Answers))
                )
            );
            _others[group] = known;
        }

        return Entry(known.Others);
    }

    private EntryContext Entry(OtherReports others) => new() { Others = others, Commodities = Tables.HarmonizedSystem };
}
