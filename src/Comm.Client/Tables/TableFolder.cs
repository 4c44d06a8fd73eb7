using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Publishing;

namespace Comm.Client.Tables;

/// <summary>
/// The published tables that this installation has fetched, one file each, named by the hash. They are public data and lie outside the
/// vault; each time one is opened its signatures and its hash are checked again, so a file that somebody exchanged is no table.
/// </summary>
internal sealed class TableFolder(DataDirectory directory, Opaque rootKey, TimeProvider clock)
{
    private const string Ending = ".table";

    /// <summary>Twenty years of UN/LOCODE.</summary>
    private const int Most = 48;

    private readonly string _path = Path.Combine(directory.Path, "tables");

    /// <summary>Of every table that holds, newest first.</summary>
    public IReadOnlyList<TableManifest> Manifests() =>
        Directory.Exists(_path)
            ?
            [
                .. Directory
                    .EnumerateFiles(_path, "*" + Ending)
                    .Take(Most * 2)
                    .Select(file => Read(file)?.Manifest)
                    .OfType<TableManifest>()
                    .OrderByDescending(manifest => manifest.IssuedAt)
                    .ThenBy(manifest => manifest.ContentHash.ToString(), StringComparer.Ordinal),
            ]
            : [];

    public PublishedTable? Find(Opaque hash) =>
        Read(PathOf(hash)) is { } table && table.Manifest.ContentHash == hash ? table : null;

    /// <summary>The oldest ones of a kind make room.</summary>
    public void Keep(PublishedTable table)
    {
        directory.Create();
        Directory.CreateDirectory(_path);
        DataDirectory.ReplacePrivate(PathOf(table.Manifest.ContentHash), table.ToBytes());
        foreach (TableManifest old in Manifests().Where(manifest => manifest.Kind == table.Manifest.Kind).Skip(Most / 2))
        {
            File.Delete(PathOf(old.ContentHash));
        }
    }

    private PublishedTable? Read(string file)
    {
        try
        {
            return
                new FileInfo(file) is { Exists: true, Length: <= PublishedTable.MaxBytes }
                && PublishedTable.TryRead(File.ReadAllBytes(file), out PublishedTable? table)
                && table.Manifest.IsPublishedUnder(rootKey.Span, clock.GetUtcNow())
                ? table
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // As good as absent: it can be fetched again.
            return null;
        }
    }

    private string PathOf(Opaque hash) => Path.Combine(_path, hash + Ending);
}
