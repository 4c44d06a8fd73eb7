using Comm.Server.Attachments;
using Comm.Server.Directory;
using Comm.Server.Groups;
using Comm.Server.KeyPackages;
using Comm.Server.Messaging;
using Comm.Server.Tables;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Storage;

/// <summary>All that the server keeps. docs/threat-model.md lists what of it is plaintext: keep the two in step.</summary>
internal sealed class ServerDbContext(DbContextOptions<ServerDbContext> options) : DbContext(options)
{
    public DbSet<DeviceRow> Devices => Set<DeviceRow>();

    public DbSet<RevokedDeviceRow> RevokedDevices => Set<RevokedDeviceRow>();

    public DbSet<KeyPackageRow> KeyPackages => Set<KeyPackageRow>();

    public DbSet<GroupRow> Groups => Set<GroupRow>();

    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    public DbSet<EntryRow> Entries => Set<EntryRow>();

    public DbSet<WelcomeRow> Welcomes => Set<WelcomeRow>();

    public DbSet<WaitingWelcomeRow> WaitingWelcomes => Set<WaitingWelcomeRow>();

    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();

    public DbSet<AttachmentPartRow> AttachmentParts => Set<AttachmentPartRow>();

    public DbSet<TableRow> PublishedTables => Set<TableRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ServerDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<GroupId>().HaveConversion<IdentifierConverter<GroupId>>();
        configurationBuilder.Properties<DeviceId>().HaveConversion<IdentifierConverter<DeviceId>>();
        configurationBuilder.Properties<MessageId>().HaveConversion<IdentifierConverter<MessageId>>();
        configurationBuilder.Properties<AttachmentId>().HaveConversion<IdentifierConverter<AttachmentId>>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}
