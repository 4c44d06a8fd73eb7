using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Directory;

/// <summary>A device that has signed in, with the newest certificate it has shown.</summary>
internal sealed class DeviceRow
{
    public required DeviceId DeviceId { get; init; }

    public required byte[] Certificate { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class DeviceRowMapping : IEntityTypeConfiguration<DeviceRow>
{
    public void Configure(EntityTypeBuilder<DeviceRow> builder)
    {
        builder.ToTable("devices");
        builder.HasKey(device => device.DeviceId);
    }
}
