using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Hands the server the change that a session has staged, and takes what came of it into the session.</summary>
internal sealed class CommitPosting(IServer server, CatchUp catchUp, MissedLog missedLog)
{
    /// <summary>Another's commit was first: the group is at its epoch now, and the change may be made again.</summary>
    public const string Lost = "lost";

    /// <summary>Null when the staged change took effect, or when there was none; otherwise why not.</summary>
    public async Task<string?> PostAsync(GroupSession session, CancellationToken cancellationToken)
    {
        if (await session.StagedAsync(cancellationToken) is not { } staged)
        {
            return null;
        }

        CommitOutcome? outcome =
            staged.Kind == StagedKind.Creation
                ? await server.CreateGroupAsync(staged.Upload, cancellationToken)
                : await server.CommitAsync(session.Id, staged.Upload, cancellationToken);
        switch (outcome)
        {
            case null:
                await session.CreatedAsync(staged.Id, cancellationToken);
                return null;
            case { Refusal: CommitRefusal.Busy }:
                throw new OfflineException(OfflineReason.ServerError, null);
            case { Refusal: { } refusal } when staged.Kind == StagedKind.Creation:
                await session.CreationRefusedAsync(staged.Id, Code(refusal), cancellationToken);
                return Code(refusal);
            case { Receipt: { } receipt }:
                // The log brings it back in its place, and with it the next state.
                await catchUp.RunAsync(session, cancellationToken);
                if (
                    staged.Kind == StagedKind.Rejoin
                    && !await missedLog.FinishAsync(session, receipt.Sequence, cancellationToken)
                )
                {
                    // The receipt and the log contradict each other.
                    throw new OfflineException(OfflineReason.LogIncomplete, null);
                }

                return session.Record.Standing == Standing.InStep ? null : session.Record.StandingReason;
            case { Refusal: CommitRefusal.StaleEpoch }:
                await catchUp.RunAsync(session, cancellationToken);
                await session.DropStagedAsync(staged.Id, cancellationToken);
                return Lost;
            case { Refusal: { } refusal }:
                // The log first: it may have taken the commit and then put this device out.
                await catchUp.RunAsync(session, cancellationToken);
                await session.DropStagedAsync(staged.Id, cancellationToken);
                return Code(refusal);
            default:
                throw new OfflineException(OfflineReason.ServerError, null);
        }
    }

    private static string Code(CommitRefusal refusal) =>
        refusal switch
        {
            CommitRefusal.Malformed => "malformed",
            CommitRefusal.TooLarge => "too-large",
            CommitRefusal.UnknownGroup => "unknown-group",
            CommitRefusal.NotAMember => "not-a-member",
            CommitRefusal.Invalid => "invalid",
            CommitRefusal.Mismatch => "mismatch",
            CommitRefusal.GroupExists => "group-exists",
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a final refusal."),
        };
}
