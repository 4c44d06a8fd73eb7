using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Framing;

/// <summary>A PrivateMessage put together from the words of RFC 9420 §6.3, with what the library would not write.</summary>
internal static class HandSealedMessage
{
    public static PrivateMessage WithPadding(TwoMembers members, FramedContent content, ReadOnlySpan<byte> padding)
    {
        AuthenticatedContent signed = members.Sign(content);
        using var plaintext = new MlsWriter();
        plaintext.WriteVector(content.ApplicationData);
        plaintext.WriteVector(signed.Auth.Signature);
        plaintext.WriteFixed(padding);

        using var senderAad = new MlsWriter();
        senderAad.WriteVector(content.GroupId);
        senderAad.WriteUInt64(content.Epoch);
        senderAad.WriteUInt8((byte)content.ContentType);
        using var contentAad = new MlsWriter();
        contentAad.WriteFixed(senderAad.WrittenSpan);
        contentAad.WriteVector(content.AuthenticatedData);

        // A reuse guard of zeros leaves the nonce as it is.
        using RatchetKey key = members.NextKey(content.ContentType);
        byte[] ciphertext = members.Suite.Seal(key.Key.Span, key.Nonce.Span, contentAad.WrittenSpan, plaintext.WrittenSpan);
        using var senderData = new MlsWriter();
        senderData.WriteUInt32(content.Sender.Index);
        senderData.WriteUInt32(key.Generation);
        senderData.WriteFixed([0, 0, 0, 0]);
        (Secret senderKey, Secret senderNonce) = MessageProtection.SenderDataKey(
            members.Suite,
            ciphertext,
            members.Secrets.SenderDataSecret
        );
        return new PrivateMessage(
            content.GroupId,
            content.Epoch,
            content.ContentType,
            content.AuthenticatedData,
            members.Suite.Seal(senderKey.Span, senderNonce.Span, senderAad.WrittenSpan, senderData.WrittenSpan),
            ciphertext
        );
    }
}
