using System.Collections.Concurrent;
using Comm.Mls.Groups;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>
/// Groups as the database has them, kept parsed. The epoch is asked of the database every time, and an epoch has one state:
/// what is kept can be missing, never wrong.
/// </summary>
internal sealed class GroupStates
{
    /// <summary>Beyond this many groups the parsed ones are dropped, all at once: they come back as they are needed.</summary>
    private const int MostKept = 1_000;

    private readonly ConcurrentDictionary<GroupId, GroupState> _kept = new();

    /// <summary>Null for a group that does not exist.</summary>
    public async Task<GroupState?> FindAsync(ServerDbContext database, GroupId groupId, CancellationToken cancellationToken)
    {
        ulong? epoch = await database
            .Groups.Where(group => group.GroupId == groupId)
            .Select(group => (ulong?)group.Epoch)
            .SingleOrDefaultAsync(cancellationToken);
        if (epoch is null)
        {
            return null;
        }

        if (_kept.TryGetValue(groupId, out GroupState? kept) && kept.Epoch == epoch)
        {
            return kept;
        }

        byte[] saved = await database
            .Groups.Where(group => group.GroupId == groupId)
            .Select(group => group.PublicState)
            .SingleAsync(cancellationToken);
        PublicGroup group =
            PublicGroup.TryLoad(saved) ?? throw new InvalidOperationException($"The stored state of group {groupId} is damaged.");
        var state = new GroupState(groupId, group);

        // Never over what the writer has put there since: within an epoch, proposals come in.
        return _kept.AddOrUpdate(groupId, state, (_, present) => present.Epoch >= state.Epoch ? present : state);
    }

    public void Keep(GroupState state)
    {
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[state.GroupId] = state;
    }
}
