using Comm.Demo;

namespace Comm.Journeys.Tests.Worlds;

public sealed class OperationTests
{
    [Fact]
    public async Task WhoWasRemovedFromTheOperationStaysOutAtTheNextStart()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync([
            .. OfficerPlan.Cast.Where(plan => plan.Key != "ahmed"),
        ]);
        string group = await Operation.OpenAsync(world.World);
        Assert.Equal(["Claire Dubois", "Joan Carter"], await MembersAsync(world, group));

        await world["claire"].Process.DoAsync("remove", group, "Joan Carter");
        Assert.Equal(group, await Operation.OpenAsync(world.World));
        Assert.Equal(["Claire Dubois"], await MembersAsync(world, group));
    }

    private static async Task<IEnumerable<string>> MembersAsync(TemporaryWorld world, string group) =>
        (await world["claire"].Process.DoAsync("members", group))
            .AsArray()
            .Select(member => member!["name"]!.GetValue<string>())
            .Order(StringComparer.Ordinal);
}
