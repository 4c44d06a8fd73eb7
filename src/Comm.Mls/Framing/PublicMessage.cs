using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §6.2: <c>FramedContent content; FramedContentAuthData auth; select (sender_type) { member: MAC membership_tag;
/// };</c> The tag is empty for every other sender.
/// </summary>
public sealed record PublicMessage(FramedContent Content, FramedContentAuthData Auth, Opaque MembershipTag)
    : IMlsStruct<PublicMessage>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out PublicMessage? value)
    {
        value = null;
        Opaque tag = default;
        if (
            !reader.TryRead(out FramedContent? content)
            || !FramedContentAuthData.TryRead(ref reader, content.ContentType, out FramedContentAuthData? auth)
            // V-PUB-04
            || (content.Sender.Type == SenderType.Member && !reader.TryReadVector(out tag))
        )
        {
            return false;
        }

        value = new PublicMessage(content, auth, tag);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Content.Write(writer);
        Auth.Write(writer, Content.ContentType);
        if (Content.Sender.Type == SenderType.Member)
        {
            writer.WriteVector(MembershipTag.Span);
        }
    }
}

/// <summary>
/// RFC 9420 §6.3: <c>opaque group_id&lt;V&gt;; uint64 epoch; ContentType content_type; opaque authenticated_data&lt;V&gt;;
/// opaque encrypted_sender_data&lt;V&gt;; opaque ciphertext&lt;V&gt;;</c>
/// </summary>
public sealed record PrivateMessage(
    Opaque GroupId,
    ulong Epoch,
    ContentType ContentType,
    Opaque AuthenticatedData,
    Opaque EncryptedSenderData,
    Opaque Ciphertext
) : IMlsStruct<PrivateMessage>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out PrivateMessage? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque groupId)
            || !reader.TryReadUInt64(out ulong epoch)
            || !reader.TryReadUInt8(out byte contentType)
            // V-CODEC-07
            || (ContentType)contentType is not (ContentType.Application or ContentType.Proposal or ContentType.Commit)
            || !reader.TryReadVector(out Opaque authenticatedData)
            || !reader.TryReadVector(out Opaque encryptedSenderData)
            || !reader.TryReadVector(out Opaque ciphertext)
        )
        {
            return false;
        }

        value = new PrivateMessage(groupId, epoch, (ContentType)contentType, authenticatedData, encryptedSenderData, ciphertext);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt64(Epoch);
        writer.WriteUInt8((byte)ContentType);
        writer.WriteVector(AuthenticatedData.Span);
        writer.WriteVector(EncryptedSenderData.Span);
        writer.WriteVector(Ciphertext.Span);
    }
}
