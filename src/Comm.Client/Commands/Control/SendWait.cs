using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Shared.Messaging;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

/// <summary>Waits, as long as was asked for, until what was saved in the outbox has left it.</summary>
internal static class SendWait
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    /// <summary>How far the message is when it has left the outbox, or when the waiting is over.</summary>
    public static async Task<SendAnswer> SentAsync(
        Workspace workspace,
        GroupId group,
        MessageId message,
        long position,
        int waitSeconds,
        CancellationToken end
    )
    {
        TimeSpan wait = TimeSpan.FromSeconds(Math.Clamp(waitSeconds, 0, MaxWait.TotalSeconds));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end);
        patience.CancelAfter(wait);
        // Listening begins before the first look, so that nothing falls between.
        IAsyncEnumerable<ClientEvent> events = workspace.EventsAsync(patience.Token);
        OpenedEntry? entry = await workspace.EntryAsync(group, position, end);
        try
        {
            await foreach (ClientEvent _ in wait > TimeSpan.Zero && IsSending(entry) ? events : NothingAsync())
            {
                entry = await workspace.EntryAsync(group, position, end);
                if (!IsSending(entry))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // Waited long enough: it stays in the outbox, and is sent from there.
        }

        return new SendAnswer(message.ToString(), position, Word(entry?.Delivery ?? DeliveryState.Sending), entry?.FailureReason);
    }

    private static bool IsSending(OpenedEntry? entry) => entry is { Delivery: DeliveryState.Sending };

#pragma warning disable CS1998 // An empty stream has nothing to await.
    private static async IAsyncEnumerable<ClientEvent> NothingAsync()
    {
        yield break;
    }
#pragma warning restore CS1998
}
