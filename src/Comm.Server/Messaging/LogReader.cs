using Comm.Server.Groups;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Messaging;

/// <summary>A device's own part of a group's log: after it joined, up to its removal.</summary>
internal sealed class LogReader(IDbContextFactory<ServerDbContext> databases)
{
    /// <summary>A page stops growing here, since 256 commits could be gigabytes. It has one entry at least.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    /// <summary>Null for a device that never was a member.</summary>
    public async Task<LogPage?> ReadAsync(
        DeviceId device,
        GroupId groupId,
        long after,
        int take,
        CancellationToken cancellationToken
    )
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        List<MembershipRow> memberships = await database
            .Memberships.Where(row => row.GroupId == groupId && row.DeviceId == device)
            .OrderBy(row => row.JoinedSequence)
            .ToListAsync(cancellationToken);

        // A device that was removed and has come back hears of its removal first: its cursor tells how far it has got.
        MembershipRow? membership =
            memberships.Find(row => row.EndedSequence is not { } ended || after < ended) ?? memberships.LastOrDefault();
        if (membership is null)
        {
            return null;
        }

        // The membership is asked again in the same statement: a commit may have ended it since, and what follows is not for this
        // device.
        long start = Math.Max(after, membership.JoinedSequence);
        IQueryable<EntryRow> visible = database.Entries.Where(entry =>
            entry.GroupId == groupId
            && database.Memberships.Any(own =>
                own.GroupId == groupId
                && own.DeviceId == device
                && own.JoinedSequence == membership.JoinedSequence
                && (own.EndedSequence == null || entry.Sequence <= own.EndedSequence)
            )
        );
        var entries = new List<SealedEntry>();
        long size = 0;
        await foreach (
            EntryRow row in visible
                .Where(entry => entry.Sequence > start)
                .OrderBy(entry => entry.Sequence)
                .Take(take)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            size += row.Content.Length;
            if (size > MaxPageBytes && entries.Count > 0)
            {
                break;
            }

            entries.Add(row.ToEntry());
        }

        long last = entries.Count > 0 ? entries[^1].Sequence : start;
        long head =
            membership.EndedSequence
            ?? await visible
                .OrderByDescending(entry => entry.Sequence)
                .Select(entry => (long?)entry.Sequence)
                .FirstOrDefaultAsync(cancellationToken)
            ?? membership.JoinedSequence;
        return new LogPage(entries, head, Ended: last >= membership.EndedSequence);
    }
}
