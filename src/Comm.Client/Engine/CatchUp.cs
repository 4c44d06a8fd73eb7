using Comm.Client.Engine.Network;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>How far the log could be followed.</summary>
internal enum Reached
{
    Head = 1,

    /// <summary>The group has ended, or is out of step.</summary>
    Stopped = 2,

    /// <summary>The server says that there is no such group, or that it is none of this device's.</summary>
    Denied = 3,
}

/// <summary>Brings a group from its cursor to the log's head.</summary>
internal sealed class CatchUp(IServer server)
{
    /// <exception cref="OfflineException">The server cannot be asked, or shows a log with holes.</exception>
    public Task<Reached> RunAsync(GroupSession session, CancellationToken cancellationToken) =>
        session.Record.Standing == Standing.InStep ? FollowAsync(session, cancellationToken) : Task.FromResult(Reached.Stopped);

    /// <summary>Also for a group that is out of step: what it stopped at may be followed now.</summary>
    public Task<Reached> TryAgainAsync(GroupSession session, CancellationToken cancellationToken) =>
        FollowAsync(session, cancellationToken);

    private async Task<Reached> FollowAsync(GroupSession session, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<Opaque> promised = await session.PromisedAsync(cancellationToken);
            if (await server.LogAsync(session.Id, session.Record.Cursor, cancellationToken) is not { } page)
            {
                return Reached.Denied;
            }

            foreach (SealedEntry entry in page.Entries)
            {
                if (entry.GroupId != session.Id)
                {
                    throw new OfflineException(OfflineReason.ServerError, null);
                }

                Intake intake = await session.TakeInAsync(entry, cancellationToken);
                if (intake == Intake.Stopped)
                {
                    return Reached.Stopped;
                }

                if (intake == Intake.Gap)
                {
                    throw new OfflineException(OfflineReason.LogIncomplete, null);
                }
            }

            if (session.Record.Cursor >= page.Head)
            {
                await session.HoldToPromiseAsync(promised, cancellationToken);
                return session.Record.Standing == Standing.InStep ? Reached.Head : Reached.Stopped;
            }

            if (page.Entries.Count == 0)
            {
                throw new OfflineException(OfflineReason.LogIncomplete, null);
            }
        }
    }
}
