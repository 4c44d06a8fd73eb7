using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>The server's contract in memory: an append-only log per group, one commit per epoch, duplicates by (device, id).</summary>
internal sealed partial class FakeServer
{
    private readonly Dictionary<GroupId, ulong> _epochs = [];
    private readonly Dictionary<GroupId, List<SealedEntry>> _logs = [];
    private readonly Dictionary<GroupId, (PublicGroup Group, GroupInfo Info)> _groups = [];
    private readonly Dictionary<Opaque, DeviceId> _owners = [];
    private readonly List<(DeviceId Device, Opaque Reference, byte[] Bytes)> _keyPackages = [];
    private readonly Dictionary<DeviceId, (byte[] Bytes, bool IsUsed)> _lastResorts = [];
    private readonly List<(DeviceId Device, WaitingWelcome Welcome)> _welcomes = [];
    private readonly Dictionary<(GroupId, DeviceId), long> _joined = [];

    /// <summary>Called when an answer is on its way back: a test may lose it.</summary>
    public Action? BeforeAnswer { get; set; }

    /// <summary>A receipt that is given instead of taking a message in; null: an honest server.</summary>
    public Func<SealedMessage, Receipt?> FalseReceipt { get; set; } = _ => null;

    /// <summary>What the server checks commits with; set by the room.</summary>
    public IMembershipRules Rules { get; set; } = null!;

    /// <summary>Files by group and name.</summary>
    public Dictionary<(GroupId, AttachmentId), byte[]> Files { get; } = [];

    /// <summary>What reached the server, in its order: names of files that it took, and of messages.</summary>
    public List<string> Arrived { get; } = [];

    /// <summary>Files that were asked for.</summary>
    public List<AttachmentId> Asked { get; } = [];

    /// <summary>Called before a file is taken: a test may break the line there.</summary>
    public Action? BeforeUpload { get; set; }

    /// <summary>Why no file is taken; null: an honest server.</summary>
    public string? UploadRefusal { get; set; }

    /// <summary>Groups of which the server says that they are not there.</summary>
    public HashSet<GroupId> Forgotten { get; } = [];

    /// <summary>Devices that the server says are no members, whatever they ask to be committed.</summary>
    public HashSet<DeviceId> Strangers { get; } = [];

    /// <summary>What a device is shown of the log; an honest server shows what is in it.</summary>
    public Func<DeviceId, SealedEntry, SealedEntry> Show { get; set; } = (_, entry) => entry;

    /// <summary>Entries to a page of the log; few, so that reading goes on over several.</summary>
    public int PageSize { get; set; } = 3;

    /// <summary>Where the log ends for a device that was removed.</summary>
    public Dictionary<DeviceId, long> Ends { get; } = [];

    public void AddWelcome(DeviceId device, WaitingWelcome welcome)
    {
        _welcomes.Add((device, welcome));
        _logs.TryAdd(welcome.GroupId, []);
    }

    private readonly ServerVoice _voice = new();

    /// <summary>As the server does for a revoked device.</summary>
    public void ProposeRemoval(GroupId group, DeviceId device)
    {
        (PublicGroup followed, GroupInfo info) = _groups[group];
        uint leaf = followed.Members.First(one => DeviceIdentity.CertificateOf(one.Leaf).Device == device).LeafIndex;
        PublicMessage proposal = _voice.AskForRemoval(group, _epochs[group], leaf);
        _groups[group] = (followed.TryKeep(proposal, Rules, out _)!, info);
        Append(
            group,
            EntryKind.Proposal,
            default,
            Identifier.Create<MessageId>(),
            _epochs[group],
            MlsCodec.Encode(MlsMessage.Of(proposal))
        );
    }

    /// <summary>As after a coordinator has claimed them all.</summary>
    public void DrainKeyPackages(DeviceId device) => _keyPackages.RemoveAll(one => one.Device == device);

    public IReadOnlyList<SealedEntry> Log(GroupId group) => _logs[group];

    public void RemoveLast(GroupId group) => _logs[group].RemoveAt(_logs[group].Count - 1);

    public IServer As(DeviceId device) => new View(this, device);

    public int WelcomesFor(DeviceId device) => _welcomes.Count(one => one.Device == device);

    /// <summary>A Welcome of any origin, under any group's id.</summary>
    public void Deliver(DeviceId device, GroupId group, ReadOnlyMemory<byte> welcome)
    {
        _epochs.TryAdd(group, 0);
        _logs.TryAdd(group, []);
        _welcomes.Add((device, new WaitingWelcome(Guid.NewGuid(), group, _logs[group].Count, welcome)));
    }

    /// <summary>Whatever group it likes to describe under this one's id.</summary>
    public void Pretend(GroupId group, GroupInfo info) => _groups[group] = (PublicGroup.TryCreate(info, Rules, out _)!, info);

    public void Append(SealedEntry entry) => _logs[entry.GroupId].Add(entry);

    private Receipt Append(
        GroupId group,
        EntryKind kind,
        DeviceId sender,
        MessageId id,
        ulong epoch,
        ReadOnlyMemory<byte> content
    )
    {
        List<SealedEntry> log = _logs[group];
        var at = new DateTimeOffset(2026, 11, 24, 9, 0, log.Count % 60, TimeSpan.Zero);
        log.Add(new SealedEntry(group, log.Count + 1, kind, sender, id, epoch, content, at));
        return new Receipt(log.Count, at);
    }

    private Receipt? Earlier(GroupId group, DeviceId sender, MessageId id) =>
        _logs[group].FirstOrDefault(entry => entry.Sender == sender && entry.MessageId == id) is { } entry
            ? new Receipt(entry.Sequence, entry.AcceptedAt)
            : null;
}
