using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Client.Engine.Network;
using Comm.Client.Forms;
using Comm.Client.Forms.Designing;
using Comm.Client.People;
using Comm.Client.Tables;
using Comm.Client.Vault;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Everything an unlocked client can do; pages and commands use nothing else.</summary>
public sealed partial class Workspace : IAsyncDisposable
{
    private readonly DeviceIdentity _identity;
    private readonly TimeProvider _clock;
    private readonly EventBroadcast _events = new();
    private readonly GroupSessions _sessions;
    private readonly Conversation _conversation;
    private readonly GroupForms _forms;
    private readonly EntryOpener _opener;
    private readonly OutboxRows _outboxRows;
    private readonly Server _server;
    private readonly Outbox _outbox;
    private readonly GroupCommits _commits;
    private readonly GroupChanges _changes;
    private readonly DeviceDirectory _directory;
    private readonly Synchronizer _synchronizer;
    private readonly CancellationTokenSource _locking = new();
    private (ConnectionState State, DateTimeOffset Since, string? Reason) _connection;
    private Task _synchronizing = Task.CompletedTask;

    /// <summary>Takes over the identity; the store stays the vault's.</summary>
    internal Workspace(DeviceIdentity identity, SealedStore store, DataDirectory directory, TimeProvider clock, ILogger logger)
    {
        _identity = identity;
        _clock = clock;
        _connection = (ConnectionState.Connecting, clock.GetUtcNow(), null);
        _sessions = new GroupSessions(identity, store, clock, RaiseEvent);
        Tables = new CodeTables(new TableFolder(directory, identity.RootKey, clock));
        _forms = new GroupForms(store, Tables, clock);
        _opener = new EntryOpener(_forms);
        _conversation = new Conversation(store, _opener);
        Drafts = new Drafts(store, identity.Device);
        Designs = new FormDesigns(store, clock);
        _outboxRows = new OutboxRows(store);
        _server = new Server(identity, clock);
        _tableUpdates = new TableUpdates(_server, Tables, identity.RootKey, clock, MissingTables, logger);
        var catchUp = new CatchUp(_server);
        var missedLog = new MissedLog(identity, _server);
        Contain contain = new Containment(logger).RunAsync;
        var newcomer = new Newcomer(identity, store, _sessions, _server, catchUp, missedLog, clock, contain);
        _attachments = new AttachmentShelf(store, _server);
        _outbox = new Outbox(_sessions, _server, catchUp, new AttachmentUploads(store, _server), contain);
        _commits = new GroupCommits(identity, _server, catchUp, missedLog);
        _changes = new GroupChanges(identity, _sessions, _server, _commits, _forms, clock);
        _directory = new DeviceDirectory(identity, _server, clock);
        _synchronizer = new Synchronizer(
            _server,
            _sessions,
            catchUp,
            _outbox,
            newcomer,
            _commits,
            new Repair(_sessions, _commits, _outbox, clock, contain),
            contain,
            clock,
            ReportConnection,
            logger
        );
    }

    public DeviceProfile Profile => _identity.Profile;

    public Drafts Drafts { get; }

    public FormDesigns Designs { get; }

    public ConnectionStatus Connection => new(_connection.State, _outboxRows.CountAll(), _connection.Since, _connection.Reason);

