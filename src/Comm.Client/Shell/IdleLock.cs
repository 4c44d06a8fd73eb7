using Comm.Client.Engine;
using Microsoft.Extensions.Options;

namespace Comm.Client.Shell;

/// <summary>
/// Locks the vault when the officer has done nothing for a while, on any page or by command line. What arrives meanwhile does not
/// count.
/// </summary>
internal sealed class IdleLock : IDisposable
{
    private readonly ClientSession _session;
    private readonly TimeSpan _patience;
    private readonly ITimer _timer;
    private readonly ILogger<IdleLock> _log;

    public IdleLock(ClientSession session, IOptions<ShellOptions> options, TimeProvider time, ILogger<IdleLock> log)
    {
        _session = session;
        _log = log;
        _patience = TimeSpan.FromMinutes(options.Value.IdleMinutes);
        _timer = time.CreateTimer(_ => LockNow(), state: null, _patience, Timeout.InfiniteTimeSpan);
        // However it is opened, the waiting begins anew: the timer fires once, and may have fired for an earlier opening.
        session.Changed += OnChanged;
    }

    public void PutOff() => _timer.Change(_patience, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _session.Changed -= OnChanged;
        _timer.Dispose();
    }

    private void OnChanged(object? sender, EventArgs change) => PutOff();

    private void LockNow()
    {
        if (_session.State == SessionState.Open)
        {
            // Nobody waits for a timer: what goes wrong is written down, and the next page asks for the passphrase or shows it.
            _ = LockAsync();
        }
    }

    private async Task LockAsync()
    {
        try
        {
            await _session.LockAsync();
        }
        catch (Exception fault)
        {
            ShellLog.IdleLockFailed(_log, fault);
        }
    }
}
