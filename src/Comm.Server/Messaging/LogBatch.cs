using System.Runtime.InteropServices;
using Comm.Server.Groups;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Messaging;

/// <summary>One transaction of the writer: the groups as far as it has come with them, and what to tell when it is on disk.</summary>
internal sealed class LogBatch(ServerDbContext database, GroupStates states, DateTimeOffset now)
{
    private readonly Dictionary<GroupId, Reached> _groups = [];
    private readonly Dictionary<(GroupId, DeviceId, MessageId), EarlierEntry> _earlier = [];
    private readonly List<Notice> _notices = [];
    private readonly List<GroupState> _advanced = [];

    public ServerDbContext Database => database;

    public IReadOnlyList<Notice> Notices => _notices;

    /// <summary>Groups that this batch has brought to a new epoch.</summary>
    public IReadOnlyList<GroupState> Advanced => _advanced;

    public async Task<GroupState?> FindGroupAsync(GroupId groupId, CancellationToken cancellationToken)
    {
        if (_groups.TryGetValue(groupId, out Reached? reached))
        {
            return reached.State;
        }

        GroupState? state = await states.FindAsync(database, groupId, cancellationToken);
        if (state is null)
        {
            return null;
        }

        long head =
            await database
                .Entries.Where(entry => entry.GroupId == groupId)
                .MaxAsync(entry => (long?)entry.Sequence, cancellationToken)
            ?? 0;
        _groups.Add(groupId, new Reached(state, head));
        return state;
    }

    /// <summary>This device's message or commit of this id, in this batch or ever before.</summary>
    public async Task<EarlierEntry?> FindEarlierAsync(
        GroupId groupId,
        DeviceId sender,
        MessageId messageId,
        CancellationToken cancellationToken
    ) =>
        _earlier.TryGetValue((groupId, sender, messageId), out EarlierEntry? earlier)
            ? earlier
            : await database.Entries.FindEarlierAsync(groupId, sender, messageId, cancellationToken);

    /// <summary>The next line of the group's log. The group has been found before.</summary>
    public Receipt Append(
        GroupId groupId,
        EntryKind kind,
        DeviceId sender,
        MessageId messageId,
        ulong epoch,
        ReadOnlyMemory<byte> content
    )
    {
        Reached reached = _groups[groupId];
        reached.Head++;
        var row = new EntryRow
        {
            GroupId = groupId,
            Sequence = reached.Head,
            Kind = kind,
            Sender = sender,
            MessageId = messageId,
            Epoch = epoch,
            Content = ToArray(content),
            AcceptedAt = now,
        };
        database.Entries.Add(row);
        Tell(new EntryNotice(row.ToEntry(), reached.State.Devices));
        var receipt = new Receipt(row.Sequence, row.AcceptedAt);
        _earlier.Add((groupId, sender, messageId), new EarlierEntry(kind, receipt));
        return receipt;
    }

    /// <summary>From here on the batch sees the group in its next epoch.</summary>
    public void Advance(GroupState next)
    {
        _groups[next.GroupId].State = next;
        _advanced.Add(next);
    }

    public void Tell(Notice notice) => _notices.Add(notice);

    private static byte[] ToArray(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment)
        && segment.Offset == 0
        && segment.Count == segment.Array!.Length
            ? segment.Array
            : content.ToArray();

    private sealed class Reached(GroupState state, long head)
    {
        public GroupState State { get; set; } = state;

        public long Head { get; set; } = head;
    }
}
