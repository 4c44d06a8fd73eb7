using System.Collections.Concurrent;
using System.Collections.Immutable;
using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>
/// Who is connected. There are no rooms to enter or leave: each entry brings along the members it is for, so that a removed
/// device is out with the commit that removed it, on all its connections, and a new one is in.
/// </summary>
internal sealed class LiveConnections
{
    private readonly ConcurrentDictionary<DeviceId, ImmutableArray<LiveConnection>> _byDevice = new();

    public ImmutableArray<LiveConnection> Of(DeviceId device) =>
        _byDevice.TryGetValue(device, out ImmutableArray<LiveConnection> connections) ? connections : [];

    public void Add(LiveConnection connection) =>
        _byDevice.AddOrUpdate(connection.Device, _ => [connection], (_, present) => present.Add(connection));

    public void Remove(LiveConnection connection)
    {
        ImmutableArray<LiveConnection> left = _byDevice.AddOrUpdate(
            connection.Device,
            _ => [],
            (_, present) => present.Remove(connection)
        );
        if (left.IsEmpty)
        {
            // Only if it is still that empty list: a connection may have come in between.
            _byDevice.TryRemove(KeyValuePair.Create(connection.Device, left));
        }
    }
}
