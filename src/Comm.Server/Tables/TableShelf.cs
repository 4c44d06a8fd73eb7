using Comm.Mls.Codec;
using Comm.Server.Identity;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Comm.Server.Tables;

internal enum TableRefusal
{
    None = 0,

    /// <summary>Not a manifest, or not one that names this table.</summary>
    Malformed,

    /// <summary>Not signed by somebody whom this platform's root lets publish.</summary>
    NotPublished,

    TooLarge,

    /// <summary>The packed text is not the one that the manifest names.</summary>
    Mismatch,

    /// <summary>As many tables are kept as may be.</summary>
    Full,
}

/// <summary>
/// Published tables, each by its hash. Nobody needs to trust this shelf: whoever takes a table from it checks its signatures and its
/// hash. It checks them too, so that nobody else fills it.
/// </summary>
internal sealed class TableShelf(
    IDbContextFactory<ServerDbContext> databases,
    IOptions<IdentityOptions> identity,
    IOptions<TablesOptions> options,
    TimeProvider clock
) : IDisposable
{
    // One at a time: a table is 32 MB when it is unpacked.
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Of a manifest, before anything is read of the table.</summary>
    public TableRefusal Check(ReadOnlySpan<byte> manifestBytes, Opaque hash, out TableManifest? manifest) =>
        !MlsCodec.TryDecode(manifestBytes, out manifest) || manifest.ContentHash != hash ? TableRefusal.Malformed
        : !manifest.IsPublishedUnder(identity.Value.RootKeyBytes, clock.GetUtcNow()) ? TableRefusal.NotPublished
        : TableRefusal.None;

    /// <summary>The first one stays: a table that is here is not stored again, whoever signed it.</summary>
    public async Task<TableRefusal> StoreAsync(PublishedTable table, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
            byte[] hash = table.Manifest.ContentHash.ToArray();
            if (await database.PublishedTables.AnyAsync(row => row.ContentHash == hash, cancellationToken))
            {
                return TableRefusal.None;
            }

            if (await database.PublishedTables.CountAsync(cancellationToken) >= options.Value.MaxKept)
            {
                return TableRefusal.Full;
            }

            if (!table.TryUnpack(out _))
            {
                return TableRefusal.Mismatch;
            }

            database.PublishedTables.Add(
                new TableRow
                {
                    ContentHash = hash,
                    Manifest = MlsCodec.Encode(table.Manifest),
                    Packed = table.Packed.ToArray(),
                    PackedLength = table.Packed.Length,
                    StoredAt = clock.GetUtcNow(),
                }
            );
            await database.SaveChangesAsync(cancellationToken);
            return TableRefusal.None;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<bool> HasAsync(Opaque hash, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        byte[] bytes = hash.ToArray();
        return await database.PublishedTables.AnyAsync(row => row.ContentHash == bytes, cancellationToken);
    }

    public async Task<IReadOnlyList<PublishedTableInfo>> ListAsync(CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database
            .PublishedTables.OrderBy(row => row.StoredAt)
            .ThenBy(row => row.ContentHash)
            .Select(row => new { row.Manifest, row.PackedLength })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new PublishedTableInfo(row.Manifest, row.PackedLength));
    }

    public async Task<byte[]?> FindAsync(Opaque hash, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        byte[] bytes = hash.ToArray();
        return await database
            .PublishedTables.Where(row => row.ContentHash == bytes)
            .Select(row => row.Packed)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public void Dispose() => _gate.Dispose();
}
