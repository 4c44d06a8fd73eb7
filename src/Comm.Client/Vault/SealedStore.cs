using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Microsoft.Data.Sqlite;

namespace Comm.Client.Vault;

/// <summary>A row as it was found. <see cref="Opened"/> is null when it does not open: changed, or moved from elsewhere.</summary>
internal sealed record StoredRow(
    Opaque Parent,
    Opaque Id,
    long Position,
    [property: SuppressMessage(
        "Performance",
        "CA1819:Properties should not return arrays",
        Justification = "The caller owns and zeroes it."
    )]
        byte[]? Opened
);

/// <summary>
/// One table of sealed rows. Each is XChaCha20-Poly1305 under the vault key with a random nonce; its kind, parent, id, position
/// and version are the associated data, so that a row opens only where it was put. One connection, one caller at a time.
/// </summary>
internal sealed class SealedStore : IDisposable
{
    private static readonly AeadAlgorithm Cipher = AeadAlgorithm.XChaCha20Poly1305;

    private readonly SqliteConnection _connection;
    private readonly Secret _key;
    private readonly Lock _gate = new();
    private bool _disposed;

    /// <summary>Takes over both.</summary>
    internal SealedStore(SqliteConnection connection, Secret key)
    {
        _connection = connection;
        _key = key;
    }

    /// <summary>Called before every write and before every commit; tests stop the machine here.</summary>
    internal Action? BeforeStep { get; set; }

    public StoredRow? Find(RowKind kind, Opaque parent, Opaque id)
    {
        lock (_gate)
        {
            return FindCore(null, kind, parent, id);
        }
    }

    /// <summary>Rows of a parent in order of position, from after one position to before another.</summary>
    public IReadOnlyList<StoredRow> List(
        RowKind kind,
        Opaque parent,
        long after = long.MinValue,
        long before = long.MaxValue,
        int take = int.MaxValue,
        bool newestFirst = false
    )
    {
        lock (_gate)
        {
            using SqliteCommand command = Command(
                null,
                "SELECT parent, id, position, version, sealed FROM rows WHERE kind = $kind AND parent = $parent "
                    + "AND position > $after AND position < $before ORDER BY position "
                    + (newestFirst ? "DESC" : "ASC")
                    + " LIMIT $take"
            );
            Bind(command, kind, parent);
            command.Parameters.AddWithValue("$after", after);
            command.Parameters.AddWithValue("$before", before);
            command.Parameters.AddWithValue("$take", take);
            return ReadAll(command, kind);
        }
    }

    /// <summary>All rows of a kind, over all parents.</summary>
    public IReadOnlyList<StoredRow> ListAll(RowKind kind)
    {
        lock (_gate)
        {
            using SqliteCommand command = Command(
                null,
                "SELECT parent, id, position, version, sealed FROM rows WHERE kind = $kind ORDER BY parent, position"
            );
            command.Parameters.AddWithValue("$kind", (int)kind);
            return ReadAll(command, kind);
        }
    }

    public int Count(RowKind kind)
    {
        lock (_gate)
        {
            using SqliteCommand command = Command(null, "SELECT count(*) FROM rows WHERE kind = $kind");
            command.Parameters.AddWithValue("$kind", (int)kind);
            return (int)(long)command.ExecuteScalar()!;
        }
    }

