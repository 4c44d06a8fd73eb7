using System.Text;
using Comm.Client.Engine;
using Comm.Client.Tables;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Locations;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Comm.Client.Tests.Tables;

public sealed class TableUpdatesTests : IDisposable
{
    private static readonly DateTimeOffset First = TestPublisher.Start.AddDays(-20);
    private static readonly DateTimeOffset Second = TestPublisher.Start.AddDays(-10);

    private readonly TemporaryFolder _folder = new();
    private Opaque[] _bound = [];
    private readonly TestPublisher _publisher = new();
    private readonly ManualClock _clock = new();
    private readonly Shelf _shelf = new();

    [Fact]
    public async Task ANewerTableIsTakenIntoUseAndStaysAfterARestart()
    {
        CodeTables tables = Tables();
        Assert.Null(tables.Locations.ByCode("NLRTX"));
        _shelf.Offer(_publisher.Places(First, TestPublisher.Port("NLRTX", "Rotterdam Nieuw")));

        Assert.Equal(1, await UpdatesOf(tables).UpdateAsync(default));
        Assert.Equal("Rotterdam Nieuw", tables.Locations.ByCode("NLRTX")?.Name);
        Assert.Equal("NLRTX", LocationSearch.For(tables.Locations).Find("nieuw")[0].Code);

        CodeTables restarted = Tables();
        Assert.Equal("Rotterdam Nieuw", restarted.Locations.ByCode("NLRTX")?.Name);
        Assert.Equal(0, await UpdatesOf(restarted).UpdateAsync(default));
    }

    [Fact]
    public async Task ACodeThatTheNewTableLacksStaysReadableAndIsNotOffered()
    {
        CodeTables tables = Tables();
        _shelf.Offer(_publisher.Places(First, TestPublisher.Port("NLOLD", "Oudehaven")));
        await UpdatesOf(tables).UpdateAsync(default);
        PublishedTable second = _publisher.Places(Second, TestPublisher.Port("NLNEW", "Nieuwehaven"));
        _shelf.Offer(second);
        await UpdatesOf(tables).UpdateAsync(default);

        Assert.Equal("Oudehaven", tables.FindPlace("NLOLD")?.Name);
        Assert.Null(tables.Locations.ByCode("NLOLD"));
        Assert.Empty(LocationSearch.For(tables.Locations).Find("oudehaven"));
        Assert.Equal("Le Havre", tables.FindPlace("FRLEH")?.Name);
        Assert.Null(tables.FindPlace("nonsense"));
        Assert.Equal(second.Manifest, tables.LocationsManifest);
        Assert.Equal("Nieuwehaven", tables.LocationsOf(second.Manifest.ContentHash)?.ByCode("NLNEW")?.Name);
        Assert.Null(tables.LocationsOf(new byte[32]));
    }

    [Fact]
    public async Task NobodyTakesAClientBackToAnOlderTable()
    {
        CodeTables tables = Tables();
        _shelf.Offer(_publisher.Places(Second, TestPublisher.Port("NLNEW", "Nieuwehaven")));
        await UpdatesOf(tables).UpdateAsync(default);
        _shelf.Clear();
        _shelf.Offer(_publisher.Places(First, TestPublisher.Port("NLOLD", "Oudehaven")));

        Assert.Equal(0, await UpdatesOf(tables).UpdateAsync(default));
        Assert.NotNull(tables.Locations.ByCode("NLNEW"));
    }

    [Fact]
    public async Task OnlyTheNewestOfSeveralIsFetchedAndItWhole()
    {
        _shelf.Offer(_publisher.Places(First, TestPublisher.Port("NLOLD", "Oudehaven")));
        PublishedTable second = _publisher.Places(Second, TestPublisher.Port("NLNEW", "Nieuwehaven"));
        _shelf.Offer(second);
        await UpdatesOf(Tables()).UpdateAsync(default);
        Assert.Equal([second.Manifest.ContentHash], _shelf.Fetched);
    }

    [Fact]
    public async Task TheTableThatAGroupIsBoundToIsFetchedByItsHashAndTheNewestStaysInUse()
    {
        PublishedTable first = _publisher.Places(First, TestPublisher.Port("NLOLD", "Oudehaven"));
        _shelf.Offer(first);
        _shelf.Offer(_publisher.Places(Second, TestPublisher.Port("NLNEW", "Nieuwehaven")));
        CodeTables tables = Tables();
        TableUpdates updates = UpdatesOf(tables);
        await updates.UpdateAsync(default);
        Assert.Null(tables.LocationsOf(first.Manifest.ContentHash));

        _bound = [first.Manifest.ContentHash, new byte[32]];
        Assert.Equal(1, await updates.UpdateAsync(default));
        Assert.Equal(0, await updates.UpdateAsync(default));
        Assert.Equal("Oudehaven", tables.LocationsOf(first.Manifest.ContentHash)?.ByCode("NLOLD")?.Name);
        Assert.NotNull(tables.Locations.ByCode("NLNEW"));
        Assert.Equal(2, _shelf.Fetched.Count);
    }

    [Fact]
    public async Task ATableThatNoPublisherOfThisPlatformSignedIsNotEvenFetched()
    {
        using var stranger = new TestPublisher();
        PublishedTable forged = _publisher.Places(First, TestPublisher.Port("NLRTX", "Rotterdam"));
        _shelf.Offer(stranger.Places(Second, TestPublisher.Port("NLRTX", "Rotterdam")));
        _shelf.Offer(forged with { Manifest = forged.Manifest with { IssuedAt = forged.Manifest.IssuedAt + 1 } });
        CodeTables tables = Tables();

        Assert.Equal(0, await UpdatesOf(tables).UpdateAsync(default));
        Assert.Empty(_shelf.Fetched);
        Assert.Same(LocationTable.Shipped, tables.Locations);
    }

