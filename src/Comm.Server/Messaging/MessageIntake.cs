using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>What a member's message must be before it may be stored.</summary>
internal sealed class MessageIntake(GroupLog log, ILogger<MessageIntake> logger)
{
    public async Task<SendOutcome> AcceptAsync(DeviceId sender, SealedMessage? message)
    {
        SendOutcome outcome = CheckForm(message) is { } refusal
            ? SendOutcome.Refused(refusal)
            : await log.SubmitAsync(new AppendMessage(sender, message!));
        if (outcome.Refusal is { } refused)
        {
            MessagingLog.Refused(logger, sender, message?.GroupId, message?.Content.Length ?? 0, refused);
        }

        return outcome;
    }

    private static SendRefusal? CheckForm(SealedMessage? message)
    {
        if (message is null)
        {
            return SendRefusal.Malformed;
        }

        if (message.Content.Length > WireLimits.MaxMessageBytes)
        {
            return SendRefusal.TooLarge;
        }

        // The envelope repeats what the message says of itself: a server that took the one for the other would route a message
        // to where its sender did not seal it for.
        return
            MlsCodec.TryDecode(message.Content.Span, out MlsMessage? content)
            && content.PrivateMessage is { ContentType: ContentType.Application } sealedContent
            && sealedContent.GroupId == message.GroupId.ToOpaque()
            && sealedContent.Epoch == message.Epoch
            && sealedContent.AuthenticatedData == message.MessageId.ToOpaque()
            ? null
            : SendRefusal.Malformed;
    }
}
