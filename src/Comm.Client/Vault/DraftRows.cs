using System.Runtime.InteropServices;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>What is being written. Numbers are on disk: never reused.</summary>
public enum DraftKind : byte
{
    /// <summary>A group has one.</summary>
    Message = 1,

    /// <summary>Of each report one, by its id.</summary>
    Report = 2,

    /// <summary>Reports from a spreadsheet, read and not sent; a group has one.</summary>
    Bulk = 3,
}

/// <summary>Which draft of a group. <see cref="Report"/> is empty where the group has one of the kind.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DraftKey
{
    private DraftKey(DraftKind kind, Guid report) => (Kind, Report) = (kind, report);

    public static DraftKey Message { get; } = new(DraftKind.Message, Guid.Empty);

    public static DraftKey Bulk { get; } = new(DraftKind.Bulk, Guid.Empty);

    public DraftKind Kind { get; }

    public Guid Report { get; }

    public static DraftKey OfReport(Guid report) => new(DraftKind.Report, report);

    internal Opaque RowId => Kind == DraftKind.Report ? [(byte)Kind, .. Report.ToByteArray()] : (byte[])[(byte)Kind];

    /// <summary>Null for a row of another kind.</summary>
    internal static Guid? ReportOf(Opaque row) =>
        row.Span is [(byte)DraftKind.Report, .. { Length: 16 } report] ? new Guid(report) : null;
}

/// <summary>
/// Something half written. <paramref name="Message"/>: the id it will be sent under, whatever becomes of the page until then.
/// <paramref name="Content"/>: the page's own business.
/// </summary>
public sealed record Draft(MessageId Message, string Content)
{
    /// <summary>Never its content.</summary>
    public override string ToString() => $"Draft {Message}";
}

/// <summary>Drafts at rest, sealed like everything else.</summary>
internal sealed class DraftRows(SealedStore store)
{
    /// <summary>A row that does not open is no draft; the next one that is kept takes its place.</summary>
    public Draft? Find(GroupId group, DraftKey key) =>
        store.Find(RowKind.Draft, group.ToOpaque(), key.RowId)?.Opened is { } opened ? VaultJson.Read<Draft>(opened) : null;

    /// <summary>Of the reports of a group, those that open.</summary>
    public IEnumerable<(Guid Report, Draft Draft)> Reports(GroupId group) =>
        store
            .List(RowKind.Draft, group.ToOpaque())
            .Select(row => (Report: DraftKey.ReportOf(row.Id), row.Opened))
            .Where(row => row is { Report: not null, Opened: not null })
            .Select(row => (row.Report!.Value, VaultJson.Read<Draft>(row.Opened!)));

    public static void Put(SealedWriter writer, GroupId group, DraftKey key, Draft draft) =>
        writer.Put(RowKind.Draft, group.ToOpaque(), key.RowId, 0, VaultJson.Write(draft));

    public static void Delete(SealedWriter writer, GroupId group, DraftKey key) =>
        writer.Delete(RowKind.Draft, group.ToOpaque(), key.RowId);
}
