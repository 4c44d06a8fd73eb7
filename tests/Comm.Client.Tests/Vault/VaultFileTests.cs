using System.Text;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Microsoft.Data.Sqlite;

namespace Comm.Client.Tests.Vault;

public sealed class VaultFileTests : IDisposable
{
    private const string Passphrase = "tangerine harbour 42";
    private static readonly Opaque Parent = "parent"u8.ToArray();

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly DataDirectory _directory;

    public VaultFileTests() => _directory = new DataDirectory(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatWasWrittenIsReadAgainAfterUnlocking()
    {
        await CreateAsync(("one", 1, "first"), ("two", 2, "second"));

        using VaultFile vault = await UnlockedAsync();

        Assert.Equal<string?[]>(["first", "second"], Read(vault));
    }

    [Fact]
    public async Task ARowChangedByOneBitIsNamedAndTheRestStillOpens()
    {
        await CreateAsync(("one", 1, "first"), ("two", 2, "second"), ("three", 3, "third"));
        byte[] sealedRow = ReadBlob("SELECT sealed FROM rows WHERE position = 2 AND kind = 6");
        for (int bit = 0; bit < sealedRow.Length * 8; bit += 37)
        {
            byte[] changed = [.. sealedRow];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            WriteBlob("UPDATE rows SET sealed = $blob WHERE position = 2 AND kind = 6", changed);

            using VaultFile vault = await UnlockedAsync();

            Assert.Equal<string?[]>(["first", null, "third"], Read(vault));
        }
    }

    [Fact]
    public async Task TwoRowsWhoseContentsWereSwappedAreBothRefused()
    {
        await CreateAsync(("one", 1, "first"), ("two", 2, "second"), ("three", 3, "third"));
        byte[] first = ReadBlob("SELECT sealed FROM rows WHERE position = 1 AND kind = 6");
        byte[] second = ReadBlob("SELECT sealed FROM rows WHERE position = 2 AND kind = 6");
        WriteBlob("UPDATE rows SET sealed = $blob WHERE position = 1 AND kind = 6", second);
        WriteBlob("UPDATE rows SET sealed = $blob WHERE position = 2 AND kind = 6", first);

        using VaultFile vault = await UnlockedAsync();

        Assert.Equal<string?[]>([null, null, "third"], Read(vault));
    }

    [Theory]
    [InlineData("UPDATE rows SET position = 9 WHERE position = 1 AND kind = 6")]
    [InlineData("UPDATE rows SET id = x'01' WHERE position = 1 AND kind = 6")]
    [InlineData("UPDATE rows SET version = 2 WHERE position = 1 AND kind = 6")]
    public async Task ARowDoesNotOpenInAnotherPlace(string move)
    {
        await CreateAsync(("one", 1, "first"));
        Execute(move);

        using VaultFile vault = await UnlockedAsync();

        Assert.Equal<string?[]>([null], Read(vault));
    }

    [Fact]
    public async Task TheWrongPassphraseOpensNothingAndTheDelayGrowsOverRestarts()
    {
        await CreateAsync(("one", 1, "first"));
        var delays = new List<double>();
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using var vault = new VaultFile(_directory, _clock);
            UnlockOutcome wrong = await vault.UnlockAsync("not the passphrase".AsMemory(), default);
            Assert.Equal(UnlockResult.WrongPassphrase, wrong.Result);
            Assert.False(vault.IsOpen);
            delays.Add(wrong.RetryAfter.TotalSeconds);
            _clock.Advance(wrong.RetryAfter);
        }

        Assert.Equal([1, 2, 4, 8, 16], delays);
    }

    [Fact]
    public async Task BeforeTheDelayIsOverEvenTheRightPassphraseIsNotTried()
    {
        await CreateAsync(("one", 1, "first"));
        using var vault = new VaultFile(_directory, _clock);
        await vault.UnlockAsync("not the passphrase".AsMemory(), default);

        UnlockOutcome early = await vault.UnlockAsync(Passphrase.AsMemory(), default);
        _clock.Advance(early.RetryAfter);
        UnlockOutcome after = await vault.UnlockAsync(Passphrase.AsMemory(), default);

        Assert.Equal(new UnlockOutcome(UnlockResult.TooEarly, TimeSpan.FromSeconds(1)), early);
        Assert.Equal(UnlockResult.Unlocked, after.Result);
        Assert.Equal(TimeSpan.Zero, vault.RetryAfter);
    }

    [Fact]
    public async Task OnePassphraseIsTheSameHoweverItsAccentsAreTyped()
    {
        using (var vault = NewVault())
        {
            await vault.CreateAsync("caf\u00e9 du port 1789".AsMemory(), _ => { }, default);
        }

        using var again = new VaultFile(_directory, _clock);

        Assert.Equal(UnlockResult.Unlocked, (await again.UnlockAsync("cafe\u0301 du port 1789".AsMemory(), default)).Result);
    }

