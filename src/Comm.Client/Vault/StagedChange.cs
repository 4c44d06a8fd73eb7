using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

internal enum StagedKind
{
    Creation = 1,
    Commit = 2,

    /// <summary>An external commit (RFC 9420 §12.4.3.2): its next state follows from no state of ours.</summary>
    Rejoin = 3,
}

/// <summary>
/// A creation or commit on its way to the server, stored before it is uploaded: <c>opaque id[16]; opaque upload&lt;V&gt;; opaque
/// epoch_state&lt;V&gt;; opaque message_secrets&lt;V&gt;;</c> After a crash the same bytes are posted again, and the state that
/// follows is here. A creation has no following state: its own is the group's already. Owns both secrets.
/// </summary>
internal sealed class StagedChange(MessageId id, byte[] upload, Secret epochState, Secret messageSecrets) : IDisposable
{
    public MessageId Id => id;

    /// <summary>CommitUpload's bytes; for a creation, an MLSMessage with the GroupInfo.</summary>
    public ReadOnlyMemory<byte> Upload => upload;

    public Secret EpochState => epochState;

    public Secret MessageSecrets => messageSecrets;

    public StagedKind Kind =>
        epochState.Length == 0 ? StagedKind.Creation
        : SenderOf(upload) == SenderType.NewMemberCommit ? StagedKind.Rejoin
        : StagedKind.Commit;

    public static StagedChange OfCreation(MessageId id, byte[] groupInfo) => new(id, groupInfo, new Secret(0), new Secret(0));

    /// <exception cref="InvalidOperationException">Not what <see cref="Write"/> wrote, although the vault vouches for it.</exception>
    public static StagedChange Read(byte[] bytes)
    {
        var reader = new MlsReader(bytes);
        return
            reader.TryReadFixed(Identifier.Size, out Opaque idBytes)
            && Identifier.TryFromBytes(idBytes.Span, out MessageId id)
            && reader.TryReadVector(out Opaque upload)
            && reader.TryReadVector(out Opaque epoch)
            && reader.TryReadVector(out Opaque secrets)
            && reader.IsAtEnd
            ? new StagedChange(id, upload.ToArray(), Secret.CopyOf(epoch), Secret.CopyOf(secrets))
            : throw new InvalidOperationException("A staged change that we wrote ourselves cannot be read.");
    }

    public void Write(MlsWriter writer)
    {
        writer.WriteFixed(id.ToBytes());
        writer.WriteVector(upload);
        writer.WriteVector(epochState.Span);
        writer.WriteVector(messageSecrets.Span);
    }

    private static SenderType? SenderOf(byte[] upload) =>
        MlsCodec.TryDecode(upload, out CommitUpload? read) && MlsCodec.TryDecode(read.Commit.Span, out MlsMessage? commit)
            ? commit.PublicMessage?.Content.Sender.Type
            : null;

    public void Dispose()
    {
        epochState.Dispose();
        messageSecrets.Dispose();
    }
}
