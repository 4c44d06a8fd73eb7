using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Groups;

internal sealed class GroupRow
{
    public required GroupId GroupId { get; init; }

    public required ulong Epoch { get; init; }

    /// <summary><see cref="Comm.Mls.Groups.PublicGroup.Save"/>: the only record of who is a member.</summary>
    public required byte[] PublicState { get; init; }

    /// <summary>MLSMessage with the GroupInfo of this epoch.</summary>
    public required byte[] GroupInfo { get; init; }

    public required DeviceId Creator { get; init; }

    /// <summary>SHA-256 of the bytes that created the group: they may come twice.</summary>
    public required byte[] CreationDigest { get; init; }
}

internal sealed class GroupRowMapping : IEntityTypeConfiguration<GroupRow>
{
    public void Configure(EntityTypeBuilder<GroupRow> builder)
    {
        builder.ToTable("groups");
        builder.HasKey(group => group.GroupId);
    }
}
