using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;

namespace Comm.Mls.Framing;

/// <summary>PrivateMessage (RFC 9420 §6.3): the content under a key of the secret tree, the sender under the epoch's.</summary>
internal static partial class MessageProtection
{
    /// <exception cref="ArgumentException">Not a member's, or signed for a PublicMessage.</exception>
    internal static PrivateMessage Seal(
        CipherSuite suite,
        AuthenticatedContent content,
        RatchetKey key,
        Secret senderDataSecret,
        MessagePadding padding
    )
    {
        FramedContent framed = content.Content;
        if (content.WireFormat != WireFormat.PrivateMessage || framed.Sender.Type != SenderType.Member)
        {
            throw new ArgumentException("Not signed by a member as a private message.", nameof(content));
        }

        Opaque reuseGuard = RandomNumberGenerator.GetBytes(SenderData.ReuseGuardSize);
        Opaque ciphertext = SealContent(suite, content, key, reuseGuard, padding);
        var senderData = new SenderData(framed.Sender.Index, key.Generation, reuseGuard);
        return new PrivateMessage(
            framed.GroupId,
            framed.Epoch,
            framed.ContentType,
            framed.AuthenticatedData,
            SealSenderData(suite, framed, ciphertext, senderData, senderDataSecret),
            ciphertext
        );
    }

    /// <summary>
    /// Who sent it, and which key opens it; null if it was not sealed in this epoch. Not the sender's word yet: any member can
    /// write anything here. The caller checks that the leaf is not blank (RFC 9420 §6.3.2).
    /// </summary>
    internal static SenderData? TryOpenSenderData(CipherSuite suite, PrivateMessage message, Secret senderDataSecret)
    {
        (Secret key, Secret nonce) = SenderDataKey(suite, message.Ciphertext, senderDataSecret);
        using (key)
        using (nonce)
        using (var aad = new MlsWriter())
        {
            WriteSenderDataAad(aad, message.GroupId, message.Epoch, message.ContentType);
            byte[]? plaintext = suite.Open(key.Span, nonce.Span, aad.WrittenSpan, message.EncryptedSenderData);
            // V-PRIV-05
            return plaintext is not null && MlsCodec.TryDecode(plaintext, out SenderData? senderData) ? senderData : null;
        }
    }

    /// <summary>
    /// Null if key and message do not belong together, or what is inside is malformed. The signature is still to be verified:
    /// <see cref="VerifySignature"/>.
    /// </summary>
    internal static AuthenticatedContent? TryOpen(
        CipherSuite suite,
        PrivateMessage message,
        SenderData senderData,
        RatchetKey key
    )
    {
        Span<byte> nonce = stackalloc byte[key.Nonce.Length];
        GuardNonce(key.Nonce, senderData.ReuseGuard, nonce);
        using var aad = new MlsWriter();
        WriteContentAad(aad, message.GroupId, message.Epoch, message.ContentType, message.AuthenticatedData);
        // V-PRIV-03
        byte[]? plaintext = suite.Open(key.Key.Span, nonce, aad.WrittenSpan, message.Ciphertext);
        return
            plaintext is not null
            && PrivateMessageContent.TryRead(plaintext, message, senderData.LeafIndex, out AuthenticatedContent? content)
            ? content
            : null;
    }

    /// <summary><c>sender_data_key</c> and <c>sender_data_nonce</c> (§6.3.2), from a sample of the sealed content.</summary>
    internal static (Secret Key, Secret Nonce) SenderDataKey(CipherSuite suite, Opaque ciphertext, Secret senderDataSecret)
    {
        ReadOnlySpan<byte> sample = ciphertext.Span[..Math.Min(suite.HashSize, ciphertext.Length)];
        return (
            suite.ExpandWithLabel(senderDataSecret.Span, "key", sample, suite.AeadKeySize),
            suite.ExpandWithLabel(senderDataSecret.Span, "nonce", sample, suite.AeadNonceSize)
        );
    }

    private static Opaque SealContent(
        CipherSuite suite,
        AuthenticatedContent content,
        RatchetKey key,
        Opaque reuseGuard,
        MessagePadding padding
    )
    {
        Span<byte> nonce = stackalloc byte[key.Nonce.Length];
        GuardNonce(key.Nonce, reuseGuard, nonce);
        FramedContent framed = content.Content;
        using var aad = new MlsWriter();
        WriteContentAad(aad, framed.GroupId, framed.Epoch, framed.ContentType, framed.AuthenticatedData);
        using var plaintext = new MlsWriter();
        PrivateMessageContent.Write(plaintext, content, padding);
        return suite.Seal(key.Key.Span, nonce, aad.WrittenSpan, plaintext.WrittenSpan);
    }

    private static Opaque SealSenderData(
        CipherSuite suite,
        FramedContent framed,
        Opaque ciphertext,
        SenderData senderData,
        Secret senderDataSecret
    )
    {
        (Secret key, Secret nonce) = SenderDataKey(suite, ciphertext, senderDataSecret);
        using (key)
        using (nonce)
        using (var aad = new MlsWriter())
        using (var plaintext = new MlsWriter())
        {
            WriteSenderDataAad(aad, framed.GroupId, framed.Epoch, framed.ContentType);
            plaintext.Write(senderData);
            return suite.Seal(key.Span, nonce.Span, aad.WrittenSpan, plaintext.WrittenSpan);
        }
    }

    /// <summary>The nonce with its first four bytes changed at random, should the generation ever repeat (§6.3.1).</summary>
    private static void GuardNonce(Secret nonce, Opaque reuseGuard, Span<byte> guarded)
    {
        nonce.Span.CopyTo(guarded);
        for (int i = 0; i < SenderData.ReuseGuardSize; i++)
        {
            guarded[i] ^= reuseGuard.Span[i];
        }
    }

    /// <summary>
    /// <c>PrivateContentAAD</c> (§6.3.1): <c>opaque group_id&lt;V&gt;; uint64 epoch; ContentType content_type; opaque
    /// authenticated_data&lt;V&gt;;</c>
    /// </summary>
    private static void WriteContentAad(
        MlsWriter writer,
        Opaque groupId,
        ulong epoch,
        ContentType contentType,
        Opaque authenticatedData
    )
    {
        writer.WriteVector(groupId);
        writer.WriteUInt64(epoch);
        writer.WriteUInt8((byte)contentType);
        writer.WriteVector(authenticatedData);
    }

    /// <summary><c>SenderDataAAD</c> (§6.3.2): <c>opaque group_id&lt;V&gt;; uint64 epoch; ContentType content_type;</c></summary>
    private static void WriteSenderDataAad(MlsWriter writer, Opaque groupId, ulong epoch, ContentType contentType)
    {
        writer.WriteVector(groupId);
        writer.WriteUInt64(epoch);
        writer.WriteUInt8((byte)contentType);
    }
}
