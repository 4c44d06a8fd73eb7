using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Groups;

/// <summary>
/// A device's time in a group, in the group's own counting: it may read what comes after <see cref="JoinedSequence"/>, up to and
/// with <see cref="EndedSequence"/>, the commit that removed it.
/// </summary>
internal sealed class MembershipRow
{
    public required GroupId GroupId { get; init; }

    public required DeviceId DeviceId { get; init; }

    public required long JoinedSequence { get; init; }

    public long? EndedSequence { get; init; }
}

internal sealed class MembershipRowMapping : IEntityTypeConfiguration<MembershipRow>
{
    public void Configure(EntityTypeBuilder<MembershipRow> builder)
    {
        builder.ToTable("memberships");
        builder.HasKey(membership => new
        {
            membership.GroupId,
            membership.DeviceId,
            membership.JoinedSequence,
        });
        builder.HasOne<GroupRow>().WithMany().HasForeignKey(membership => membership.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(membership => membership.DeviceId);
    }
}
