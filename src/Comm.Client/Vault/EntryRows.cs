using Comm.Client.Conversations;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

internal enum StoredKind
{
    Message = 1,
    MembershipChange = 2,
    Unreadable = 3,

    /// <summary>Something that happened, named by its code in <see cref="StoredEntry.Reason"/>.</summary>
    Notice = 4,
}

/// <summary>
/// A conversation's line at rest. A message keeps the bytes its author signed, so that a later version can read what this one
/// cannot. <paramref name="SealedHash"/>: SHA-256 of the bytes that this device sealed for it last; own messages cannot be opened
/// again, so what comes back as ours is known by it. <paramref name="FormSetHash"/>: the group's forms in the epoch that the message
/// was sealed in, which all its members agree on. <paramref name="ByCoordinator"/>: whether its author was one in that epoch.
/// </summary>
internal sealed record StoredEntry(
    StoredKind Kind,
    DateTimeOffset At,
    OpenedSender? Sender,
    MessageId MessageId,
    DeliveryState Delivery,
    long? Sequence = null,
    string? Reason = null,
    ReadOnlyMemory<byte>? Payload = null,
    IReadOnlyList<OpenedSender>? Added = null,
    IReadOnlyList<OpenedSender>? Removed = null,
    ReadOnlyMemory<byte>? SealedHash = null,
    ReadOnlyMemory<byte>? FormSetHash = null,
    bool ByCoordinator = false
);

/// <summary>Null <paramref name="Entry"/>: the row does not open.</summary>
internal sealed record PlacedEntry(long Position, StoredEntry? Entry);

/// <summary>Conversation lines, and beside each message the proof of who wrote it (design D9).</summary>
internal sealed class EntryRows(SealedStore store)
{
    /// <summary>A message is known by its author's device and its authenticated id: what comes twice is found here.</summary>
    public static Opaque MessageRow(DeviceId device, MessageId message) => (byte[])[.. device.ToBytes(), .. message.ToBytes()];

    /// <summary>Everything that has no authenticated id goes by its place in the log; it can never hide a message.</summary>
    public static Opaque LogRow(long sequence)
    {
        using var writer = new MlsWriter();
        writer.WriteUInt64((ulong)sequence);
        return writer.ToArray();
    }

    /// <summary>What members report of the commit at a place of the log; one line for all of them.</summary>
    public static Opaque FaultRow(long sequence) => (byte[])[1, .. LogRow(sequence).Span];

    public IReadOnlyList<PlacedEntry> List(GroupId group, long after, long before, int take, bool newestFirst) =>
        [
            .. store
                .List(RowKind.Entry, group.ToOpaque(), after, before, take, newestFirst)
                .Select(row => new PlacedEntry(row.Position, Read(row))),
        ];

    public static void Put(SealedWriter writer, GroupId group, Opaque id, long position, StoredEntry entry) =>
        writer.Put(RowKind.Entry, group.ToOpaque(), id, position, VaultJson.Write(entry));

    public PlacedEntry? Find(GroupId group, Opaque id) => Placed(store.Find(RowKind.Entry, group.ToOpaque(), id));

    public static PlacedEntry? Find(SealedWriter writer, GroupId group, Opaque id) =>
        Placed(writer.Find(RowKind.Entry, group.ToOpaque(), id));

    private static PlacedEntry? Placed(StoredRow? row) => row is null ? null : new PlacedEntry(row.Position, Read(row));

    private static StoredEntry? Read(StoredRow row) => row.Opened is null ? null : VaultJson.Read<StoredEntry>(row.Opened);

    /// <summary>
    /// <c>opaque authenticated_content&lt;V&gt;; opaque leaf_hash&lt;V&gt;;</c> The leaf and the epoch's GroupContext are
    /// rows of their own, once each.
    /// </summary>
    public static void PutEvidence(
        SealedWriter writer,
        Opaque id,
        long position,
        AuthenticatedContent content,
        LeafNode author,
        GroupContext context
    )
    {
        Opaque group = context.GroupId;
        byte[] leaf = MlsCodec.Encode(author);
        Opaque leafHash = Crypto.HashFunction.Sha256.Hash(leaf);
        using var evidence = new MlsWriter();
        evidence.WriteVector(MlsCodec.Encode(content));
        evidence.WriteVector(leafHash.Span);
        writer.Put(RowKind.Evidence, group, id, position, evidence.WrittenSpan);
        if (!writer.Exists(RowKind.AuthorLeaf, group, leafHash))
        {
            writer.Put(RowKind.AuthorLeaf, group, leafHash, 0, leaf);
        }

        Opaque epoch = LogRow((long)context.Epoch);
        if (!writer.Exists(RowKind.EpochContext, group, epoch))
        {
            writer.Put(RowKind.EpochContext, group, epoch, (long)context.Epoch, MlsCodec.Encode(context));
        }
    }
}
