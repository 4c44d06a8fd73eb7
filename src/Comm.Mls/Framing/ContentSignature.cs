using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Suites;

namespace Comm.Mls.Framing;

/// <summary>RFC 9420 §6.1: the signature over a FramedContent.</summary>
internal static class ContentSignature
{
    private const string Label = "FramedContentTBS";

    public static bool Verify(
        CipherSuite suite,
        AuthenticatedContent content,
        GroupContext context,
        ReadOnlySpan<byte> signatureKey
    ) => suite.VerifyWithLabel(signatureKey, Label, ToBeSigned(content, context), content.Auth.Signature.Span);

    /// <summary>
    /// <c>FramedContentTBS</c>: version, wire format, content, and for members and new members' commits the GroupContext.
    /// </summary>
    private static byte[] ToBeSigned(AuthenticatedContent content, GroupContext context)
    {
        using MlsWriter writer = new();
        writer.WriteUInt16((ushort)ProtocolVersion.Mls10);
        writer.WriteUInt16((ushort)content.WireFormat);
        content.Content.Write(writer);
        if (content.Content.Sender.Type is SenderType.Member or SenderType.NewMemberCommit)
        {
            context.Write(writer);
        }

        return writer.ToArray();
    }
}
