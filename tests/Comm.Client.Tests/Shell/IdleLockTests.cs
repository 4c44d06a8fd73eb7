using Comm.Client.Engine;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Comm.Client.Tests.Shell;

public sealed class IdleLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AfterItHasLockedItLocksAgainHoweverTheVaultWasOpened()
    {
        var directory = new DataDirectory(_folder.Path);
        await EnrolledVault.CreateAsync(directory);
        await using ClientSession session = ClientSession.TryOpen(
            directory,
            TimeProvider.System,
            NullLogger<ClientSession>.Instance
        )!;
        var time = new OneTimer();
        using var idle = new IdleLock(
            session,
            Options.Create(new ShellOptions { IdleMinutes = 3 }),
            time,
            NullLogger<IdleLock>.Instance
        );
        for (int round = 0; round < 2; round++)
        {
            // As a command does it: no page is asked for.
            UnlockOutcome outcome = await session.UnlockAsync(EnrolledVault.Passphrase.AsMemory(), default);
            Assert.Equal(UnlockResult.Unlocked, outcome.Result);
            Assert.Equal(TimeSpan.FromMinutes(3), time.Due);
            time.Fire();
            while (session.State != SessionState.Locked)
            {
                await Task.Yield();
            }
        }
    }

    private sealed class OneTimer : TimeProvider, ITimer
    {
        private TimerCallback? _callback;

        public TimeSpan Due { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            Due = dueTime;
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Fire()
        {
            Due = Timeout.InfiniteTimeSpan;
            _callback!(null);
        }

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
