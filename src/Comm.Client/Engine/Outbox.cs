using System.Threading.Channels;
using Comm.Client.Attachments;
using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// Sends what waits, group by group and in order. The same sealed bytes go out again and again until there is an answer; only
/// a server that says it did not take them leads to new ones. The files of a message go before it.
/// </summary>
internal sealed class Outbox(GroupSessions sessions, IServer server, CatchUp catchUp, AttachmentUploads uploads, Contain contain)
{
    private const int MaxReseals = 8;

    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>There is something to send.</summary>
    public void Wake() => _work.Writer.TryWrite(true);

    /// <summary>Works while the connection lasts.</summary>
    /// <exception cref="OfflineException">It does not last.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Wake();
        await foreach (bool _ in _work.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (GroupSession session in sessions.All)
            {
                await contain(session.Id, () => SendWaitingAsync(session, cancellationToken));
            }
        }
    }

    public async Task SendWaitingAsync(GroupSession session, CancellationToken cancellationToken)
    {
        if (await session.StagedAsync(cancellationToken) is { Kind: StagedKind.Creation })
        {
            // The server does not know the group yet.
            return;
        }

        var reseals = 0;
        while (await session.NextWaitingAsync(cancellationToken) is { } message)
        {
            (UploadStep step, string? refusal) = await uploads.StepAsync(session.Id, message.MessageId, cancellationToken);
            if (step != UploadStep.None)
            {
                if (refusal is not null)
                {
                    await NotUploadedAsync(session, message.MessageId, refusal, cancellationToken);
                }

                // It took its time: the group may have moved on, and the message with it.
                continue;
            }

            SendOutcome outcome = await server.SendAsync(message, cancellationToken);
            switch (outcome)
            {
                case { Receipt: { } receipt }:
                    await session.AcceptedAsync(message.MessageId, receipt, cancellationToken);
                    break;
                case { Refusal: SendRefusal.StaleEpoch } when reseals++ < MaxReseals:
                    // Not taken, that is certain: catch up, and seal it anew under the same id.
                    await catchUp.RunAsync(session, cancellationToken);
                    if (!await session.ResealAsync(message.MessageId, cancellationToken))
                    {
                        return;
                    }

                    break;
                case { Refusal: SendRefusal.NotAMember or SendRefusal.UnknownGroup }:
                    // Most likely removed: the log says so, and then the group ends with all that waits in it.
                    await catchUp.RunAsync(session, cancellationToken);
                    await session.FailedAsync(message.MessageId, Code(outcome.Refusal.Value), cancellationToken);
                    break;
                case { Refusal: SendRefusal.Malformed or SendRefusal.TooLarge }:
                    await session.FailedAsync(message.MessageId, Code(outcome.Refusal.Value), cancellationToken);
                    break;
                case { Refusal: SendRefusal.FutureEpoch }:
                    // The server has lost an epoch of this group: it waits here, and the other groups go on.
                    return;
                default:
                    // Busy: nothing to do but to come again later.
                    throw new OfflineException(OfflineReason.ServerError, null);
            }
        }
    }

    private async Task NotUploadedAsync(
        GroupSession session,
        MessageId message,
        string refusal,
        CancellationToken cancellationToken
    )
    {
        if (refusal == AttachmentRefusal.NotAMember)
        {
            // As below: the log says so.
            await catchUp.RunAsync(session, cancellationToken);
        }

        await session.FailedAsync(message, refusal, cancellationToken);
    }

    private static string Code(SendRefusal refusal) =>
        refusal switch
        {
            SendRefusal.Malformed => "malformed",
            SendRefusal.TooLarge => "too-large",
            SendRefusal.UnknownGroup => "unknown-group",
            SendRefusal.NotAMember => "not-a-member",
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a final refusal."),
        };
}
