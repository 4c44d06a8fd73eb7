using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Comm.Server.Groups;

/// <summary>Welcomes that wait for their devices.</summary>
internal sealed class WelcomeShelf(IDbContextFactory<ServerDbContext> databases)
{
    /// <summary>An answer stops growing here: who has taken and deleted what is in it asks again. It has one at least.</summary>
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    public async Task<IReadOnlyList<WaitingWelcome>> ListAsync(DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<WaitingWelcome> all = database
            .WaitingWelcomes.Where(waiting => waiting.DeviceId == device)
            .Join(
                database.Welcomes,
                waiting => new { waiting.GroupId, waiting.Sequence },
                welcome => new { welcome.GroupId, welcome.Sequence },
                (waiting, welcome) => new WaitingWelcome(waiting.Id, waiting.GroupId, waiting.Sequence, welcome.Content)
            );
        var answer = new List<WaitingWelcome>();
        long size = 0;
        await foreach (WaitingWelcome waiting in all.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            size += waiting.Content.Length;
            if (size > MaxAnswerBytes && answer.Count > 0)
            {
                break;
            }

            answer.Add(waiting);
        }

        return answer;
    }

    /// <summary>Once or twice, it is all the same.</summary>
    public async Task DeleteAsync(DeviceId device, Guid id, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        WaitingWelcomeRow? waiting = await database.WaitingWelcomes.SingleOrDefaultAsync(
            waiting => waiting.Id == id && waiting.DeviceId == device,
            cancellationToken
        );
        if (waiting is null)
        {
            return;
        }

        await database.WaitingWelcomes.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        await DropUnwantedAsync(database, waiting.GroupId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Drops the Welcomes of a group that nobody waits for any more.</summary>
    public static Task DropUnwantedAsync(ServerDbContext database, GroupId groupId, CancellationToken cancellationToken) =>
        database
            .Welcomes.Where(welcome =>
                welcome.GroupId == groupId
                && !database.WaitingWelcomes.Any(waiting =>
                    waiting.GroupId == welcome.GroupId && waiting.Sequence == welcome.Sequence
                )
            )
            .ExecuteDeleteAsync(cancellationToken);
}
