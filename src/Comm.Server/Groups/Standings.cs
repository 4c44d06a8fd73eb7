using Comm.Server.Messaging;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>Where a device stands in its groups, the ones it has left included.</summary>
internal sealed class Standings(IDbContextFactory<ServerDbContext> databases)
{
    public async Task<IReadOnlyList<GroupStanding>> ListAsync(DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        List<MembershipRow> memberships = await database
            .Memberships.Where(membership => membership.DeviceId == device)
            .ToListAsync(cancellationToken);
        var standings = new List<GroupStanding>();
        foreach (IGrouping<GroupId, MembershipRow> group in memberships.GroupBy(membership => membership.GroupId))
        {
            standings.Add(await ReadAsync(database, group.MaxBy(membership => membership.JoinedSequence)!, cancellationToken));
        }

        return standings;
    }

    public async Task<GroupStanding> FindAsync(DeviceId device, GroupId groupId, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        MembershipRow membership = await database
            .Memberships.Where(membership => membership.DeviceId == device && membership.GroupId == groupId)
            .OrderByDescending(membership => membership.JoinedSequence)
            .FirstAsync(cancellationToken);
        return await ReadAsync(database, membership, cancellationToken);
    }

    private static async Task<GroupStanding> ReadAsync(
        ServerDbContext database,
        MembershipRow membership,
        CancellationToken cancellationToken
    )
    {
        GroupId groupId = membership.GroupId;
        IQueryable<EntryRow> entries = database.Entries.Where(entry => entry.GroupId == groupId);
        if (membership.EndedSequence is { } ended)
        {
            // The epoch that the removing commit was sent in: the last one the device had a part in.
            ulong last = await entries
                .Where(entry => entry.Sequence == ended)
                .Select(entry => entry.Epoch)
                .SingleAsync(cancellationToken);
            return new GroupStanding(groupId, last, ended, Ended: true);
        }

        ulong epoch = await database
            .Groups.Where(group => group.GroupId == groupId)
            .Select(group => group.Epoch)
            .SingleAsync(cancellationToken);
        long head = await entries.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
        return new GroupStanding(groupId, epoch, head, Ended: false);
    }
}
