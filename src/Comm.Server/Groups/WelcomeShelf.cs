using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Comm.Server.Groups;

/// <summary>Welcomes that wait for their devices.</summary>
internal sealed class WelcomeShelf(IDbContextFactory<ServerDbContext> databases)
{
    /// <summary>A page stops growing here. It has one at least.</summary>
    private const int MaxPageBytes = 8 * 1024 * 1024;

    public async Task<WaitingWelcomePage> ReadAsync(DeviceId device, long after, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = database
            .WaitingWelcomes.Where(waiting => waiting.DeviceId == device && waiting.Number > after)
            .OrderBy(waiting => waiting.Number)
            .Take(WireLimits.MaxWelcomePage + 1)
            .Join(
                database.Welcomes,
                waiting => new { waiting.GroupId, waiting.Sequence },
                welcome => new { welcome.GroupId, welcome.Sequence },
                (waiting, welcome) =>
                    new
                    {
                        waiting.Number,
                        Welcome = new WaitingWelcome(waiting.Id, waiting.GroupId, waiting.Sequence, welcome.Content),
                    }
            )
            .OrderBy(waiting => waiting.Number);
        var page = new List<WaitingWelcome>();
        long size = 0;
        long last = after;
        await foreach (var one in waiting.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            size += one.Welcome.Content.Length;
            if (page.Count == WireLimits.MaxWelcomePage || (size > MaxPageBytes && page.Count > 0))
            {
                return new WaitingWelcomePage(page, last);
            }

            page.Add(one.Welcome);
            last = one.Number;
        }

        return new WaitingWelcomePage(page, Next: null);
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

    /// <summary>Whether any of these devices has as many Welcomes waiting from this adder as may.</summary>
    public static async Task<bool> IsFullAsync(
        ServerDbContext database,
        DeviceId adder,
        IReadOnlyList<DeviceId> added,
        CancellationToken cancellationToken
    ) =>
        await database
            .WaitingWelcomes.Where(waiting => added.Contains(waiting.DeviceId))
            .Join(
                database.Entries.Where(entry => entry.Sender == adder),
                waiting => new { waiting.GroupId, waiting.Sequence },
                entry => new { entry.GroupId, entry.Sequence },
                (waiting, _) => waiting.DeviceId
            )
            .GroupBy(device => device)
            .Where(waiting => waiting.Count() >= WireLimits.MaxWelcomesPerAdder)
            .Select(waiting => waiting.Key)
            .AnyAsync(cancellationToken);

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
