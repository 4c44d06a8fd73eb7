using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §6.1: <c>opaque signature&lt;V&gt;; select (content_type) { commit: MAC confirmation_tag; };</c> The tag is empty
/// for everything but a commit.
/// </summary>
internal sealed record FramedContentAuthData(Opaque Signature, Opaque ConfirmationTag)
{
    internal static bool TryRead(
        ref MlsReader reader,
        ContentType contentType,
        [NotNullWhen(true)] out FramedContentAuthData? value
    )
    {
        value = null;
        Opaque tag = default;
        if (!reader.TryReadVector(out Opaque signature) || (contentType == ContentType.Commit && !reader.TryReadVector(out tag)))
        {
            return false;
        }

        value = new FramedContentAuthData(signature, tag);
        return true;
    }

    internal void Write(MlsWriter writer, ContentType contentType)
    {
        writer.WriteVector(Signature.Span);
        if (contentType == ContentType.Commit)
        {
            writer.WriteVector(ConfirmationTag.Span);
        }
    }
}
