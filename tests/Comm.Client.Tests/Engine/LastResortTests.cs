using Comm.Client.Engine;
using Comm.Shared.Membership;

namespace Comm.Client.Tests.Engine;

public sealed class LastResortTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task ADeviceWhoseStockIsEmptyCanBeAddedToTwoGroupsByItsLastKeyPackage()
    {
        CreateGroupOutcome second = await _room.Claire.Changes.CreateAsync(
            new NewGroup("TUCANO", "", GroupMode.Exercise, HandlingCeiling.Amber),
            default
        );
        _room.Server.DrainKeyPackages(_room.Ana.Identity.Device);

        foreach (var group in new[] { _room.Group, second.Id!.Value })
        {
            MemberChangeOutcome added = await _room.Claire.Changes.AddAsync(
                _room.Claire.Session(group),
                [_room.Ana.Identity.Device],
                default
            );
            Assert.Equal(MemberChangeResult.Done, added.Result);
        }

        await _room.Ana.SynchronizeAsync();

        foreach (var group in new[] { _room.Group, second.Id.Value })
        {
            Assert.Equal(Standing.InStep, _room.Ana.Session(group).Record.Standing);
        }

        // It has been seen: a new one is there, and the stock is full again.
        Assert.Equal((20, true), await StockAsync());
    }

    private async Task<(int, bool)> StockAsync()
    {
        var stock = await _room.Ana.Server.StockAsync(default);
        return (stock.Unclaimed, stock.HasLastResort);
    }
}
