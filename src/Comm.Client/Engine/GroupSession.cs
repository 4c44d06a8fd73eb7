using System.Diagnostics.CodeAnalysis;
using Comm.Client.Conversations;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// The one holder of a group's MLS state. Every change goes through its gate, one at a time, from pages, commands and network
/// alike; and every change is one vault transaction with all its effects (design D8), after which the state in memory is
/// swapped. What the vault says is what counts: after a failed write the state is read back from it.
/// </summary>
internal sealed partial class GroupSession : IDisposable
{
    private readonly DeviceIdentity _identity;
    private readonly SealedStore _store;
    private readonly GroupRows _groups;
    private readonly EntryRows _entries;
    private readonly OutboxRows _outbox;
    private readonly TimeProvider _clock;
    private readonly Action<ClientEvent> _raise;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Group? _state;
    private GroupRecord _record;
    private bool _hasKeepsake;
    private bool _isStale;
    private bool _isDisposed;

    public GroupSession(
        GroupRecord record,
        DeviceIdentity identity,
        SealedStore store,
        TimeProvider clock,
        Action<ClientEvent> raise
    )
    {
        _record = record;
        _identity = identity;
        _store = store;
        _groups = new GroupRows(store);
        _entries = new EntryRows(store);
        _outbox = new OutboxRows(store);
        _clock = clock;
        _raise = raise;
        _isStale = true;
    }

    public GroupId Id => _record.Id;

    /// <summary>The record of the last finished change; immutable, so readers need no gate.</summary>
    public GroupRecord Record => Volatile.Read(ref _record);

    /// <summary>Reads the MLS state under the gate; the default for a group that has none.</summary>
    public async Task<T?> InspectAsync<T>(Func<Group, T> read, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        return _state is null ? default : read(_state);
    }

    public async Task MarkReadAsync(long position, CancellationToken cancellationToken)
    {
        using Held held = await HoldAsync(cancellationToken);
        if (position <= _record.ReadPosition)
        {
            return;
        }

        int unread = _entries
            .List(Id, position, long.MaxValue, int.MaxValue, newestFirst: false)
            .Count(placed => placed.Entry is not { Sender.IsSelf: true });
        Save(_record with { ReadPosition = Math.Min(position, _record.NextPosition - 1), Unread = unread }, _ => { });
        _raise(new GroupsChanged());
    }

    /// <summary>
    /// Waits for whoever is at work on the state, then zeroes it. The gate itself is left standing: those who wait at it must be let
    /// in to be told, and it holds nothing that has to be given back.
    /// </summary>
    public void Dispose()
    {
        _gate.Wait();
        _isDisposed = true;
        _state?.Dispose();
        _state = null;
        _gate.Release();
    }

    private bool CanSend([NotNullWhen(true)] out Group? state)
    {
        state = _record.Standing == Standing.InStep ? _state : null;
        return state is not null;
    }

    private async Task<Held> HoldAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        var held = new Held(_gate);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isStale)
            {
                Reload();
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private void Reload()
    {
        _state?.Dispose();
        _state = null;
        _record =
            _groups.Find(Id) ?? _record with { Standing = Standing.OutOfStep, StandingReason = UnreadableReason.RowDamaged };
        _hasKeepsake = _groups.FindKeepsake(Id) is not null;
        if (_record.Standing != Standing.Ended)
        {
            _state = _groups.TryLoadState(Id);
            if (_state is null && _record.Standing == Standing.InStep)
            {
                _record = _record with { Standing = Standing.OutOfStep, StandingReason = "state-damaged" };
            }
        }

        _isStale = false;
        LookAtDuty();
    }

    /// <summary>A change that leaves the MLS state as it is.</summary>
    private void Save(GroupRecord record, Action<SealedWriter> effects)
    {
        List<long> failed = [];
        try
        {
            _store.Write(writer =>
            {
                effects(writer);
                GroupRows.Put(writer, record);
                if (!_hasKeepsake || GroupKeepsake.Of(record) != GroupKeepsake.Of(_record))
                {
                    GroupRows.PutKeepsake(writer, Id, GroupKeepsake.Of(record));
                }

                if (record.Cursor > _record.Cursor || record.Standing == Standing.Ended)
                {
                    failed = FailPassedOver(writer, record);
                }
            });
        }
        catch
        {
            _isStale = true;
            throw;
        }

        _hasKeepsake = true;
        Volatile.Write(ref _record, record);
        LookAtDuty();
        failed.ForEach(position => _raise(new GroupChanged(Id, position)));
    }

    /// <summary>Stage, save, swap: the next state, the record and all effects are on the disk together, or not at all.</summary>
    private void Advance(Group next, GroupRecord record, Action<SealedWriter> effects)
    {
        Group? before = _state;
        // A proposal that is kept changes the epoch's part too.
        bool isNewEpoch = before is null || !ReferenceEquals(before.Public, next.Public);
        record = record with { Epoch = next.Context.Epoch };
        using Secret secrets = next.SaveMessageSecrets();
        using Secret? epoch = isNewEpoch ? next.SaveEpoch() : null;
        try
        {
            Save(
                record,
                writer =>
                {
                    effects(writer);
                    GroupRows.PutState(writer, Id, epoch, secrets);
                }
            );
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _state = next;
        before?.RetireFor(next);
        LookAtDuty();
    }

    /// <summary><see cref="Advance"/> to a state that does not follow from the present one.</summary>
    private void Replace(Group next, GroupRecord record, Action<SealedWriter> effects)
    {
        Group? before = _state;
        _state = null;
        try
        {
            Advance(next, record, effects);
        }
        catch
        {
            _state = before;
            throw;
        }

        before?.Dispose();
    }

    /// <summary>The removal of this device, or of the group: no secret of it stays, in memory or on the disk.</summary>
    private void End(GroupRecord record, Action<SealedWriter> effects)
    {
        Save(
            record,
            writer =>
            {
                effects(writer);
                GroupRows.DeleteState(writer, Id);
            }
        );
        _state?.Dispose();
        _state = null;
    }

    private readonly struct Held(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
