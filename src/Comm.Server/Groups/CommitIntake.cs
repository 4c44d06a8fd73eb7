using Comm.Mls.Codec;
using Comm.Server.Messaging;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>
/// A commit's way in: checked here, at whatever length, then one comparison of epochs in the writer (design D5). Who loses gets
/// what won.
/// </summary>
internal sealed class CommitIntake(
    IDbContextFactory<ServerDbContext> databases,
    GroupStates states,
    CommitChecks checks,
    GroupLog log,
    LogReader reader,
    ILogger<CommitIntake> logger
)
{
    public async Task<CommitOutcome> AcceptAsync(
        DeviceId committer,
        GroupId groupId,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        CommitOutcome outcome = await DecideAsync(committer, groupId, body, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            GroupsLog.CommitRefused(logger, groupId, committer, refusal, outcome.Detail);
        }

        return outcome;
    }

    private async Task<CommitOutcome> DecideAsync(
        DeviceId committer,
        GroupId groupId,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (!MlsCodec.TryDecode(body.Span, out CommitUpload? upload) || CommitChecks.TryRead(upload, groupId) is not { } parts)
        {
            return CommitOutcome.Refused(CommitRefusal.Malformed);
        }

        GroupState? state;
        EarlierEntry? earlier;
        await using (ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken))
        {
            state = await states.FindAsync(database, groupId, cancellationToken);
            earlier = await database.Entries.FindEarlierAsync(groupId, committer, upload.Id, cancellationToken);
        }

        if (state is null)
        {
            return CommitOutcome.Refused(CommitRefusal.UnknownGroup);
        }

        // Before membership: whoever was removed since, and never heard the answer, must still learn that his commit counts.
        if (earlier is not null)
        {
            return AppendCommit.AnswerAgain(earlier);
        }

        if (!state.Devices.Contains(committer))
        {
            return CommitOutcome.Refused(CommitRefusal.NotAMember);
        }

        ulong epoch = parts.Commit.Content.Epoch;
        if (epoch < state.Epoch)
        {
            return await LostAsync(committer, groupId, epoch, cancellationToken);
        }

        if (checks.TryCheck(committer, upload, parts, state, out CommitOutcome? refused) is not { } checkedCommit)
        {
            return refused!;
        }

        CommitOutcome outcome = await log.SubmitAsync(new AppendCommit(checkedCommit));
        if (outcome.Refusal == CommitRefusal.StaleEpoch)
        {
            return await LostAsync(committer, groupId, epoch, cancellationToken);
        }

        if (outcome.Receipt is not null)
        {
            GroupsLog.Committed(logger, groupId, committer, epoch, checkedCommit.Added.Count, checkedCommit.Removed.Count);
        }

        return outcome;
    }

    /// <summary>The log from the commit on that ended <paramref name="epoch"/>.</summary>
    private async Task<CommitOutcome> LostAsync(
        DeviceId committer,
        GroupId groupId,
        ulong epoch,
        CancellationToken cancellationToken
    )
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        long? winner = await database
            .Entries.Where(entry => entry.GroupId == groupId && entry.Kind == EntryKind.Commit && entry.Epoch == epoch)
            .Select(entry => (long?)entry.Sequence)
            .SingleOrDefaultAsync(cancellationToken);
        LogPage? page = await reader.ReadAsync(committer, groupId, winner - 1 ?? 0, WireLimits.MaxLogPage, cancellationToken);
        return page is null ? CommitOutcome.Refused(CommitRefusal.NotAMember) : CommitOutcome.Lost(page);
    }
}
