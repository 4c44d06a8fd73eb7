using System.Collections.Concurrent;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Every group of the vault, each with its one session.</summary>
internal sealed class GroupSessions(DeviceIdentity identity, SealedStore store, TimeProvider clock, Action<ClientEvent> raise)
    : IDisposable
{
    private readonly ConcurrentDictionary<GroupId, GroupSession> _sessions = new();

    public IEnumerable<GroupSession> All => _sessions.Values;

    public void LoadAll()
    {
        foreach (PlacedGroup placed in new GroupRows(store).ListAll())
        {
            GroupRecord record = placed.Record ?? new SalvagedRecord(store).Of(placed.Id);
            _sessions[placed.Id] = new GroupSession(record, identity, store, clock, raise);
        }
    }

    public GroupSession? Find(GroupId id) => _sessions.GetValueOrDefault(id);

    /// <summary>The group's session; a new one, not saved yet, for a group that the vault does not hold.</summary>
    public GroupSession FindOrNew(GroupId id) =>
        _sessions.GetOrAdd(id, unknown => GroupSession.OfNew(unknown, identity, store, clock, raise));

    public void Dispose()
    {
        foreach (GroupSession session in _sessions.Values)
        {
            session.Dispose();
        }
    }
}