    public Task<IReadOnlyList<GroupSummary>> GroupsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<GroupSummary> groups =
        [
            .. _sessions
                .All.Select(session => session.Record)
                .Select(record => new GroupSummary(
                    record.Id,
                    record.Name,
                    record.Mode,
                    record.Unread,
                    _conversation.ReadLast(record.Id) is { } last ? new OpenedLine(last) : null,
                    record.Standing,
                    record.StandingReason
                ))
                .OrderByDescending(group => group.LastLine?.Entry.At ?? DateTimeOffset.MinValue),
        ];
        return Task.FromResult(groups);
    }

    public async Task<GroupView?> GroupAsync(GroupId group, CancellationToken cancellationToken)
    {
        if (_sessions.Find(group) is not { } session)
        {
            return null;
        }

        LiveGroup? live = await session.InspectAsync(state => LiveGroup.Of(state, _identity.Device), cancellationToken);
        GroupRecord record = session.Record;
        return new GroupView(
            record.Id,
            record.Name,
            record.Purpose,
            record.Mode,
            record.Ceiling,
            live?.Epoch ?? 0,
            live?.Members ?? [],
            live is { CanManage: true } && record.Standing == Standing.InStep,
            record.Unread,
            record.Standing,
            record.StandingReason
        );
    }

    public Task<CreateGroupOutcome> CreateGroupAsync(NewGroup group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return _changes.CreateAsync(group, cancellationToken);
    }

    /// <summary>
    /// The newest <paramref name="take"/> entries; or those just before a position, or just after one. Null for an unknown group.
    /// </summary>
    public Task<ConversationPage?> ConversationAsync(
        GroupId group,
        long? beforePosition,
        long? afterPosition,
        int take,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(
            _sessions.Find(group) is null ? null : _conversation.Read(group, beforePosition, afterPosition, take)
        );
    }

    /// <summary>One entry again, when its delivery may have changed.</summary>
    public Task<OpenedEntry?> EntryAsync(GroupId group, long position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_conversation.ReadOne(group, position));
    }

    /// <summary>Saved in the outbox when it returns; it is sent from there.</summary>
    public Task<SendTextOutcome> SendTextAsync(GroupId group, string text, CancellationToken cancellationToken) =>
        SendTextAsync(group, text, null, cancellationToken);

    /// <param name="group">Where.</param>
    /// <param name="text">What.</param>
    /// <param name="submission">As a page sends it, which may send twice what was meant once.</param>
    /// <param name="cancellationToken">Until it is saved.</param>
    /// <param name="attachments">Files that this device keeps, at most <see cref="AttachmentReference.MaxInMessage"/>; they go before the message.</param>
    public async Task<SendTextOutcome> SendTextAsync(
        GroupId group,
        string text,
        Submission? submission,
        CancellationToken cancellationToken,
        IReadOnlyList<AttachmentReference>? attachments = null
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return new SendTextOutcome(SendResult.Empty, null, null);
        }

        byte[] payload = WithAttachments(MessagePayload.OfText(trimmed), attachments).Write();
        if (trimmed.Length > MessagePayload.MaxTextLength || payload.Length > MessagePayload.MaxBytes)
        {
            return new SendTextOutcome(SendResult.TooLong, null, null);
        }

        (SendResult result, MessageId? id, long? position) = await SendAsync(
            group,
            payload,
            submission,
            attachments,
            cancellationToken
        );
        return new SendTextOutcome(result, id, position);
    }

    /// <summary>Tries a failed message once more, under its own id.</summary>
    public async Task RetryAsync(GroupId group, MessageId message, CancellationToken cancellationToken)
    {
        if (_sessions.Find(group) is { } session && await session.ResealFailedAsync(message, cancellationToken))
        {
            _outbox.Wake();
            _synchronizer.RetryNow();
        }
    }

    public Task MarkReadAsync(GroupId group, long position, CancellationToken cancellationToken) =>
        _sessions.Find(group)?.MarkReadAsync(position, cancellationToken) ?? Task.CompletedTask;

    /// <summary>The devices the server knows, each certificate checked against the root; those that do not hold are named.</summary>
    /// <exception cref="OfflineException">The server cannot be asked now.</exception>
    public Task<IReadOnlyList<DirectoryEntry>> DirectoryAsync(CancellationToken cancellationToken) =>
        _directory.ReadAsync(cancellationToken);

    public Task<MemberChangeOutcome> AddMembersAsync(
        GroupId group,
        IReadOnlyList<DeviceId> devices,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(devices);
        return _sessions.Find(group) is { } session
            ? _changes.AddAsync(session, devices, cancellationToken)
            : Task.FromResult(new MemberChangeOutcome(MemberChangeResult.UnknownGroup, [], null));
    }

    public Task<MemberChangeOutcome> RemoveMemberAsync(GroupId group, DeviceId device, CancellationToken cancellationToken) =>
        _sessions.Find(group) is { } session
            ? _changes.RemoveAsync(session, device, cancellationToken)
            : Task.FromResult(new MemberChangeOutcome(MemberChangeResult.UnknownGroup, [], null));

    /// <summary>Hints from the call on. A slow reader may miss some, never the newest.</summary>
    public IAsyncEnumerable<ClientEvent> EventsAsync(CancellationToken cancellationToken) =>
        _events.ListenAsync(cancellationToken);

    /// <summary>Ends the connection and gives every secret back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _locking.CancelAsync();
        await _synchronizing;
        _events.Complete(new Locked());
        _sessions.Dispose();
        _commits.Dispose();
        _attachments.Dispose();
        _server.Dispose();
        _identity.Dispose();
        _locking.Dispose();
    }

    internal void Start()
    {
        _sessions.LoadAll();
        _synchronizing = Task.WhenAll(
            Task.Run(() => _synchronizer.RunAsync(_locking.Token)),
            Task.Run(() => _tableUpdates.RunAsync(_locking.Token))
        );
    }

    private async Task<(SendResult Result, MessageId? Id, long? Position)> SendAsync(
        GroupId group,
        byte[] payload,
        Submission? submission,
        IReadOnlyList<AttachmentReference>? attachments,
        CancellationToken cancellationToken
    )
    {
        if (_sessions.Find(group) is not { } session)
        {
            return (SendResult.UnknownGroup, null, null);
        }

        (SendResult Result, MessageId? Id, long? Position) sent = await session.SendAsync(
            payload,
            submission,
            cancellationToken,
            attachments
        );
        if (sent.Result == SendResult.Saved)
        {
            _outbox.Wake();
        }

        return sent;
    }

    private void ReportConnection(ConnectionState state, string? reason)
    {
        _connection = (state, _clock.GetUtcNow(), reason);
        _events.Raise(new ConnectionChanged(Connection));
        AskForTables(state);
    }
}
