using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Comm.Server.KeyPackages;

/// <summary>KeyPackages of all devices, each handed out once; one of last resort as often as nothing else is left.</summary>
internal sealed class KeyPackageStore(IDbContextFactory<ServerDbContext> databases, TimeProvider clock)
{
    /// <summary>
    /// Keeps what is new of them: one that is here already, claimed or not, is passed over. Null when the device would have too
    /// many; then none is kept.
    /// </summary>
    public async Task<KeyPackageStock?> AddAsync(
        DeviceId device,
        IReadOnlyList<CheckedKeyPackage> packages,
        CancellationToken cancellationToken
    )
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        await database
            .KeyPackages.Where(row => row.DeviceId == device && row.ExpiresAt < now)
            .ExecuteDeleteAsync(cancellationToken);
        foreach (CheckedKeyPackage package in packages)
        {
            byte[] reference = package.Reference.ToArray();
            if (!await database.KeyPackages.AnyAsync(row => row.Reference == reference, cancellationToken))
            {
                if (package.IsLastResort)
                {
                    // A device has one of them: the new one takes the old one's place.
                    await database
                        .KeyPackages.Where(row => row.DeviceId == device && row.IsLastResort)
                        .ExecuteDeleteAsync(cancellationToken);
                }

                database.KeyPackages.Add(
                    new KeyPackageRow
                    {
                        Reference = reference,
                        DeviceId = device,
                        Content = package.Content.ToArray(),
                        ExpiresAt = package.ExpiresAt,
                        IsLastResort = package.IsLastResort,
                    }
                );
                await database.SaveChangesAsync(cancellationToken);
            }
        }

        KeyPackageStock stock = await CountAsync(database, device, now, cancellationToken);
        if (stock.Unclaimed > WireLimits.MaxKeyPackages)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return stock;
    }

    public async Task<KeyPackageStock> CountAsync(DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await CountAsync(database, device, clock.GetUtcNow(), cancellationToken);
    }

    private static async Task<KeyPackageStock> CountAsync(
        ServerDbContext database,
        DeviceId device,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        new(
            await Unclaimed(database, device, now).CountAsync(cancellationToken),
            await LastResort(database, device, now).AnyAsync(row => row.ClaimedAt == null, cancellationToken)
        );

    /// <summary>
    /// One for each device that has one and is not revoked, for those of <paramref name="lastResortOnly"/> the one of last resort. The transaction
    /// holds the write lock from its beginning: no two get the same.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedKeyPackage>> ClaimAsync(
        IReadOnlyCollection<DeviceId> devices,
        IReadOnlySet<DeviceId> lastResortOnly,
        CancellationToken cancellationToken
    )
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        List<DeviceId> revoked = await database
            .RevokedDevices.Where(row => devices.Contains(row.DeviceId))
            .Select(row => row.DeviceId)
            .ToListAsync(cancellationToken);
        var claimed = new List<ClaimedKeyPackage>();
        foreach (DeviceId device in devices.Where(device => !revoked.Contains(device)))
        {
            KeyPackageRow? row = lastResortOnly.Contains(device)
                ? null
                : await Unclaimed(database, device, now)
                    .AsTracking()
                    .OrderBy(package => package.ExpiresAt)
                    .FirstOrDefaultAsync(cancellationToken);
            if (row is not null)
            {
                claimed.Add(new ClaimedKeyPackage(device, row.Content));
                row.Content = null;
                row.ClaimedAt = now;
                continue;
            }

            KeyPackageRow? last = await LastResort(database, device, now).AsTracking().FirstOrDefaultAsync(cancellationToken);
            if (last is not null)
            {
                claimed.Add(new ClaimedKeyPackage(device, last.Content));
                last.ClaimedAt ??= now;
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return claimed;
    }

    private static IQueryable<KeyPackageRow> Unclaimed(ServerDbContext database, DeviceId device, DateTimeOffset now) =>
        database.KeyPackages.Where(row =>
            row.DeviceId == device && !row.IsLastResort && row.ClaimedAt == null && row.ExpiresAt >= now
        );

    private static IQueryable<KeyPackageRow> LastResort(ServerDbContext database, DeviceId device, DateTimeOffset now) =>
        database.KeyPackages.Where(row => row.DeviceId == device && row.IsLastResort && row.ExpiresAt >= now);
}