    /// <summary>
    /// One transaction: all of it is on the disk when this returns, or, whatever <paramref name="write"/> throws, none of it.
    /// </summary>
    public void Write(Action<SealedWriter> write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using SqliteTransaction transaction = _connection.BeginTransaction();
            write(new SealedWriter(this, transaction));
            BeforeStep?.Invoke();
            transaction.Commit();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _key.Dispose();
            using (SqliteCommand checkpoint = _connection.CreateCommand())
            {
                // What secure_delete has cleared in the file must not live on in the log beside it.
                checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                checkpoint.ExecuteNonQuery();
            }

            _connection.Dispose();
        }
    }

    internal StoredRow? FindCore(SqliteTransaction? transaction, RowKind kind, Opaque parent, Opaque id)
    {
        using SqliteCommand command = Command(
            transaction,
            "SELECT parent, id, position, version, sealed FROM rows WHERE kind = $kind AND parent = $parent AND id = $id"
        );
        Bind(command, kind, parent);
        command.Parameters.AddWithValue("$id", id.ToArray());
        return ReadAll(command, kind).SingleOrDefault();
    }

    internal bool Exists(SqliteTransaction transaction, RowKind kind, Opaque parent, Opaque id) =>
        VersionOf(transaction, kind, parent, id) is not null;

    internal void Put(
        SqliteTransaction transaction,
        RowKind kind,
        Opaque parent,
        Opaque id,
        long position,
        ReadOnlySpan<byte> plaintext
    )
    {
        BeforeStep?.Invoke();
        long version = (VersionOf(transaction, kind, parent, id) ?? 0) + 1;
        using SqliteCommand command = Command(
            transaction,
            "INSERT INTO rows (kind, parent, id, position, version, sealed) VALUES ($kind, $parent, $id, $position, $version, $sealed) "
                + "ON CONFLICT (kind, parent, id) DO UPDATE SET position = $position, version = $version, sealed = $sealed"
        );
        Bind(command, kind, parent);
        command.Parameters.AddWithValue("$id", id.ToArray());
        command.Parameters.AddWithValue("$position", position);
        command.Parameters.AddWithValue("$version", version);
        command.Parameters.AddWithValue("$sealed", Seal(AssociatedData(kind, parent, id, position, version), plaintext));
        command.ExecuteNonQuery();
    }

    /// <summary>One row, or with no id all of the parent's.</summary>
    internal void Delete(SqliteTransaction transaction, RowKind kind, Opaque parent, Opaque? id)
    {
        BeforeStep?.Invoke();
        using SqliteCommand command = Command(
            transaction,
            "DELETE FROM rows WHERE kind = $kind AND parent = $parent" + (id is null ? "" : " AND id = $id")
        );
        Bind(command, kind, parent);
        if (id is { } one)
        {
            command.Parameters.AddWithValue("$id", one.ToArray());
        }

        command.ExecuteNonQuery();
    }

    private long? VersionOf(SqliteTransaction transaction, RowKind kind, Opaque parent, Opaque id)
    {
        using SqliteCommand command = Command(
            transaction,
            "SELECT version FROM rows WHERE kind = $kind AND parent = $parent AND id = $id"
        );
        Bind(command, kind, parent);
        command.Parameters.AddWithValue("$id", id.ToArray());
        return (long?)command.ExecuteScalar();
    }

    private List<StoredRow> ReadAll(SqliteCommand command, RowKind kind)
    {
        var rows = new List<StoredRow>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            Opaque parent = reader.GetFieldValue<byte[]>(0);
            Opaque id = reader.GetFieldValue<byte[]>(1);
            long position = reader.GetInt64(2);
            byte[]? opened = Open(
                AssociatedData(kind, parent, id, position, reader.GetInt64(3)),
                reader.GetFieldValue<byte[]>(4)
            );
            rows.Add(new StoredRow(parent, id, position, opened));
        }

        return rows;
    }

    private SqliteCommand Command(SqliteTransaction? transaction, string sql)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command;
    }

    private static void Bind(SqliteCommand command, RowKind kind, Opaque parent)
    {
        command.Parameters.AddWithValue("$kind", (int)kind);
        command.Parameters.AddWithValue("$parent", parent.ToArray());
    }

    private byte[] Seal(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var row = new byte[Cipher.NonceSize + plaintext.Length + Cipher.TagSize];
        Span<byte> nonce = row.AsSpan(0, Cipher.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Cipher.Encrypt(_key.Span, nonce, associatedData, plaintext, row.AsSpan(Cipher.NonceSize));
        return row;
    }

    private byte[]? Open(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> row) =>
        row.Length < Cipher.NonceSize
            ? null
            : Cipher.Decrypt(_key.Span, row[..Cipher.NonceSize], associatedData, row[Cipher.NonceSize..]);

    /// <summary><c>opaque label&lt;V&gt;; uint8 kind; opaque parent&lt;V&gt;; opaque id&lt;V&gt;; uint64 position; uint64 version;</c></summary>
    private static byte[] AssociatedData(RowKind kind, Opaque parent, Opaque id, long position, long version)
    {
        using var writer = new MlsWriter();
        writer.WriteVector("CustomsComm 1 vault row"u8);
        writer.WriteUInt8((byte)kind);
        writer.WriteVector(parent.Span);
        writer.WriteVector(id.Span);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, position);
        writer.WriteFixed(number);
        BinaryPrimitives.WriteInt64BigEndian(number, version);
        writer.WriteFixed(number);
        return writer.ToArray();
    }
}

/// <summary>The writes of one transaction, and reads that see them.</summary>
internal readonly struct SealedWriter(SealedStore store, SqliteTransaction transaction)
{
    public StoredRow? Find(RowKind kind, Opaque parent, Opaque id) => store.FindCore(transaction, kind, parent, id);

    public bool Exists(RowKind kind, Opaque parent, Opaque id) => store.Exists(transaction, kind, parent, id);

    public void Put(RowKind kind, Opaque parent, Opaque id, long position, ReadOnlySpan<byte> plaintext) =>
        store.Put(transaction, kind, parent, id, position, plaintext);

    public void Delete(RowKind kind, Opaque parent, Opaque id) => store.Delete(transaction, kind, parent, id);

    public void DeleteAll(RowKind kind, Opaque parent) => store.Delete(transaction, kind, parent, null);
}