    [Fact]
    public async Task WhatIsNotTheSignedTextOrNoTableOfPlacesIsNotKept()
    {
        PublishedTable good = _publisher.Places(First, TestPublisher.Port("NLRTX", "Rotterdam"));
        _shelf.Offer(good, packed: [1, 2, 3]);
        CodeTables tables = Tables();
        Assert.Equal(0, await UpdatesOf(tables).UpdateAsync(default));

        _shelf.Clear();
        _shelf.Offer(_publisher.Publish(TableKind.Locations, "x", Second, Encoding.UTF8.GetBytes("no table\n")));
        Assert.Equal(0, await UpdatesOf(tables).UpdateAsync(default));
        Assert.Same(LocationTable.Shipped, tables.Locations);
        Assert.Empty(tables.Installed);
    }

    [Fact]
    public async Task EveryEditionOfTheHarmonizedSystemIsHere()
    {
        _shelf.Offer(_publisher.HarmonizedSystem(2022, First));
        _shelf.Offer(_publisher.HarmonizedSystem(2022, Second, "Tobacco, corrected"));
        _shelf.Offer(_publisher.HarmonizedSystem(2028, First));
        CodeTables tables = Tables();

        Assert.Equal(2, await UpdatesOf(tables).UpdateAsync(default));
        Assert.Equal("Tobacco, corrected", tables.HarmonizedSystem(2022)?.Find("24")?.Description);
        Assert.Equal(2028, tables.HarmonizedSystem(2028)?.Edition);
        Assert.Null(tables.HarmonizedSystem(2017));
        Assert.Same(LocationTable.Shipped, tables.Locations);
    }

    [Fact]
    public async Task AFileThatSomebodyExchangedIsNoTable()
    {
        PublishedTable table = _publisher.Places(First, TestPublisher.Port("NLRTX", "Rotterdam"));
        PublishedTable other = _publisher.Places(Second, TestPublisher.Port("NLEVL", "Elsewhere"));
        _shelf.Offer(table);
        await UpdatesOf(Tables()).UpdateAsync(default);
        string file = Directory.GetFiles(Path.Combine(_folder.Path, "tables")).Single();

        File.WriteAllBytes(file, (table with { Packed = other.Packed }).ToBytes());
        Assert.Same(LocationTable.Shipped, Tables().Locations);
        File.WriteAllBytes(file, other.ToBytes());
        Assert.Same(LocationTable.Shipped, Tables().Locations);
        File.WriteAllBytes(file, [1, 2, 3]);
        Assert.Same(LocationTable.Shipped, Tables().Locations);
        Assert.Equal(1, await UpdatesOf(Tables()).UpdateAsync(default));
        Assert.NotNull(Tables().Locations.ByCode("NLRTX"));
    }

    [Fact]
    public async Task WhileItRunsItFetchesWhenItIsTold()
    {
        CodeTables tables = Tables();
        TableUpdates updates = UpdatesOf(tables);
        using var ending = new CancellationTokenSource();
        _shelf.IsOffline = true;
        Task running = updates.RunAsync(ending.Token);
        updates.Wake();
        await _shelf.Asked.WaitAsync();
        _shelf.IsOffline = false;
        _shelf.Offer(_publisher.Places(First, TestPublisher.Port("NLRTX", "Rotterdam")));
        updates.Wake();
        await _shelf.Asked.WaitAsync();

        await ending.CancelAsync();
        await running;
        Assert.NotNull(tables.Locations.ByCode("NLRTX"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _publisher.Dispose();
        _shelf.Dispose();
    }

    private CodeTables Tables()
    {
        var tables = new CodeTables(new TableFolder(new DataDirectory(_folder.Path), _publisher.RootKey, _clock));
        tables.Load();
        return tables;
    }

    private TableUpdates UpdatesOf(CodeTables tables) =>
        new(_shelf, tables, _publisher.RootKey, _clock, () => _bound, NullLogger.Instance);

    /// <summary>A server of whose word nothing is believed.</summary>
    private sealed class Shelf : ITableSource, IDisposable
    {
        private readonly List<(TableManifest Manifest, byte[] Packed)> _tables = [];

        public List<Opaque> Fetched { get; } = [];

        public SemaphoreSlim Asked { get; } = new(0);

        public bool IsOffline { get; set; }

        public void Offer(PublishedTable table, byte[]? packed = null) =>
            _tables.Add((table.Manifest, packed ?? table.Packed.ToArray()));

        public void Clear() => _tables.Clear();

        public Task<IReadOnlyList<PublishedTableInfo>?> TablesAsync(CancellationToken cancellationToken)
        {
            Asked.Release();
            return IsOffline
                ? Task.FromException<IReadOnlyList<PublishedTableInfo>?>(new OfflineException(OfflineReason.Unreachable, null))
                : Task.FromResult<IReadOnlyList<PublishedTableInfo>?>([
                    .. _tables.Select(table => new PublishedTableInfo(MlsCodec.Encode(table.Manifest), table.Packed.Length)),
                ]);
        }

        public Task<byte[]?> TableAsync(Opaque hash, int mostBytes, CancellationToken cancellationToken)
        {
            Fetched.Add(hash);
            return Task.FromResult(_tables.Select(table => table).First(table => table.Manifest.ContentHash == hash).Packed)!;
        }

        public void Dispose() => Asked.Dispose();
    }
}
