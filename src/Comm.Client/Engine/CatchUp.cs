using Comm.Client.Engine.Network;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Brings a group from its cursor to the log's head.</summary>
internal sealed class CatchUp(IServer server)
{
    /// <exception cref="OfflineException">The server cannot be asked, or shows a log with holes.</exception>
    public async Task RunAsync(GroupSession session, CancellationToken cancellationToken)
    {
        while (session.Record.Standing == Standing.InStep)
        {
            IReadOnlyList<Opaque> promised = await session.PromisedAsync(cancellationToken);
            LogPage page = await server.LogAsync(session.Id, session.Record.Cursor, cancellationToken);
            foreach (SealedEntry entry in page.Entries)
            {
                if (entry.GroupId != session.Id)
                {
                    throw new OfflineException(OfflineReason.ServerError, null);
                }

                Intake intake = await session.TakeInAsync(entry, cancellationToken);
                if (intake == Intake.Stopped)
                {
                    return;
                }

                if (intake == Intake.Gap)
                {
                    throw new OfflineException(OfflineReason.LogIncomplete, null);
                }
            }

            if (session.Record.Cursor >= page.Head)
            {
                await session.HoldToPromiseAsync(promised, cancellationToken);
                return;
            }

            if (page.Entries.Count == 0)
            {
                throw new OfflineException(OfflineReason.LogIncomplete, null);
            }
        }
    }
}
