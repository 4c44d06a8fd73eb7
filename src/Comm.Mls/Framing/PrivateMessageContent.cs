using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §6.3.1: <c>select (content_type) { application: opaque application_data&lt;V&gt;; proposal: Proposal; commit: Commit;
/// }; FramedContentAuthData auth; opaque padding[length_of_padding];</c> Only with the PrivateMessage around it and the sender's
/// data does it make an AuthenticatedContent.
/// </summary>
internal static class PrivateMessageContent
{
    /// <summary>False also for padding that is not all zero, so that it is no covert channel.</summary>
    internal static bool TryRead(
        ReadOnlyMemory<byte> plaintext,
        PrivateMessage message,
        uint leafIndex,
        [NotNullWhen(true)] out AuthenticatedContent? value
    )
    {
        value = null;
        var reader = new MlsReader(plaintext);
        if (
            // V-PRIV-09
            !FramedContent.TryReadBody(
                ref reader,
                message.ContentType,
                out Opaque applicationData,
                out Proposal? proposal,
                out Commit? commit
            )
            || !FramedContentAuthData.TryRead(ref reader, message.ContentType, out FramedContentAuthData? auth)
            // V-PRIV-01
            || plaintext.Span[reader.Position..].ContainsAnyExcept((byte)0)
        )
        {
            return false;
        }

        var sender = Sender.Member(leafIndex);
        FramedContent content = message.ContentType switch
        {
            ContentType.Application => FramedContent.OfApplication(
                message.GroupId,
                message.Epoch,
                sender,
                message.AuthenticatedData,
                applicationData
            ),
            ContentType.Proposal => FramedContent.OfProposal(
                message.GroupId,
                message.Epoch,
                sender,
                message.AuthenticatedData,
                proposal!
            ),
            _ => FramedContent.OfCommit(message.GroupId, message.Epoch, sender, message.AuthenticatedData, commit!),
        };
        value = new AuthenticatedContent(WireFormat.PrivateMessage, content, auth);
        return true;
    }

    internal static void Write(MlsWriter writer, AuthenticatedContent content, MessagePadding padding)
    {
        content.Content.WriteBody(writer);
        content.Auth.Write(writer, content.Content.ContentType);
        writer.WriteZeros(padding.PaddedLength(writer.Length) - writer.Length);
    }
}
