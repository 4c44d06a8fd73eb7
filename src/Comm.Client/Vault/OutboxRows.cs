using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>A message as it was sealed; sent again and again in these very bytes until the server has answered.</summary>
internal sealed record OutboxMessage(MessageId Id, ulong Epoch, ReadOnlyMemory<byte> Sealed);

/// <summary>Null <paramref name="Message"/>: the row does not open.</summary>
internal sealed record PlacedOutboxMessage(Opaque RowId, long Position, OutboxMessage? Message);

internal sealed class OutboxRows(SealedStore store)
{
    public PlacedOutboxMessage? First(GroupId group) => List(group, take: 1).SingleOrDefault();

    public IReadOnlyList<PlacedOutboxMessage> List(GroupId group, int take = int.MaxValue) =>
        [
            .. store
                .List(RowKind.Outbox, group.ToOpaque(), take: take)
                .Select(row => new PlacedOutboxMessage(
                    row.Id,
                    row.Position,
                    row.Opened is null ? null : VaultJson.Read<OutboxMessage>(row.Opened)
                )),
        ];

    public int CountAll() => store.Count(RowKind.Outbox);

    public static void Put(SealedWriter writer, GroupId group, Opaque id, long position, OutboxMessage message) =>
        writer.Put(RowKind.Outbox, group.ToOpaque(), id, position, VaultJson.Write(message));

    public static void Delete(SealedWriter writer, GroupId group, Opaque id) =>
        writer.Delete(RowKind.Outbox, group.ToOpaque(), id);
}
