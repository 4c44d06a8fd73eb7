using Comm.Mls.Codec;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>
/// Sealed files, each by the hash of its sealed bytes: nobody can put another in its place. A row of up to 10 MB once more sealed;
/// they go with the vault wherever it goes, and a file is there with its row or not at all.
/// </summary>
internal sealed class AttachmentRows(SealedStore store)
{
    private static readonly Opaque Everywhere = Opaque.Empty;

    /// <summary>Null when it is missing or does not open.</summary>
    public byte[]? Find(Opaque sealedHash) => store.Find(RowKind.Attachment, Everywhere, sealedHash)?.Opened;

    public void Put(Opaque sealedHash, ReadOnlyMemory<byte> content) =>
        store.Write(writer => writer.Put(RowKind.Attachment, Everywhere, sealedHash, 0, content.Span));

    public void Delete(Opaque sealedHash) => store.Write(writer => writer.Delete(RowKind.Attachment, Everywhere, sealedHash));
}

/// <summary>A file that the server must have before the message that refers to it.</summary>
internal sealed record WaitingUpload(AttachmentId Id, Opaque SealedHash);

/// <summary>Written with the message, and gone when the server has the file.</summary>
internal sealed class UploadRows(SealedStore store)
{
    public static void Put(SealedWriter writer, MessageId message, IReadOnlyList<AttachmentReference> references)
    {
        for (int i = 0; i < references.Count; i++)
        {
            AttachmentReference one = references[i];
            writer.Put(RowKind.Upload, message.ToOpaque(), one.Id.ToOpaque(), i, one.SealedHash.Span);
        }
    }

    /// <summary>The first one that waits. Its hash is empty when the row does not open.</summary>
    public WaitingUpload? First(MessageId message) =>
        store.List(RowKind.Upload, message.ToOpaque(), take: 1) is [{ } row]
        && Identifier.TryFromBytes(row.Id.Span, out AttachmentId id)
            ? new WaitingUpload(id, row.Opened ?? [])
            : null;

    public bool IsWaiting(Opaque sealedHash) =>
        store.ListAll(RowKind.Upload).Any(row => row.Opened is { } opened && sealedHash == opened);

    public void Delete(MessageId message, AttachmentId attachment) =>
        store.Write(writer => writer.Delete(RowKind.Upload, message.ToOpaque(), attachment.ToOpaque()));
}
