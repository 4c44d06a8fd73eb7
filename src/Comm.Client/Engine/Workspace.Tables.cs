using Comm.Client.Tables;
using Comm.Mls.Codec;

namespace Comm.Client.Engine;

public sealed partial class Workspace
{
    private readonly TableUpdates _tableUpdates;

    /// <summary>Places and commodities: what look-ups find and rules ask.</summary>
    public CodeTables Tables { get; }

    /// <summary>The published table with this hash, for a group that is bound to it. True when it is here; <see cref="Tables"/> has it then.</summary>
    /// <exception cref="OfflineException">The server cannot be asked now.</exception>
    public Task<bool> FetchTableAsync(Opaque hash, CancellationToken cancellationToken) =>
        _tableUpdates.FetchAsync(hash, cancellationToken);

    private void AskForTables(ConnectionState state)
    {
        if (state == ConnectionState.Connected)
        {
            _tableUpdates.Wake();
        }
    }
}
