using System.Collections.Concurrent;
using Comm.Mls.Codec;
using Comm.Shared.Commodities;
using Comm.Shared.Locations;
using Comm.Shared.Publishing;

namespace Comm.Client.Tables;

/// <summary>
/// The code tables of this installation: the newest published ones that it has, or those that came with the product. Look-ups and rules ask
/// here; nothing of what somebody types leaves the machine (design D12).
/// </summary>
public sealed class CodeTables
{
    private readonly TableFolder _folder;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Opaque, Lazy<LocationTable?>> _locations = new();
    private readonly ConcurrentDictionary<Opaque, Lazy<HsTable?>> _commodities = new();
    private volatile State _state = new([], null, LocationTable.Shipped);

    internal CodeTables(TableFolder folder) => _folder = folder;

    /// <summary>What is offered and what rules ask.</summary>
    public LocationTable Locations => _state.Locations;

    /// <summary>Of the published table in <see cref="Locations"/>; null while that is the one that came with the product.</summary>
    public TableManifest? LocationsManifest => _state.InUse;

    /// <summary>Every published table that is here, newest first.</summary>
    public IReadOnlyList<TableManifest> Installed => _state.Installed;

    public bool Has(Opaque hash) => Installed.Any(manifest => manifest.ContentHash == hash);

    /// <summary>The published table with this hash, for a group that is bound to it; null when it is not here.</summary>
    public LocationTable? LocationsOf(Opaque hash) =>
        Installed.FirstOrDefault(manifest => manifest.Kind == TableKind.Locations && manifest.ContentHash == hash) is { } known
            ? Of(_locations, known, LocationsIn)
            : null;

    /// <summary>A place by its key: in the table in use, else in an older one, so that an old report goes on being readable.</summary>
    public Location? FindPlace(string code)
    {
        if (Locations.ByCode(code) is { } known)
        {
            return known;
        }

        if (!LocationTable.IsWellFormed(code))
        {
            return null;
        }

        foreach (TableManifest older in Installed.Where(manifest => manifest.Kind == TableKind.Locations))
        {
            if (LocationsOf(older.ContentHash)?.ByCode(code) is { } place)
            {
                return place;
            }
        }

        return LocationTable.Shipped.ByCode(code);
    }

    /// <summary>The Harmonized System of an edition; null when nobody has published it.</summary>
    public HsTable? HarmonizedSystem(int edition) =>
        Installed
            .Where(manifest => manifest.Kind == TableKind.HarmonizedSystem)
            .Select(manifest => Of(_commodities, manifest, CommoditiesIn))
            .FirstOrDefault(table => table?.Edition == edition);

    /// <summary>Looks what is there, and takes the newest into use. Half a second of work for a full table.</summary>
    internal void Load()
    {
        lock (_gate)
        {
            IReadOnlyList<TableManifest> installed = _folder.Manifests();
            foreach (TableManifest manifest in installed.Where(manifest => manifest.Kind == TableKind.Locations))
            {
                if (Of(_locations, manifest, LocationsIn) is { } table)
                {
                    // Before anybody types: the first key press should not pay for the index.
                    _ = LocationSearch.For(table);
                    _state = new State(installed, manifest, table);
                    return;
                }
            }

            _state = new State(installed, null, LocationTable.Shipped);
        }
    }

    /// <summary>Keeps a table whose signatures hold, if its text is what it says and is a table of its kind.</summary>
    internal bool TryKeep(PublishedTable table)
    {
        bool isOne = table.Manifest.Kind switch
        {
            TableKind.Locations => LocationsIn(table) is not null,
            TableKind.HarmonizedSystem => CommoditiesIn(table) is not null,
            _ => false,
        };
        if (isOne)
        {
            _folder.Keep(table);
        }

        return isOne;
    }

    private T? Of<T>(ConcurrentDictionary<Opaque, Lazy<T?>> known, TableManifest manifest, Func<PublishedTable, T?> read)
        where T : class =>
        known
            .GetOrAdd(manifest.ContentHash, hash => new Lazy<T?>(() => _folder.Find(hash) is { } table ? read(table) : null))
            .Value;

    private static LocationTable? LocationsIn(PublishedTable table) =>
        table.TryUnpack(out byte[]? text) && LocationTableText.TryRead(text, out LocationTable? read, out _) ? read : null;

    private static HsTable? CommoditiesIn(PublishedTable table) =>
        table.TryUnpack(out byte[]? text) && HsTableText.TryRead(text, out HsTable? read, out _) ? read : null;

    private sealed record State(IReadOnlyList<TableManifest> Installed, TableManifest? InUse, LocationTable Locations);
}
