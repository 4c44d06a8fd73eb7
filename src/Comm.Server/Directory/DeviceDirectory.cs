using Comm.Mls.Codec;
using Comm.Server.Storage;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Comm.Server.Directory;

internal enum AdmissionRefusal
{
    None = 0,

    /// <summary>The device is known with another officer or administration.</summary>
    AnotherOfficer,

    /// <summary>The device has shown a newer certificate: an older one could bring back a role that was taken away.</summary>
    Superseded,

    /// <summary>The operator has put the device out.</summary>
    Revoked,
}

/// <summary>Which devices there are. Readers check each certificate themselves: the server vouches for nobody.</summary>
internal sealed class DeviceDirectory(IDbContextFactory<ServerDbContext> databases, TimeProvider clock)
{
    /// <summary>Notes a certificate whose chain and owner have been checked.</summary>
    public async Task<AdmissionRefusal> AdmitAsync(DeviceCertificate certificate, CancellationToken cancellationToken)
    {
        byte[] bytes = MlsCodec.Encode(certificate);
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await database.RevokedDevices.AnyAsync(device => device.DeviceId == certificate.Device, cancellationToken))
        {
            return AdmissionRefusal.Revoked;
        }

        DeviceRow? row = await database
            .Devices.AsTracking()
            .SingleOrDefaultAsync(device => device.DeviceId == certificate.Device, cancellationToken);
        if (row is null)
        {
            database.Devices.Add(
                new DeviceRow
                {
                    DeviceId = certificate.Device,
                    Certificate = bytes,
                    UpdatedAt = clock.GetUtcNow(),
                }
            );
        }
        else if (!row.Certificate.AsSpan().SequenceEqual(bytes))
        {
            DeviceCertificate known = Read(row);
            if (known.Officer != certificate.Officer || known.Administration != certificate.Administration)
            {
                return AdmissionRefusal.AnotherOfficer;
            }

            if (certificate.Validity.NotBefore < known.Validity.NotBefore)
            {
                return AdmissionRefusal.Superseded;
            }

            row.Certificate = bytes;
            row.UpdatedAt = clock.GetUtcNow();
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return AdmissionRefusal.None;
    }

    public async Task<bool> IsRevokedAsync(DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.RevokedDevices.AnyAsync(row => row.DeviceId == device, cancellationToken);
    }

    public async Task<IReadOnlyList<DeviceId>> ListRevokedAsync(CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.RevokedDevices.Select(row => row.DeviceId).ToListAsync(cancellationToken);
    }

    /// <summary>From now on the server answers the device nothing, and its groups are asked to remove it.</summary>
    public async Task RevokeAsync(DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        if (!await database.RevokedDevices.AnyAsync(row => row.DeviceId == device, cancellationToken))
        {
            database.RevokedDevices.Add(new RevokedDeviceRow { DeviceId = device, RevokedAt = clock.GetUtcNow() });
            await database.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Devices that have no place in a group any more: revoked, or with a certificate that has ended.</summary>
    public async Task<IReadOnlyList<DeviceId>> ListOutAsync(CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        List<DeviceRow> rows = await database.Devices.ToListAsync(cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        IEnumerable<DeviceId> ended = rows.Where(row => !Read(row).IsValidAt(now)).Select(row => row.DeviceId);
        return [.. ended.Union(await ListRevokedAsync(cancellationToken))];
    }

    public async Task<DeviceCertificate?> FindAsync(DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        DeviceRow? row = await database.Devices.SingleOrDefaultAsync(row => row.DeviceId == device, cancellationToken);
        return row is null ? null : Read(row);
    }

    /// <summary>Who can be added to a group: a revoked device is not listed.</summary>
    public async Task<IReadOnlyList<DirectoryDevice>> ListAsync(CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        List<DeviceRow> rows = await database
            .Devices.Where(device => !database.RevokedDevices.Any(revoked => revoked.DeviceId == device.DeviceId))
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new DirectoryDevice(row.DeviceId, row.Certificate));
    }

    private static DeviceCertificate Read(DeviceRow row) =>
        MlsCodec.TryDecode(row.Certificate, out DeviceCertificate? certificate)
            ? certificate
            : throw new InvalidOperationException($"The stored certificate of device {row.DeviceId} is damaged.");
}
