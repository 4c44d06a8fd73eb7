using Comm.Server.Directory;
using Comm.Server.Messaging;
using Comm.Server.Storage;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>
/// Asks the groups of devices that are revoked, or whose certificate has ended, to remove them; again in every epoch until it is
/// done. It cannot remove anybody itself: a member has to commit it.
/// </summary>
internal sealed class Removals(
    IDbContextFactory<ServerDbContext> databases,
    DeviceDirectory directory,
    RemovalProposer proposer,
    ClosedGroupRules rules,
    GroupLog log,
    TimeProvider clock,
    ILogger<Removals> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>One round; how many proposals it made.</summary>
    public async Task<int> ProposeAsync(CancellationToken cancellationToken)
    {
        int made = 0;
        foreach (DeviceId device in await directory.ListOutAsync(cancellationToken))
        {
            await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
            List<GroupId> groups = await database
                .Memberships.Where(membership => membership.DeviceId == device && membership.EndedSequence == null)
                .Select(membership => membership.GroupId)
                .ToListAsync(cancellationToken);
            foreach (GroupId group in groups)
            {
                CommitOutcome outcome = await log.SubmitAsync(new AppendRemovalProposal(group, device, proposer, rules));
                if (outcome.Receipt is not null)
                {
                    made++;
                    GroupsLog.RemovalProposed(logger, group, device);
                }
            }
        }

        return made;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ProposeAsync(stoppingToken);
            }
            // The next round tries again: a full disk must not end the removals for good.
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                GroupsLog.RemovalsFailed(logger, failure);
            }
        }
    }
}
