using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Shared.Localization;

namespace Comm.Client.Engine;

public enum SessionState
{
    NotEnrolled = 1,
    Locked = 2,
    Open = 3,
}

/// <summary>One data directory over the life of the process: not enrolled, locked, open. Pages and commands start here.</summary>
public sealed class ClientSession : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly TimeProvider _clock;
    private readonly VaultFile _vault;
    private readonly ILogger<ClientSession> _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly VaultLock _lock;
    private volatile Workspace? _workspace;
    private volatile ClientSettings _settings;

    private ClientSession(
        DataDirectory directory,
        TimeProvider clock,
        VaultLock vaultLock,
        VaultFile vault,
        ILogger<ClientSession> logger
    )
    {
        _directory = directory;
        _clock = clock;
        _lock = vaultLock;
        _logger = logger;
        _vault = vault;
        _settings = SettingsFile.Read(directory);
    }

    public event EventHandler? Changed;

    public SessionState State =>
        _workspace is not null ? SessionState.Open
        : _vault.Exists ? SessionState.Locked
        : SessionState.NotEnrolled;

    /// <summary>An enrolment was begun here and cut off: the same invitation and passphrase go on with it.</summary>
    public bool HasPendingEnrolment => _vault.PendingEnrolment is not null;

    /// <summary>Null unless open.</summary>
    public Workspace? Workspace => _workspace;

    public ClientSettings Settings => _settings;

    public TimeSpan RetryAfter => _vault.RetryAfter;

    /// <summary>Takes hold of a data directory; null when another process holds it.</summary>
    public static ClientSession? TryOpen(DataDirectory directory, TimeProvider clock, ILogger<ClientSession> logger)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return TryOpen(directory, clock, new VaultFile(directory, clock), logger);
    }

    internal static ClientSession? TryOpen(
        DataDirectory directory,
        TimeProvider clock,
        VaultFile vault,
        ILogger<ClientSession> logger
    )
    {
        directory.Create();
        return VaultLock.TryTake(directory) is { } vaultLock
            ? new ClientSession(directory, clock, vaultLock, vault, logger)
            : null;
    }

    public async Task<EnrolOutcome> EnrolAsync(
        string invitation,
        ReadOnlyMemory<char> passphrase,
        IProgress<EnrolStep>? progress,
        CancellationToken cancellationToken
    )
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_vault.Exists)
            {
                return EnrolOutcome.AlreadyEnrolled;
            }

            using var enrolment = new Enrolment(_vault, _clock);
            EnrolOutcome outcome = await enrolment.RunAsync(invitation, passphrase, progress, cancellationToken);
            if (outcome == EnrolOutcome.Enrolled && !OpenWorkspace())
            {
                throw new InvalidOperationException("A vault that was just made does not open.");
            }

            return outcome;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<UnlockOutcome> UnlockAsync(ReadOnlyMemory<char> passphrase, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_workspace is not null)
            {
                // Opened meanwhile, by another page or command.
                return new UnlockOutcome(UnlockResult.Unlocked, TimeSpan.Zero);
            }

            if (!_vault.Exists)
            {
                return new UnlockOutcome(UnlockResult.NotEnrolled, TimeSpan.Zero);
            }

            UnlockOutcome outcome = await _vault.UnlockAsync(passphrase, cancellationToken);
            if (outcome.Result == UnlockResult.Unlocked && !OpenWorkspace())
            {
                _vault.Lock();
                return new UnlockOutcome(UnlockResult.Damaged, TimeSpan.Zero);
            }

            return outcome;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the connection and zeroes every key; when it returns, the vault on the disk is all there is.</summary>
    public async Task LockAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await CloseAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Remembers a choice; until the first there is none, and the browser's wish counts.</summary>
    /// <exception cref="ArgumentException">Not one of <see cref="ProductCultures.All"/>.</exception>
    public Task SetLanguageAsync(string language)
    {
        if (!ProductCultures.Contains(language))
        {
            throw new ArgumentException("Not a language of the product.", nameof(language));
        }

        _settings = _settings with { Language = language };
        SettingsFile.Write(_directory, _settings);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await LockAsync();
        _vault.Dispose();
        _lock.Dispose();
        _gate.Dispose();
    }

    private bool OpenWorkspace()
    {
        if (DeviceIdentity.TryLoad(_vault.Store, _clock) is not { } identity)
        {
            return false;
        }

        var workspace = new Workspace(identity, _vault.Store, _directory, _clock, _logger);
        workspace.Start();
        _workspace = workspace;
        Changed?.Invoke(this, EventArgs.Empty);
        return true;
    }

    private async Task CloseAsync()
    {
        if (_workspace is { } workspace)
        {
            _workspace = null;
            await workspace.DisposeAsync();
        }

        if (_vault.IsOpen)
        {
            _vault.Lock();
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }
}
