using Comm.Crypto;
using Comm.Mls.Codec;
using Microsoft.Data.Sqlite;

namespace Comm.Client.Vault;

/// <summary>The SQLite file: its settings and its tables. What is not in <c>rows</c> needs no key: how to try one, and how often it was tried.</summary>
internal static class VaultFormat
{
    public const int Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS vault (
            one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL, salt BLOB NOT NULL, memory_bytes INTEGER NOT NULL,
            passes INTEGER NOT NULL, nonce BLOB NOT NULL, wrapped_key BLOB NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS attempts (
            one INTEGER PRIMARY KEY CHECK (one = 1), failures INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS rows (
            kind INTEGER NOT NULL, parent BLOB NOT NULL, id BLOB NOT NULL, position INTEGER NOT NULL, version INTEGER NOT NULL,
            sealed BLOB NOT NULL, PRIMARY KEY (kind, parent, id)) STRICT;
        CREATE INDEX IF NOT EXISTS rows_by_position ON rows (kind, parent, position);
        """;

    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        try
        {
            connection.Open();
            // WAL and FULL: a commit that has returned is on the disk. secure_delete: what is deleted is overwritten.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the tables; those of an enrolment that is given up are emptied.</summary>
    public static void CreateTables(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Tables + "DELETE FROM vault; DELETE FROM attempts; DELETE FROM rows;";
        command.ExecuteNonQuery();
    }

    /// <summary>Made in one transaction with the first rows: where they are not, a creation did not end, and nothing was lost.</summary>
    public static bool HasTables(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('vault', 'attempts', 'rows')";
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <summary>
    /// The id of the row that says so, of a vault that holds an enrolment on its way and nothing else; read without a key. Once
    /// there is a profile, no such row makes the vault one that may be given up.
    /// </summary>
    public static Opaque? FindPendingEnrolment(SqliteConnection connection)
    {
        if (!HasTables(connection))
        {
            return null;
        }

        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            "SELECT id FROM rows WHERE kind = $pending AND NOT EXISTS (SELECT 1 FROM rows WHERE kind = $profile)";
        command.Parameters.AddWithValue("$pending", (int)RowKind.PendingEnrolment);
        command.Parameters.AddWithValue("$profile", (int)RowKind.Profile);
        return (byte[]?)command.ExecuteScalar() is { } id ? (Opaque?)id : (Opaque?)null;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>
/// How the vault key is wrapped: XChaCha20-Poly1305 under Argon2id(passphrase, salt, cost). Salt and cost are associated data
/// too.
/// </summary>
internal sealed record VaultHeader(Opaque Salt, Argon2idCost Cost, Opaque Nonce, Opaque WrappedKey)
{
    private const int KeySize = 32;

    public static VaultHeader Wrap(Secret vaultKey, ReadOnlySpan<byte> passphrase, Argon2idCost cost)
    {
        Opaque salt = Random(Argon2id.SaltSize);
        Opaque nonce = Random(AeadAlgorithm.XChaCha20Poly1305.NonceSize);
        using Secret wrapping = Argon2id.Derive(passphrase, salt.Span, cost, KeySize);
        byte[] wrapped = AeadAlgorithm.XChaCha20Poly1305.Encrypt(
            wrapping.Span,
            nonce.Span,
            AssociatedData(salt, cost),
            vaultKey.Span
        );
        return new VaultHeader(salt, cost, nonce, wrapped);
    }

    /// <summary>Null for a wrong passphrase, or a header that was changed: the two cannot be told apart.</summary>
    public Secret? TryUnwrap(ReadOnlySpan<byte> passphrase)
    {
        using Secret wrapping = Argon2id.Derive(passphrase, Salt.Span, Cost, KeySize);
        return AeadAlgorithm.XChaCha20Poly1305.DecryptSecret(
            wrapping.Span,
            Nonce.Span,
            AssociatedData(Salt, Cost),
            WrappedKey.Span
        );
    }

    /// <summary>Null when there is none, or none that can be used.</summary>
    public static VaultHeader? TryRead(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT format, salt, memory_bytes, passes, nonce, wrapped_key FROM vault WHERE one = 1";
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read() || reader.GetInt64(0) != VaultFormat.Version)
        {
            return null;
        }

        Opaque salt = reader.GetFieldValue<byte[]>(1);
        Opaque nonce = reader.GetFieldValue<byte[]>(4);
        Opaque wrapped = reader.GetFieldValue<byte[]>(5);
        long memory = reader.GetInt64(2);
        long passes = reader.GetInt64(3);
        bool isUsable =
            salt.Length == Argon2id.SaltSize
            && nonce.Length == AeadAlgorithm.XChaCha20Poly1305.NonceSize
            && wrapped.Length == KeySize + AeadAlgorithm.XChaCha20Poly1305.TagSize
            && passes is >= 0 and <= int.MaxValue
            && Argon2idCost.IsAcceptable(memory, (int)passes);
        return isUsable ? new VaultHeader(salt, new Argon2idCost(memory, (int)passes), nonce, wrapped) : null;
    }

    public void Write(SqliteConnection connection, SqliteTransaction transaction)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "INSERT INTO vault (one, format, salt, memory_bytes, passes, nonce, wrapped_key) "
            + "VALUES (1, $format, $salt, $memory, $passes, $nonce, $key)";
        command.Parameters.AddWithValue("$format", VaultFormat.Version);
        command.Parameters.AddWithValue("$salt", Salt.ToArray());
        command.Parameters.AddWithValue("$memory", Cost.MemoryBytes);
        command.Parameters.AddWithValue("$passes", Cost.Passes);
        command.Parameters.AddWithValue("$nonce", Nonce.ToArray());
        command.Parameters.AddWithValue("$key", WrappedKey.ToArray());
        command.ExecuteNonQuery();
    }

    private static Opaque Random(int length)
    {
        var bytes = new byte[length];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
        return bytes;
    }

    private static byte[] AssociatedData(Opaque salt, Argon2idCost cost)
    {
        using var writer = new MlsWriter();
        writer.WriteVector("CustomsComm 1 vault key"u8);
        writer.WriteUInt8(VaultFormat.Version);
        writer.WriteVector(salt.Span);
        writer.WriteUInt64((ulong)cost.MemoryBytes);
        writer.WriteUInt32((uint)cost.Passes);
        return writer.ToArray();
    }
}
