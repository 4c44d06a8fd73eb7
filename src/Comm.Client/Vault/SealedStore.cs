using System.Diagnostics.CodeAnalysis;
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
/// One table of sealed rows (<see cref="RowCipher"/>), each of which opens only where it was put. One connection, one caller at a time.
/// </summary>
internal sealed class SealedStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly RowCipher _cipher;
    private readonly Lock _gate = new();
    private bool _disposed;

    /// <summary>Takes over both.</summary>
    internal SealedStore(SqliteConnection connection, Secret key)
    {
        _connection = connection;
        _cipher = new RowCipher(key);
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
            _cipher.Dispose();
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

    /// <summary>Rows of a parent up to and with a position, as the transaction sees them.</summary>
    internal IReadOnlyList<StoredRow> List(SqliteTransaction transaction, RowKind kind, Opaque parent, long upTo)
    {
        using SqliteCommand command = Command(
            transaction,
            "SELECT parent, id, position, version, sealed FROM rows WHERE kind = $kind AND parent = $parent "
                + "AND position <= $upTo ORDER BY position"
        );
        Bind(command, kind, parent);
        command.Parameters.AddWithValue("$upTo", upTo);
        return ReadAll(command, kind);
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
        command.Parameters.AddWithValue("$sealed", _cipher.Seal(new RowPlace(kind, parent, id, position, version), plaintext));
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
            byte[]? opened = _cipher.Open(
                new RowPlace(kind, parent, id, position, reader.GetInt64(3)),
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
}
