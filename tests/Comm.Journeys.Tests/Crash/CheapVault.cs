using Comm.Client.Vault;
using Comm.Crypto;
using Microsoft.Data.Sqlite;

namespace Comm.Journeys.Tests.Crash;

/// <summary>The same vault under the same passphrase, but quick to open.</summary>
internal static class CheapVault
{
    /// <summary>Nobody may hold the vault meanwhile.</summary>
    public static async Task RewrapAsync(string folder, string passphrase)
    {
        using Secret encoded = Passphrase.TryEncode(passphrase)!;
        await using SqliteConnection connection = VaultFormat.Open(new DataDirectory(folder).Vault);
        using Secret key = VaultHeader.TryRead(connection)!.TryUnwrap(encoded.Span)!;
        await using SqliteTransaction transaction = connection.BeginTransaction();
        await using SqliteCommand delete = connection.CreateCommand();
        delete.Transaction = transaction;
        delete.CommandText = "DELETE FROM vault";
        await delete.ExecuteNonQueryAsync();
        Argon2idCost least = new(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses);
        VaultHeader.Wrap(key, encoded.Span, least).Write(connection, transaction);
        await transaction.CommitAsync();
    }
}
