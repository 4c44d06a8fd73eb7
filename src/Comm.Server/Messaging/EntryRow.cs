using Comm.Server.Groups;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Messaging;

/// <summary>One line of a group's log.</summary>
internal sealed class EntryRow
{
    public required GroupId GroupId { get; init; }

    public required long Sequence { get; init; }

    public required EntryKind Kind { get; init; }

    public required DeviceId Sender { get; init; }

    public required MessageId MessageId { get; init; }

    public required ulong Epoch { get; init; }

    /// <summary>MLSMessage: a PrivateMessage, or the PublicMessage of a commit.</summary>
    public required byte[] Content { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public SealedEntry ToEntry() => new(GroupId, Sequence, Kind, Sender, MessageId, Epoch, Content, AcceptedAt);
}

internal sealed class EntryRowMapping : IEntityTypeConfiguration<EntryRow>
{
    public void Configure(EntityTypeBuilder<EntryRow> builder)
    {
        builder.ToTable("entries");
        builder.HasKey(entry => new { entry.GroupId, entry.Sequence });
        builder.HasOne<GroupRow>().WithMany().HasForeignKey(entry => entry.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasIndex(entry => new
            {
                entry.GroupId,
                entry.Sender,
                entry.MessageId,
            })
            .IsUnique();
    }
}
