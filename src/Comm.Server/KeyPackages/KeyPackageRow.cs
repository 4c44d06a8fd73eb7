using Comm.Server.Directory;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.KeyPackages;

/// <summary>
/// A KeyPackage to be used once. When claimed, its content goes and its reference stays until it expires. The one of last resort
/// keeps its content.
/// </summary>
internal sealed class KeyPackageRow
{
    /// <summary>KeyPackageRef (RFC 9420 §5.2).</summary>
    public required byte[] Reference { get; init; }

    public required DeviceId DeviceId { get; init; }

    /// <summary>MLSMessage.</summary>
    public byte[]? Content { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public required bool IsLastResort { get; init; }
}

internal sealed class KeyPackageRowMapping : IEntityTypeConfiguration<KeyPackageRow>
{
    public void Configure(EntityTypeBuilder<KeyPackageRow> builder)
    {
        builder.ToTable("key_packages");
        builder.HasKey(package => package.Reference);
        builder.Property(package => package.IsLastResort).HasDefaultValue(false);
        builder.HasOne<DeviceRow>().WithMany().HasForeignKey(package => package.DeviceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(package => new { package.DeviceId, package.ClaimedAt });
    }
}
