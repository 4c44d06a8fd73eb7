using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §6.2: <c>FramedContent content; FramedContentAuthData auth; select (sender_type) { member: MAC membership_tag;
/// };</c> Anybody can read it, and a <see cref="Groups.PublicGroup"/> check all of it but the tag, which is for members.
/// </summary>
public sealed record PublicMessage : IMlsStruct<PublicMessage>
{
    internal PublicMessage(FramedContent content, FramedContentAuthData auth, Opaque membershipTag)
    {
        Content = content;
        Auth = auth;
        MembershipTag = membershipTag;
    }

    /// <summary>What was said, by whom and where: claims, until the message was checked.</summary>
    public FramedContent Content { get; internal init; }

    internal FramedContentAuthData Auth { get; init; }

    /// <summary>Empty for a sender who is no member.</summary>
    internal Opaque MembershipTag { get; init; }

    /// <summary>What its sender signed, to be kept. Nothing is checked here: neither signature nor membership tag.</summary>
    public AuthenticatedContent ToAuthenticatedContent() => new(WireFormat.PublicMessage, Content, Auth);

    static bool IMlsStruct<PublicMessage>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out PublicMessage? value)
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

    void IMlsStruct<PublicMessage>.Write(MlsWriter writer)
    {
        writer.Write(Content);
        Auth.Write(writer, Content.ContentType);
        if (Content.Sender.Type == SenderType.Member)
        {
            writer.WriteVector(MembershipTag.Span);
        }
    }
}
