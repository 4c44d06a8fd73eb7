using System.Threading.Channels;
using Comm.Client.Engine;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;

namespace Comm.Client.Tables;

/// <summary>
/// Fetches newer tables when the server has them: whole, once, and whatever the officer is looking for. What the server says counts for
/// nothing; the publisher's signature under the platform's root does, and then the hash.
/// </summary>
/// <param name="bound">The tables that groups are bound to, by their hashes: fetched whatever their age.</param>
internal sealed class TableUpdates(
    ITableSource source,
    CodeTables tables,
    Opaque rootKey,
    TimeProvider clock,
    Func<IEnumerable<Opaque>> bound,
    ILogger logger
)
{
    /// <summary>For a client that stays connected for days.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    private IReadOnlyList<Offer> _offered = [];

    /// <summary>The server can be asked now.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Ends with <paramref name="cancellationToken"/> only.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using ITimer again = clock.CreateTimer(_ => Wake(), null, Interval, Interval);
            await TryAsync(() => Task.Run(tables.Load, cancellationToken));
            await foreach (bool _ in _wake.Reader.ReadAllAsync(cancellationToken))
            {
                await TryAsync(() => UpdateAsync(cancellationToken));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The vault is being locked.
        }
    }

    /// <summary>How many tables are new here.</summary>
    public async Task<int> UpdateAsync(CancellationToken cancellationToken)
    {
        await AskAsync(cancellationToken);
        HashSet<Opaque> groups = [.. bound().Where(hash => !tables.Has(hash))];
        return await TakeAsync(
            Wanted().Concat(_offered.Where(offer => groups.Contains(offer.Manifest.ContentHash))).Distinct(),
            cancellationToken
        );
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        if (await source.TablesAsync(cancellationToken) is { } offered)
        {
            _offered =
            [
                .. offered
                    .Where(info => info.PackedLength is > 0 and <= PublishedTable.MaxPackedBytes)
                    .Select(info => Read(info) is { } manifest ? new Offer(manifest, info.PackedLength) : null)
                    .OfType<Offer>(),
            ];
        }
    }

    private async Task<int> TakeAsync(IEnumerable<Offer> wanted, CancellationToken cancellationToken)
    {
        int taken = 0;
        foreach ((TableManifest manifest, int packedLength) in wanted.ToArray())
        {
            byte[]? packed = await source.TableAsync(manifest.ContentHash, packedLength, cancellationToken);
            if (packed is not null && tables.TryKeep(new PublishedTable(manifest, packed)))
            {
                TableLog.Taken(logger, manifest.Edition, manifest.ContentHash.ToString());
                taken++;
            }
            else
            {
                TableLog.Refused(logger, manifest.ContentHash.ToString());
            }
        }

        if (taken > 0)
        {
            tables.Load();
        }

        return taken;
    }

    /// <summary>
    /// Of the places the newest table, if it is newer than the newest here; of the Harmonized System the newest of each edition, since old
    /// codes are read by their old edition. Nobody can take a client back to an older table.
    /// </summary>
    private IEnumerable<Offer> Wanted() =>
        _offered
            .GroupBy(offer => SeriesOf(offer.Manifest))
            .Select(series => series.MaxBy(offer => offer.Manifest.IssuedAt)!)
            .Where(offer =>
                !tables.Installed.Any(here =>
                    here.ContentHash == offer.Manifest.ContentHash
                    || (SeriesOf(here) == SeriesOf(offer.Manifest) && here.IssuedAt >= offer.Manifest.IssuedAt)
                )
            );

    private TableManifest? Read(PublishedTableInfo info) =>
        MlsCodec.TryDecode(info.Manifest.Span, out TableManifest? manifest)
        && manifest.IsPublishedUnder(rootKey.Span, clock.GetUtcNow())
            ? manifest
            : null;

    private static (TableKind, string) SeriesOf(TableManifest manifest) =>
        (manifest.Kind, manifest.Kind == TableKind.HarmonizedSystem ? manifest.Edition : "");

    private sealed record Offer(TableManifest Manifest, int PackedLength);

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OfflineException)
        {
            // With the next connection.
        }
#pragma warning disable CA1031 // A full disk or a fault here is no reason to lose the conversation: it is logged, and the tables that are here go on.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            TableLog.Failed(logger, failure.GetType().Name);
        }
    }
}

internal static partial class TableLog
{
    [LoggerMessage(2050, LogLevel.Information, "Table {Edition} taken into use: {Hash}")]
    public static partial void Taken(ILogger logger, string edition, string hash);

    [LoggerMessage(2051, LogLevel.Warning, "Table {Hash} is not what its publisher signed, or could not be fetched")]
    public static partial void Refused(ILogger logger, string hash);

    [LoggerMessage(2052, LogLevel.Warning, "Tables could not be brought up to date: {Failure}")]
    public static partial void Failed(ILogger logger, string failure);
}
