using Comm.Server.Groups;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Attachments;

/// <summary>A sealed file that is here, all of it. What it is, who may open it and which message speaks of it the server does not know.</summary>
internal sealed class AttachmentRow
{
    public required GroupId GroupId { get; init; }

    public required AttachmentId AttachmentId { get; init; }

    /// <summary>Who uploaded it.</summary>
    public required DeviceId DeviceId { get; init; }

    /// <summary>Under which its parts lie: a second upload at the same time has parts of its own.</summary>
    public required Guid UploadId { get; init; }

    /// <summary>SHA-256 of the sealed bytes.</summary>
    public required byte[] SealedHash { get; init; }

    public required int Length { get; init; }

    public required DateTimeOffset StoredAt { get; init; }
}

internal sealed class AttachmentPartRow
{
    public required Guid UploadId { get; init; }

    public required int Number { get; init; }

    public required byte[] Content { get; init; }
}

internal sealed class AttachmentRowMapping : IEntityTypeConfiguration<AttachmentRow>, IEntityTypeConfiguration<AttachmentPartRow>
{
    public void Configure(EntityTypeBuilder<AttachmentRow> builder)
    {
        builder.ToTable("attachments");
        builder.HasKey(attachment => new { attachment.GroupId, attachment.AttachmentId });
        builder.HasOne<GroupRow>().WithMany().HasForeignKey(attachment => attachment.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(attachment => attachment.UploadId).IsUnique();
        builder.HasIndex(attachment => attachment.DeviceId);
    }

    public void Configure(EntityTypeBuilder<AttachmentPartRow> builder)
    {
        builder.ToTable("attachment_parts");
        builder.HasKey(part => new { part.UploadId, part.Number });
    }
}
