using Comm.Server.Messaging;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>A group's first row and first member. The same bytes from the same device again are the same group.</summary>
internal sealed class CreateGroup(DeviceId creator, GroupState state, byte[] groupInfo, byte[] digest)
    : LogWork<CreationOutcome>(new CreationOutcome(state.GroupId, CommitRefusal.Busy, null))
{
    protected override async Task<CreationOutcome> DecideAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        GroupId groupId = state.GroupId;
        var existing = await batch
            .Database.Groups.Where(group => group.GroupId == groupId)
            .Select(group => new { group.Creator, group.CreationDigest })
            .SingleOrDefaultAsync(cancellationToken);
        if (existing is not null)
        {
            return existing.Creator == creator && existing.CreationDigest.AsSpan().SequenceEqual(digest)
                ? new CreationOutcome(groupId, null, null)
                : new CreationOutcome(groupId, CommitRefusal.GroupExists, null);
        }

        batch.Database.Groups.Add(
            new GroupRow
            {
                GroupId = groupId,
                Epoch = state.Epoch,
                PublicState = state.Group.Save(),
                GroupInfo = groupInfo,
                Creator = creator,
                CreationDigest = digest,
            }
        );
        batch.Database.Memberships.Add(
            new MembershipRow
            {
                GroupId = groupId,
                DeviceId = creator,
                JoinedSequence = 0,
            }
        );

        // Written at once: another of this batch may be the same upload again.
        await batch.Database.SaveChangesAsync(cancellationToken);
        return new CreationOutcome(groupId, null, null);
    }
}
