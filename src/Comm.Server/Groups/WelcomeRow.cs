using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Groups;

/// <summary>The Welcome of the commit at <see cref="Sequence"/>, for all that it added.</summary>
internal sealed class WelcomeRow
{
    public required GroupId GroupId { get; init; }

    public required long Sequence { get; init; }

    /// <summary>MLSMessage.</summary>
    public required byte[] Content { get; init; }
}

/// <summary>One device that has not yet taken its Welcome.</summary>
internal sealed class WaitingWelcomeRow
{
    /// <summary>Grows from one to the next and is never given twice: the order in which they are handed out.</summary>
    public long Number { get; init; }

    public required Guid Id { get; init; }

    public required GroupId GroupId { get; init; }

    public required long Sequence { get; init; }

    public required DeviceId DeviceId { get; init; }
}

internal sealed class WelcomeRowMapping : IEntityTypeConfiguration<WelcomeRow>
{
    public void Configure(EntityTypeBuilder<WelcomeRow> builder)
    {
        builder.ToTable("welcomes");
        builder.HasKey(welcome => new { welcome.GroupId, welcome.Sequence });
        builder.HasOne<GroupRow>().WithMany().HasForeignKey(welcome => welcome.GroupId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WaitingWelcomeRowMapping : IEntityTypeConfiguration<WaitingWelcomeRow>
{
    public void Configure(EntityTypeBuilder<WaitingWelcomeRow> builder)
    {
        builder.ToTable("waiting_welcomes");
        builder.HasKey(waiting => waiting.Number);
        builder.HasIndex(waiting => waiting.Id).IsUnique();
        builder
            .HasOne<WelcomeRow>()
            .WithMany()
            .HasForeignKey(waiting => new { waiting.GroupId, waiting.Sequence })
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(waiting => new { waiting.DeviceId, waiting.Number });
    }
}
