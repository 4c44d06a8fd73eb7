using Comm.Crypto;
using Comm.Mls.Codec;
using Microsoft.Data.Sqlite;

namespace Comm.Client.Vault;

/// <summary>
/// The vault of one data directory (design D8): a SQLite file whose every row is sealed under a random key, which is wrapped
/// under the passphrase. The caller holds the <see cref="VaultLock"/>.
/// </summary>
public sealed class VaultFile(DataDirectory directory, TimeProvider clock) : IDisposable
{
    // SQLite's own codes for a file that is damaged, and for one that is no database.
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private SealedStore? _store;

    /// <summary>What a guess costs in a new vault. An existing one keeps its own.</summary>
    internal Argon2idCost NewVaultCost { get; init; } = Argon2idCost.Moderate;

    /// <summary>
    /// Whether a device lives here. A damaged file exists too: it must not be written over. One that holds only a pending enrolment
    /// may be.
    /// </summary>
    public bool Exists =>
        Look(
            connection => VaultFormat.HasTables(connection) && VaultFormat.FindPendingEnrolment(connection) is null,
            missing: false,
            damaged: true
        );

    /// <summary>What an enrolment was begun with here that has not come to its end; null without one.</summary>
    internal Opaque? PendingEnrolment => Look(VaultFormat.FindPendingEnrolment, missing: null, damaged: null);

    public bool IsOpen => _store is not null;

    /// <summary>How long until a passphrase may be tried again.</summary>
    public TimeSpan RetryAfter =>
        Look(
            connection =>
                VaultFormat.HasTables(connection) ? UnlockAttempts.RetryAfter(connection, clock.GetUtcNow()) : TimeSpan.Zero,
            missing: TimeSpan.Zero,
            damaged: TimeSpan.Zero
        );

    internal SealedStore Store => _store ?? throw new InvalidOperationException("The vault is locked.");

    public async Task<UnlockOutcome> UnlockAsync(ReadOnlyMemory<char> passphrase, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(directory.Vault))
            {
                return new UnlockOutcome(UnlockResult.NotEnrolled, TimeSpan.Zero);
            }

            // Argon2id takes its second on another thread than the page's.
            return await Task.Run(() => Unlock(passphrase.Span), cancellationToken);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            return new UnlockOutcome(UnlockResult.Damaged, TimeSpan.Zero);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Makes the vault with its first rows, in one transaction, and leaves it open. A pending enrolment is given up for it.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    internal async Task CreateAsync(
        ReadOnlyMemory<char> passphrase,
        Action<SealedWriter> firstRows,
        CancellationToken cancellationToken
    )
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Exists || IsOpen)
            {
                throw new InvalidOperationException("There is a vault here already.");
            }

            await Task.Run(() => Create(passphrase.Span, firstRows), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Zeroes the key and closes the file.</summary>
    public void Lock()
    {
        _store?.Dispose();
        _store = null;
    }

    public void Dispose()
    {
        Lock();
        _gate.Dispose();
    }

    private UnlockOutcome Unlock(ReadOnlySpan<char> passphrase)
    {
        if (_store is not null)
        {
            return new UnlockOutcome(UnlockResult.Unlocked, TimeSpan.Zero);
        }

        SqliteConnection? connection = VaultFormat.Open(directory.Vault);
        try
        {
            if (!VaultFormat.HasTables(connection))
            {
                return new UnlockOutcome(UnlockResult.NotEnrolled, TimeSpan.Zero);
            }

            if (VaultHeader.TryRead(connection) is not { } header)
            {
                return new UnlockOutcome(UnlockResult.Damaged, TimeSpan.Zero);
            }

            TimeSpan wait = UnlockAttempts.RetryAfter(connection, clock.GetUtcNow());
            if (wait > TimeSpan.Zero)
            {
                return new UnlockOutcome(UnlockResult.TooEarly, wait);
            }

            UnlockAttempts.Count(connection, clock.GetUtcNow());
            using Secret? encoded = Passphrase.TryEncode(passphrase);
            if (encoded is null || header.TryUnwrap(encoded.Span) is not { } key)
            {
                return new UnlockOutcome(UnlockResult.WrongPassphrase, UnlockAttempts.Fail(connection, clock.GetUtcNow()));
            }

            UnlockAttempts.Forget(connection, clock.GetUtcNow());
            _store = new SealedStore(connection, key);
            connection = null;
            return new UnlockOutcome(UnlockResult.Unlocked, TimeSpan.Zero);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private void Create(ReadOnlySpan<char> passphrase, Action<SealedWriter> firstRows)
    {
        directory.Create();
        DataDirectory.OpenPrivate(directory.Vault, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        using Secret encoded =
            Passphrase.TryEncode(passphrase) ?? throw new ArgumentException("No passphrase.", nameof(passphrase));
        Secret key = Secret.Random(32);
        SqliteConnection connection = VaultFormat.Open(directory.Vault);
        var store = new SealedStore(connection, key);
        try
        {
            using (SqliteTransaction transaction = connection.BeginTransaction())
            {
                VaultFormat.CreateTables(connection, transaction);
                VaultHeader.Wrap(key, encoded.Span, NewVaultCost).Write(connection, transaction);
                firstRows(new SealedWriter(store, transaction));
                transaction.Commit();
            }
        }
        catch
        {
            store.Dispose();
            throw;
        }

        _store = store;
    }

    /// <summary>A look at the file through a connection of its own, with or without the vault open.</summary>
    private T Look<T>(Func<SqliteConnection, T> look, T missing, T damaged)
    {
        if (!File.Exists(directory.Vault))
        {
            return missing;
        }

        try
        {
            using SqliteConnection connection = VaultFormat.Open(directory.Vault);
            return look(connection);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            return damaged;
        }
    }

    private static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;
}
