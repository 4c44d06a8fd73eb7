using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Suites;

namespace Comm.Mls.Framing;

/// <summary>
/// Who said it (RFC 9420 §6.1: the signature) and was it a member (§6.2: the membership tag of a PublicMessage). Sealing is in
/// the other part of this class.
/// </summary>
internal static partial class MessageProtection
{
    private const string SignatureLabel = "FramedContentTBS";

    /// <summary>
    /// Signs with the sender's key. A commit gets its confirmation tag afterwards, as the tag covers the signature:
    /// <see cref="WithConfirmationTag"/>.
    /// </summary>
    internal static AuthenticatedContent Sign(
        CipherSuite suite,
        ISigner signer,
        WireFormat wireFormat,
        FramedContent content,
        GroupContext? context
    )
    {
        using var toBeSigned = new MlsWriter();
        WriteToBeSigned(toBeSigned, wireFormat, content, context);
        Opaque signature = suite.SignWithLabel(signer, SignatureLabel, toBeSigned.WrittenSpan);
        return new AuthenticatedContent(wireFormat, content, new FramedContentAuthData(signature, Opaque.Empty));
    }

    internal static AuthenticatedContent WithConfirmationTag(this AuthenticatedContent commit, Opaque confirmationTag) =>
        commit with
        {
            Auth = commit.Auth with { ConfirmationTag = confirmationTag },
        };

    /// <summary>With the key that §6.1 names for the type of sender; finding it is the caller's.</summary>
    internal static bool VerifySignature(
        CipherSuite suite,
        AuthenticatedContent content,
        GroupContext? context,
        ReadOnlySpan<byte> signatureKey
    )
    {
        using var toBeSigned = new MlsWriter();
        WriteToBeSigned(toBeSigned, content.WireFormat, content.Content, context);
        return suite.VerifyWithLabel(signatureKey, SignatureLabel, toBeSigned.WrittenSpan, content.Auth.Signature);
    }

    /// <summary>For a handshake; a member's gets its membership tag.</summary>
    /// <exception cref="ArgumentException">Application data, or content that was signed for a PrivateMessage.</exception>
    internal static PublicMessage Protect(
        CipherSuite suite,
        AuthenticatedContent content,
        Secret membershipKey,
        GroupContext context
    )
    {
        if (content.WireFormat != WireFormat.PublicMessage || content.Content.ContentType == ContentType.Application)
        {
            throw new ArgumentException("Not signed as a public handshake.", nameof(content));
        }

        Opaque tag = Opaque.Empty;
        if (content.Content.Sender.Type == SenderType.Member)
        {
            using var toBeMaced = new MlsWriter();
            WriteToBeMaced(toBeMaced, content, context);
            tag = suite.Mac(membershipKey.Span, toBeMaced.WrittenSpan);
        }

        return new PublicMessage(content.Content, content.Auth, tag);
    }

    /// <summary>
    /// Whether a member of this epoch sent it. False also for application data, which must be encrypted (RFC 9420 §6), and for
    /// senders who are no members: they have no tag.
    /// </summary>
    internal static bool VerifyMembershipTag(CipherSuite suite, PublicMessage message, Secret membershipKey, GroupContext context)
    {
        if (message.Content.Sender.Type != SenderType.Member || message.Content.ContentType == ContentType.Application)
        {
            return false;
        }

        using var toBeMaced = new MlsWriter();
        WriteToBeMaced(toBeMaced, message.ToAuthenticatedContent(), context);
        return suite.VerifyMac(membershipKey.Span, toBeMaced.WrittenSpan, message.MembershipTag);
    }

    /// <summary>
    /// <c>FramedContentTBS</c> (§6.1): <c>ProtocolVersion version; WireFormat wire_format; FramedContent content; select
    /// (sender_type) { member, new_member_commit: GroupContext context; };</c>
    /// </summary>
    private static void WriteToBeSigned(MlsWriter writer, WireFormat wireFormat, FramedContent content, GroupContext? context)
    {
        writer.WriteUInt16((ushort)ProtocolVersion.Mls10);
        // V-FRAME-07
        writer.WriteUInt16((ushort)wireFormat);
        writer.Write(content);
        if (content.Sender.Type is SenderType.Member or SenderType.NewMemberCommit)
        {
            ArgumentNullException.ThrowIfNull(context);
            // V-FRAME-06, V-PUB-02
            writer.Write(context);
        }
    }

    /// <summary><c>AuthenticatedContentTBM</c> (§6.2): <c>FramedContentTBS content_tbs; FramedContentAuthData auth;</c></summary>
    private static void WriteToBeMaced(MlsWriter writer, AuthenticatedContent content, GroupContext context)
    {
        WriteToBeSigned(writer, content.WireFormat, content.Content, context);
        // V-PUB-03
        content.Auth.Write(writer, content.Content.ContentType);
    }
}
