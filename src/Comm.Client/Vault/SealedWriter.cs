using Comm.Mls.Codec;
using Microsoft.Data.Sqlite;

namespace Comm.Client.Vault;

/// <summary>The writes of one transaction, and reads that see them.</summary>
internal readonly struct SealedWriter(SealedStore store, SqliteTransaction transaction)
{
    public StoredRow? Find(RowKind kind, Opaque parent, Opaque id) => store.FindCore(transaction, kind, parent, id);

    public IReadOnlyList<StoredRow> List(RowKind kind, Opaque parent, long upTo) => store.List(transaction, kind, parent, upTo);

    public bool Exists(RowKind kind, Opaque parent, Opaque id) => store.Exists(transaction, kind, parent, id);

    public void Put(RowKind kind, Opaque parent, Opaque id, long position, ReadOnlySpan<byte> plaintext) =>
        store.Put(transaction, kind, parent, id, position, plaintext);

    public void Delete(RowKind kind, Opaque parent, Opaque id) => store.Delete(transaction, kind, parent, id);

    public void DeleteAll(RowKind kind, Opaque parent) => store.Delete(transaction, kind, parent, null);
}
