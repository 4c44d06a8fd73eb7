using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// The repair of a group that is out of step (design D9): fetch the log, apply, and only if a gap remains come in again by an
/// external commit. One attempt; <see cref="Repair"/> says when.
/// </summary>
internal sealed class Rejoin(DeviceIdentity identity, IServer server, CatchUp catchUp, CommitPosting posting, MissedLog missedLog)
{
    /// <summary>Others rejoin at the same moment, after the same commit: who loses the race looks again at once, this often.</summary>
    private const int Attempts = 3;

    /// <exception cref="OfflineException">The server cannot be asked now.</exception>
    public async Task RunAsync(GroupSession session, CancellationToken cancellationToken)
    {
        if (await session.StagedAsync(cancellationToken) is { Kind: StagedKind.Creation or StagedKind.Rejoin } staged)
        {
            // Of an earlier run. A creation that was not posted is not to be repaired.
            if (await posting.PostAsync(session, cancellationToken) is null || staged.Kind == StagedKind.Creation)
            {
                return;
            }
        }

        await catchUp.TryAgainAsync(session, cancellationToken);
        if (await session.UnreportedFaultAsync(cancellationToken) is { } report)
        {
            // Before the repair: who it was shall be known, however that goes.
            await server.ReportFaultAsync(report, cancellationToken);
            await session.FaultReportedAsync(report, cancellationToken);
        }

        for (int attempt = 0; attempt < Attempts && session.Record.NeedsRejoin; attempt++)
        {
            if (!await TryOnceAsync(session, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>True when it may be tried again at once.</summary>
    private async Task<bool> TryOnceAsync(GroupSession session, CancellationToken cancellationToken)
    {
        MissedEntries? missed = await missedLog.ReadAsync(session, long.MaxValue, cancellationToken);
        if (missed is null)
        {
            await session.StaysOutAsync("log-invalid", cancellationToken);
            return false;
        }

        if (missed.WasRemoved)
        {
            await session.RemovedMeanwhileAsync(missed, cancellationToken);
            return false;
        }

        if (
            await server.DescribeAsync(session.Id, cancellationToken) is not { } description
            || !MlsCodec.TryDecode(description.GroupInfo.Span, out MlsMessage? message)
            || message.GroupInfo is not { } info
        )
        {
            if (missed.Group is not null)
            {
                await session.StaysOutAsync("rejoin:NotAMember", cancellationToken);
            }

            // Otherwise it never was one: why it is not says the reason that is there.
            return false;
        }

        if (missed.Group is { } followed && info.GroupContext.Epoch > followed.Context.Epoch)
        {
            // Somebody else's commit came between the two answers.
            return true;
        }

        PublicGroup? group = missed.Group is { } own ? Matching(own, info) : Described(session, info, description.RatchetTree);
        if (missed.Group is null && group is not null && !IsVouched(session, group, info))
        {
            await session.StaysOutAsync(GroupRecord.Unvouched, cancellationToken);
            return false;
        }

        MlsFault fault = group is null ? MlsFault.Mismatch : await session.StageRejoinAsync(group, info, cancellationToken);
        if (fault != MlsFault.None)
        {
            await session.StaysOutAsync($"rejoin:{fault}", cancellationToken);
            return false;
        }

        string? refusal = await posting.PostAsync(session, cancellationToken);
        if (refusal is not (null or CommitPosting.Lost))
        {
            await session.StaysOutAsync($"rejoin:{refusal}", cancellationToken);
        }

        return refusal == CommitPosting.Lost;
    }

    /// <summary>The server's GroupInfo is believed when it describes what its own log leads to.</summary>
    private static PublicGroup? Matching(PublicGroup followed, GroupInfo info) => followed.Matches(info) ? followed : null;

    /// <summary>Nothing of the group is left here to compare with: it is of no epoch that has been before.</summary>
    private PublicGroup? Described(GroupSession session, GroupInfo info, ReadOnlyMemory<byte> tree) =>
        PublicGroup.TryCreate(info, identity.LogRules, out _, new Opaque(tree)) is { } group
        && group.Context.GroupId == session.Id.ToOpaque()
        && group.Context.Epoch >= session.Record.Epoch
            ? group
            : null;

    /// <summary>And then it has to be a coordinator's, one that this device knows, as a Welcome has to be.</summary>
    private static bool IsVouched(GroupSession session, PublicGroup group, GroupInfo info) =>
        group.Tree.Leaf(info.Signer) is { } signer && session.Record.IsVouchedBy(signer, group.Context);
}
