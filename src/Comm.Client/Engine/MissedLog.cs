using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Reads what a group that is out of step has missed, and takes its return in from the log.</summary>
internal sealed class MissedLog(DeviceIdentity identity, IServer server)
{
    /// <summary>
    /// From the cursor to the log's head, or to the entry before <paramref name="until"/>. Null when the log breaks the rules.
    /// </summary>
    /// <exception cref="OfflineException">The server cannot be asked, or shows a log with holes.</exception>
    public async Task<MissedEntries?> ReadAsync(GroupSession session, long until, CancellationToken cancellationToken)
    {
        PublicGroup? anchor = await session.AnchorAsync(cancellationToken);
        var missed = new MissedEntries(identity, anchor, session.Record.Cursor, session.AuthorAt, session.IsOwnMessage);
        while (missed.Last + 1 < until && !missed.WasRemoved)
        {
            if (await server.LogAsync(session.Id, missed.Last, cancellationToken) is not { } page)
            {
                break;
            }

            long before = missed.Last;
            foreach (SealedEntry entry in page.Entries.TakeWhile(entry => entry.Sequence < until))
            {
                if (entry.GroupId != session.Id || !missed.TryFollow(entry))
                {
                    return null;
                }

                if (missed.WasRemoved)
                {
                    return missed;
                }
            }

            if (page.Ended)
            {
                // An end behind the entry that was asked for is not reached yet.
                if (until == long.MaxValue)
                {
                    missed.EndHere();
                }

                break;
            }

            if (missed.Last >= page.Head)
            {
                break;
            }

            if (missed.Last == before)
            {
                throw new OfflineException(OfflineReason.LogIncomplete, null);
            }
        }

        return missed;
    }

    /// <summary>The server has taken the staged rejoin at <paramref name="sequence"/>: goes there. False when the log says otherwise.</summary>
    public async Task<bool> FinishAsync(GroupSession session, long sequence, CancellationToken cancellationToken)
    {
        if (await session.StagedAsync(cancellationToken) is not { Kind: StagedKind.Rejoin })
        {
            // Taken in already: nothing lay between.
            return true;
        }

        return await ReadAsync(session, sequence, cancellationToken) is { WasRemoved: false } missed
            && await server.LogAsync(session.Id, sequence - 1, cancellationToken) is { Entries: [{ } own, ..] }
            && own.Sequence == sequence
            && own.GroupId == session.Id
            && await session.RejoinedAsync(missed, own, cancellationToken);
    }
}
