using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.KeyPackages;

namespace Comm.Client.Vault;

/// <summary>The private halves of the KeyPackages that the server hands out for us.</summary>
internal sealed class KeyPackageRows(SealedStore store)
{
    private static readonly Opaque Ours = Opaque.Empty;

    public static void Put(SealedWriter writer, KeyPackageSecrets secrets, DateTimeOffset lifetimeEnds)
    {
        using Secret saved = secrets.Save();
        writer.Put(RowKind.KeyPackage, Ours, secrets.Reference, lifetimeEnds.ToUnixTimeSeconds(), saved.Span);
    }

    /// <summary>Null when it is not ours, was used, or does not open.</summary>
    public KeyPackageSecrets? Find(Opaque reference)
    {
        byte[]? opened = store.Find(RowKind.KeyPackage, Ours, reference)?.Opened;
        try
        {
            return opened is null ? null : KeyPackageSecrets.TryLoad(opened);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    public static void Delete(SealedWriter writer, Opaque reference) => writer.Delete(RowKind.KeyPackage, Ours, reference);

    /// <summary>Removes those that nobody can use any more.</summary>
    public void DeleteEndedBefore(DateTimeOffset instant)
    {
        IReadOnlyList<StoredRow> ended = store.List(RowKind.KeyPackage, Ours, before: instant.ToUnixTimeSeconds());
        foreach (StoredRow row in ended)
        {
            CryptographicOperations.ZeroMemory(row.Opened);
        }

        if (ended.Count > 0)
        {
            store.Write(writer =>
            {
                foreach (StoredRow row in ended)
                {
                    Delete(writer, row.Id);
                }
            });
        }
    }
}
