using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Directory;

internal sealed class RevokedDeviceRow
{
    public required DeviceId DeviceId { get; init; }

    public required DateTimeOffset RevokedAt { get; init; }
}

internal sealed class RevokedDeviceRowMapping : IEntityTypeConfiguration<RevokedDeviceRow>
{
    public void Configure(EntityTypeBuilder<RevokedDeviceRow> builder)
    {
        builder.ToTable("revoked_devices");
        builder.HasKey(device => device.DeviceId);
    }
}
