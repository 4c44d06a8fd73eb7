using Comm.Mls.Groups;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>A group in its newest epoch, for a member whose state of it is lost.</summary>
internal sealed class GroupDescriptions(IDbContextFactory<ServerDbContext> databases)
{
    /// <summary>Null for a device that is not a member now.</summary>
    public async Task<GroupDescription?> FindAsync(DeviceId device, GroupId groupId, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);

        // Both from one row: GroupInfo and tree are of one epoch.
        GroupRow? row = await database.Groups.SingleOrDefaultAsync(group => group.GroupId == groupId, cancellationToken);
        if (row is null)
        {
            return null;
        }

        PublicGroup group =
            PublicGroup.TryLoad(row.PublicState)
            ?? throw new InvalidOperationException($"The stored state of group {groupId} is damaged.");
        return group.Members.Any(member => GroupState.DeviceOf(member) == device)
            ? new GroupDescription(row.GroupInfo, group.ExportRatchetTree())
            : null;
    }
}
