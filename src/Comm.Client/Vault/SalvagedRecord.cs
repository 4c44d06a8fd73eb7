using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>
/// A group's record where its row does not open, made of what the other rows know. Whether its state was an older copy, only the lost
/// row knew: so it comes in again before it sends.
/// </summary>
internal sealed class SalvagedRecord(SealedStore store)
{
    public GroupRecord Of(GroupId id)
    {
        var groups = new GroupRows(store);
        GroupKeepsake? kept = groups.FindKeepsake(id);
        PublicGroup? group = groups.TryLoadPublic(id);
        long last = Newest(RowKind.Entry, id);
        var record = new GroupRecord(
            id,
            kept?.Name ?? "",
            kept?.Purpose ?? "",
            GroupMode.Live,
            HandlingCeiling.Red,
            Standing.OutOfStep,
            UnreadableReason.RowDamaged,
            Cursor(id),
            NextPosition: last + 1,
            ReadPosition: last,
            Unread: 0,
            group?.Context.Epoch ?? (ulong)Newest(RowKind.EpochContext, id),
            MustRejoin: true,
            Coordinators: kept?.Coordinators
        );
        return group is null ? record : record.WithPolicy(group.Context);
    }

    private long Newest(RowKind kind, GroupId id) =>
        store.List(kind, id.ToOpaque(), take: 1, newestFirst: true) is [{ } row] ? row.Position : 0;

    /// <summary>
    /// The last place of the log that has become a line. What a receipt alone has a place for was not read there yet. An entry that left
    /// no line, because it came twice, is read again.
    /// </summary>
    private long Cursor(GroupId id)
    {
        HashSet<Opaque> promised = [.. ReceiptRows.List(store, id)];
        return store
                .List(RowKind.Entry, id.ToOpaque())
                .Where(row => row.Opened is not null && !promised.Contains(row.Id))
                .Max(row => VaultJson.Read<StoredEntry>(row.Opened!).Sequence)
            ?? 0;
    }
}
