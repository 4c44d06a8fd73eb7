using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Comm.Server.Tables;

internal sealed class TableRow
{
    /// <summary>SHA-256 of the table's text: its name.</summary>
    public required byte[] ContentHash { get; init; }

    public required byte[] Manifest { get; init; }

    public required byte[] Packed { get; init; }

    public required int PackedLength { get; init; }

    public required DateTimeOffset StoredAt { get; init; }
}

internal sealed class TableRowMapping : IEntityTypeConfiguration<TableRow>
{
    public void Configure(EntityTypeBuilder<TableRow> builder)
    {
        builder.ToTable("published_tables");
        builder.HasKey(table => table.ContentHash);
    }
}
