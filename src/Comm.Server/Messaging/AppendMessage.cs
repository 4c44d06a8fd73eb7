using Comm.Server.Groups;
using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>
/// A message whose form has been checked. Membership and epoch are asked here, where no commit can pass between question and
/// answer.
/// </summary>
internal sealed class AppendMessage(DeviceId sender, SealedMessage message)
    : LogWork<SendOutcome>(SendOutcome.Refused(SendRefusal.Busy))
{
    protected override async Task<SendOutcome> DecideAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        GroupState? group = await batch.FindGroupAsync(message.GroupId, cancellationToken);
        if (group is null)
        {
            return SendOutcome.Refused(SendRefusal.UnknownGroup);
        }

        // Before membership and epoch: an accepted message stays accepted, however late the sender asks.
        if (await batch.FindEarlierAsync(message.GroupId, sender, message.MessageId, cancellationToken) is { } earlier)
        {
            return earlier.Kind == EntryKind.Message
                ? SendOutcome.Accepted(earlier.Receipt)
                : SendOutcome.Refused(SendRefusal.Malformed);
        }

        if (!group.Devices.Contains(sender))
        {
            return SendOutcome.Refused(SendRefusal.NotAMember);
        }

        return message.Epoch.CompareTo(group.Epoch) switch
        {
            < 0 => SendOutcome.Refused(SendRefusal.StaleEpoch),
            > 0 => SendOutcome.Refused(SendRefusal.FutureEpoch),
            _ => SendOutcome.Accepted(
                batch.Append(message.GroupId, EntryKind.Message, sender, message.MessageId, message.Epoch, message.Content)
            ),
        };
    }
}
