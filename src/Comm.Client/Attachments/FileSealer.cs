using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Attachments;

/// <summary>A file under a key of its own, as <see cref="SealedFile"/> lays it out; and back.</summary>
internal static class FileSealer
{
    /// <param name="file">At least one byte, at most <see cref="WireLimits.MaxAttachmentBytes"/>.</param>
    /// <param name="name">Whatever the officer's machine calls it.</param>
    /// <param name="mediaType">Whatever the browser says of it.</param>
    /// <param name="kind">What it is to the reader.</param>
    public static (AttachmentReference Reference, byte[] Sealed) Seal(
        ReadOnlySpan<byte> file,
        string name,
        string mediaType,
        AttachmentKind kind
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(file.Length, WireLimits.MaxAttachmentBytes);
        byte[] output = new byte[SealedFile.LengthOf(file.Length)];
        using var key = Secret.Random(SecretStream.KeySize);
        using var sealer = new SecretStreamSealer(key.Span);
        sealer.Header.CopyTo(output);
        byte[] piece = new byte[SealedFile.PieceSize];
        for (int at = 0, to = SecretStream.HeaderSize; at < file.Length; at += piece.Length, to += SealedFile.SealedPieceSize)
        {
            ReadOnlySpan<byte> part = file.Slice(at, Math.Min(piece.Length, file.Length - at));
            part.CopyTo(piece);
            piece.AsSpan(part.Length).Clear();
            sealer.Seal(piece, isLast: at + part.Length == file.Length, output.AsSpan(to, SealedFile.SealedPieceSize));
        }

        AttachmentId id = Identifier.Create<AttachmentId>();
        string called = AttachmentName.Clean(name);
        var reference = new AttachmentReference(
            id,
            Opaque.CopyOf(key.Span),
            HashFunction.Sha256.Hash(output),
            HashFunction.Sha256.Hash(file),
            file.Length,
            AttachmentReference.IsMediaType(mediaType) ? mediaType : "application/octet-stream",
            called.Length > 0 ? called : id.ToString(),
            kind
        );
        return (reference, output);
    }

    /// <summary>Whether these are the bytes that the reference means, without opening them.</summary>
    public static bool IsMeant(AttachmentReference reference, ReadOnlySpan<byte> bytes) =>
        bytes.Length == SealedFile.LengthOf(reference.Length) && HashFunction.Sha256.Hash(bytes) == reference.SealedHash;

    /// <summary>The file, or null: not the bytes that were meant, or not sealed as we seal. The author is a member, and may be hostile.</summary>
    public static byte[]? TryOpen(AttachmentReference reference, ReadOnlySpan<byte> bytes)
    {
        if (!IsMeant(reference, bytes))
        {
            return null;
        }

        byte[] padded = new byte[(bytes.Length - SecretStream.HeaderSize) / SealedFile.SealedPieceSize * SealedFile.PieceSize];
        using var opener = new SecretStreamOpener(reference.Key.Span, bytes[..SecretStream.HeaderSize]);
        for (
            int at = SecretStream.HeaderSize, to = 0;
            at < bytes.Length;
            at += SealedFile.SealedPieceSize, to += SealedFile.PieceSize
        )
        {
            bool isEnd = at + SealedFile.SealedPieceSize == bytes.Length;
            if (
                !opener.TryOpen(
                    bytes.Slice(at, SealedFile.SealedPieceSize),
                    padded.AsSpan(to, SealedFile.PieceSize),
                    out bool isLast
                )
                || isLast != isEnd
            )
            {
                return null;
            }
        }

        return
            !padded.AsSpan(reference.Length).ContainsAnyExcept((byte)0)
            && HashFunction.Sha256.Hash(padded.AsSpan(0, reference.Length)) == reference.Hash
            ? padded[..reference.Length]
            : null;
    }
}
