using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>What is being written; a group has one of each. Numbers are on disk: never reused.</summary>
public enum DraftKind : byte
{
    Message = 1,
    Report = 2,
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
    public Draft? Find(GroupId group, DraftKind kind) =>
        store.Find(RowKind.Draft, group.ToOpaque(), IdOf(kind))?.Opened is { } opened ? VaultJson.Read<Draft>(opened) : null;

    public static void Put(SealedWriter writer, GroupId group, DraftKind kind, Draft draft) =>
        writer.Put(RowKind.Draft, group.ToOpaque(), IdOf(kind), 0, VaultJson.Write(draft));

    public static void Delete(SealedWriter writer, GroupId group, DraftKind kind) =>
        writer.Delete(RowKind.Draft, group.ToOpaque(), IdOf(kind));

    private static Opaque IdOf(DraftKind kind) => (byte[])[(byte)kind];
}