    [Fact]
    public async Task AfterLockingTheStoreGivesNothingAndTheKeyIsGone()
    {
        await CreateAsync(("one", 1, "first"));
        using VaultFile vault = await UnlockedAsync();
        SealedStore store = vault.Store;

        vault.Lock();

        Assert.False(vault.IsOpen);
        Assert.Throws<ObjectDisposedException>(() => store.List(RowKind.Entry, Parent));
        Assert.Throws<ObjectDisposedException>(() => store.Write(_ => { }));
        Assert.Throws<InvalidOperationException>(() => vault.Store);
    }

    [Fact]
    public async Task NothingReadableIsInTheFile()
    {
        const string Marker = "PELICAN-MARKER-7731";
        await CreateAsync(("one", 1, Marker));

        foreach (string file in Directory.EnumerateFiles(_folder.Path))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker)) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Marker)) < 0, file);
        }
    }

    [SkippableFact]
    public async Task OnlyTheOwnerMayReadFolderAndFiles()
    {
        Skip.If(OperatingSystem.IsWindows());
#pragma warning disable CA1416 // Skipped on Windows, by the line above.
        await CreateAsync(("one", 1, "first"));
        using VaultFile vault = await UnlockedAsync();
        using VaultLock? held = VaultLock.TryTake(_directory);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_folder.Path)
        );
        Assert.All(
            Directory.EnumerateFiles(_folder.Path),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file))
        );
#pragma warning restore CA1416
    }

    [Fact]
    public void OnlyOneHolderHasTheLock()
    {
        _directory.Create();
        using (VaultLock? first = VaultLock.TryTake(_directory))
        {
            Assert.NotNull(first);
            Assert.Null(VaultLock.TryTake(_directory));
        }

        using VaultLock? next = VaultLock.TryTake(_directory);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task AFileThatIsNoVaultIsDamagedAndNotWrittenOver()
    {
        _directory.Create();
        await File.WriteAllTextAsync(_directory.Vault, "this was something else, and long enough to be taken for a header");
        using VaultFile vault = NewVault();

        Assert.True(vault.Exists);
        Assert.Equal(UnlockResult.Damaged, (await vault.UnlockAsync(Passphrase.AsMemory(), default)).Result);
        await Assert.ThrowsAsync<InvalidOperationException>(() => vault.CreateAsync(Passphrase.AsMemory(), _ => { }, default));
    }

    [Fact]
    public async Task ACostThatWouldStopTheMachineIsDamageAndNotTried()
    {
        await CreateAsync(("one", 1, "first"));
        Execute("UPDATE vault SET memory_bytes = 1099511627776");
        using var vault = new VaultFile(_directory, _clock);

        Assert.Equal(UnlockResult.Damaged, (await vault.UnlockAsync(Passphrase.AsMemory(), default)).Result);
    }

    [Fact]
    public async Task ACreationThatWasCutShortLeavesNoVault()
    {
        using (VaultFile vault = NewVault())
        {
            await Assert.ThrowsAsync<IOException>(() =>
                vault.CreateAsync(Passphrase.AsMemory(), _ => throw new IOException("power"), default)
            );
            Assert.False(vault.Exists);
        }

        await CreateAsync(("one", 1, "first"));
        using VaultFile again = await UnlockedAsync();
        Assert.Equal<string?[]>(["first"], Read(again));
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("eleven char", false)]
    [InlineData("a longer one", true)]
    [InlineData("كلمة مرور طويلة جدا", true)]
    public void LengthIsWhatMakesAPassphraseStrong(string passphrase, bool isStrong) =>
        Assert.Equal(isStrong, Client.Vault.Passphrase.IsStrongEnough(passphrase));

    private VaultFile NewVault() =>
        new(_directory, _clock) { NewVaultCost = new Argon2idCost(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses) };

    private async Task CreateAsync(params (string Id, long Position, string Text)[] rows)
    {
        using VaultFile vault = NewVault();
        await vault.CreateAsync(
            Passphrase.AsMemory(),
            writer =>
            {
                foreach ((string id, long position, string text) in rows)
                {
                    writer.Put(RowKind.Entry, Parent, Encoding.UTF8.GetBytes(id), position, Encoding.UTF8.GetBytes(text));
                }
            },
            default
        );
    }

    private async Task<VaultFile> UnlockedAsync()
    {
        var vault = new VaultFile(_directory, _clock);
        Assert.Equal(UnlockResult.Unlocked, (await vault.UnlockAsync(Passphrase.AsMemory(), default)).Result);
        return vault;
    }

    private static string?[] Read(VaultFile vault) =>
        [
            .. vault
                .Store.List(RowKind.Entry, Parent)
                .Select(row => row.Opened is null ? null : Encoding.UTF8.GetString(row.Opened)),
        ];

    private void Execute(string sql)
    {
        using SqliteConnection connection = VaultFormat.Open(_directory.Vault);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private byte[] ReadBlob(string sql)
    {
        using SqliteConnection connection = VaultFormat.Open(_directory.Vault);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (byte[])command.ExecuteScalar()!;
    }

    private void WriteBlob(string sql, byte[] blob)
    {
        using SqliteConnection connection = VaultFormat.Open(_directory.Vault);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$blob", blob);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
