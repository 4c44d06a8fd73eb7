using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §6.3: <c>opaque group_id&lt;V&gt;; uint64 epoch; ContentType content_type; opaque authenticated_data&lt;V&gt;;
/// opaque encrypted_sender_data&lt;V&gt;; opaque ciphertext&lt;V&gt;;</c> What is in clear is the delivery service's to read, and
/// nobody has vouched for it until a member has opened the message.
/// </summary>
public sealed record PrivateMessage : IMlsStruct<PrivateMessage>
{
    internal PrivateMessage(
        Opaque groupId,
        ulong epoch,
        ContentType contentType,
        Opaque authenticatedData,
        Opaque encryptedSenderData,
        Opaque ciphertext
    )
    {
        GroupId = groupId;
        Epoch = epoch;
        ContentType = contentType;
        AuthenticatedData = authenticatedData;
        EncryptedSenderData = encryptedSenderData;
        Ciphertext = ciphertext;
    }

    /// <summary>The group it is for.</summary>
    public Opaque GroupId { get; internal init; }

    /// <summary>The epoch whose keys open it.</summary>
    public ulong Epoch { get; internal init; }

    /// <summary>What is inside.</summary>
    public ContentType ContentType { get; internal init; }

    /// <summary>What its sender put beside the ciphertext, in clear and signed.</summary>
    public Opaque AuthenticatedData { get; internal init; }

    internal Opaque EncryptedSenderData { get; init; }

    internal Opaque Ciphertext { get; init; }

    static bool IMlsStruct<PrivateMessage>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out PrivateMessage? value)
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

    void IMlsStruct<PrivateMessage>.Write(MlsWriter writer)
    {
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt64(Epoch);
        writer.WriteUInt8((byte)ContentType);
        writer.WriteVector(AuthenticatedData.Span);
        writer.WriteVector(EncryptedSenderData.Span);
        writer.WriteVector(Ciphertext.Span);
    }
}
