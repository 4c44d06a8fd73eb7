using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Suites;

namespace Comm.Mls.Framing;

/// <summary>
/// What a sender signed, without the encryption or the tag around it (RFC 9420 §6): <c>WireFormat wire_format; FramedContent content;
/// FramedContentAuthData auth;</c> Worth keeping as evidence: with the sender's signature key and the GroupContext of its epoch it
/// proves to others who said it, by <see cref="IsSignedBy"/>.
/// </summary>
public sealed record AuthenticatedContent : IMlsStruct<AuthenticatedContent>
{
    internal AuthenticatedContent(WireFormat wireFormat, FramedContent content, FramedContentAuthData auth)
    {
        WireFormat = wireFormat;
        Content = content;
        Auth = auth;
    }

    /// <summary>What was said, by whom and where.</summary>
    public FramedContent Content { get; internal init; }

    internal WireFormat WireFormat { get; init; }

    internal FramedContentAuthData Auth { get; init; }

    /// <summary>Whether the signature is of this key (RFC 9420 §6.1). Whose key it is, is for the caller to know.</summary>
    /// <param name="signatureKey">
    /// Of the sender's leaf, of the entry in <c>external_senders</c>, or of the leaf that a newcomer's proposal or commit brings.
    /// </param>
    /// <param name="context">
    /// Of the group in the epoch that the content names; the signature of a member, and of a newcomer's commit, covers it.
    /// </param>
    /// <returns>False for a signature that is wrong, a key that is none, and a context of another epoch, group or unknown suite.</returns>
    public bool IsSignedBy(Opaque signatureKey, GroupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GroupId == Content.GroupId
            && context.Epoch == Content.Epoch
            && CipherSuite.Find(context.CipherSuite) is { } suite
            && MessageProtection.VerifySignature(suite, this, context, signatureKey);
    }

    static bool IMlsStruct<AuthenticatedContent>.TryRead(
        ref MlsReader reader,
        [NotNullWhen(true)] out AuthenticatedContent? value
    )
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort wireFormat)
            || !reader.TryRead(out FramedContent? content)
            || !FramedContentAuthData.TryRead(ref reader, content.ContentType, out FramedContentAuthData? auth)
        )
        {
            return false;
        }

        value = new AuthenticatedContent((WireFormat)wireFormat, content, auth);
        return true;
    }

    void IMlsStruct<AuthenticatedContent>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)WireFormat);
        writer.Write(Content);
        Auth.Write(writer, Content.ContentType);
    }
}
