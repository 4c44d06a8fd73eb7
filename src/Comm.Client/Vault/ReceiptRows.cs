using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>
/// A receipt is the server's word, the log what it shows to everybody. Each receipt is kept, by its message's row id and at its
/// sequence, until the log has been read that far.
/// </summary>
internal static class ReceiptRows
{
    public static void Put(SealedWriter writer, GroupId group, Opaque message, long sequence) =>
        writer.Put(RowKind.Receipt, group.ToOpaque(), message, sequence, []);

    public static void Delete(SealedWriter writer, GroupId group, Opaque message) =>
        writer.Delete(RowKind.Receipt, group.ToOpaque(), message);

    public static void DeleteAll(SealedWriter writer, GroupId group) => writer.DeleteAll(RowKind.Receipt, group.ToOpaque());

    public static bool Exists(SealedStore store, GroupId group, Opaque message) =>
        store.Find(RowKind.Receipt, group.ToOpaque(), message) is not null;

    public static bool Exists(SealedWriter writer, GroupId group, Opaque message) =>
        writer.Exists(RowKind.Receipt, group.ToOpaque(), message);

    /// <summary>The messages of all receipts that are open.</summary>
    public static IReadOnlyList<Opaque> List(SealedStore store, GroupId group) =>
        [.. store.List(RowKind.Receipt, group.ToOpaque()).Select(row => row.Id)];

    /// <summary>The messages that should have been seen in the log up to <paramref name="sequence"/>.</summary>
    public static IReadOnlyList<Opaque> ListUpTo(SealedWriter writer, GroupId group, long sequence) =>
        [.. writer.List(RowKind.Receipt, group.ToOpaque(), sequence).Select(row => row.Id)];
}
