using Comm.Client.Tables;
using Comm.Mls.Codec;

namespace Comm.Client.Engine;

public sealed partial class Workspace
{
    private readonly TableUpdates _tableUpdates;

    /// <summary>Places and commodities: what look-ups find and rules ask.</summary>
    public CodeTables Tables { get; }

    private void RaiseEvent(ClientEvent what)
    {
        _events.Raise(what);
        if (what is GroupsChanged or GroupChanged && _connection.State == ConnectionState.Connected && MissingTables().Any())
        {
            _tableUpdates.Wake();
        }
    }

    /// <summary>That groups are bound to, and that are not here yet.</summary>
    private IEnumerable<Opaque> MissingTables() => _forms.BoundTables().Where(hash => !Tables.Has(hash));

    private void AskForTables(ConnectionState state)
    {
        if (state == ConnectionState.Connected)
        {
            _tableUpdates.Wake();
        }
    }
}
