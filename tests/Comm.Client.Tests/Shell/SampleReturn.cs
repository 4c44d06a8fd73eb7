using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Shell;

/// <summary>The sample room on a device that was added again once, and has lost it since.</summary>
internal static class SampleReturn
{
    public static GroupView Unvouched { get; } =
        SampleRoom.Ended with
        {
            Standing = Standing.OutOfStep,
            StandingReason = GroupRecord.Unvouched,
        };

    /// <summary>What was passed over, and a commit that changes nothing but keys.</summary>
    public static IReadOnlyList<OpenedEntry> Entries { get; } =
    [
        new OpenedNotice("skipped:3-7", [])
        {
            Position = 1,
            At = SampleRoom.Now.AddHours(-3),
            MessageId = Identifier.Create<MessageId>(),
            Delivery = DeliveryState.Received,
        },
        new OpenedMembershipChange([], [])
        {
            Position = 2,
            At = SampleRoom.Now.AddHours(-2),
            MessageId = Identifier.Create<MessageId>(),
            Delivery = DeliveryState.Received,
            Sender = SampleRoom.Entries[0].Sender,
        },
    ];
}
