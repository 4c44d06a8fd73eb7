using System.Security.Cryptography;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Xunit.Abstractions;

namespace Comm.Journeys.Tests.Crash;

public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 17;

    /// <summary>17 times the server and two clients, each at an instant of its own: 51 kills. The third officer only reads.</summary>
    [Fact]
    public async Task KilledInTheMiddleOfSendingNothingIsLostAndNothingShownTwice()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync(OfficerPlan.Cast);
        string group = await world.OpenGroupAsync();
        Officer[] writers = [world["claire"].Process, world["ahmed"].Process];
        foreach (Officer writer in writers)
        {
            // Opening a vault costs a second by design, here fifty times over.
            await writer.StopAsync();
            await CheapVault.RewrapAsync(writer.Folder, World.Passphrase);
            await writer.RestartAsync();
        }

        Chatter[] chatters = [new(world["claire"], group), new(world["ahmed"], group)];
        using CancellationTokenSource end = new();
        Task[] talking = [.. chatters.Select(chatter => chatter.RunAsync(end.Token))];
        long start = TimeProvider.System.GetTimestamp();
        int kills = 0;
        for (int round = 0; round < Rounds; round++)
        {
            // Messages are flowing both ways again: the server has acknowledged some of each.
            int[] before = [.. chatters.Select(chatter => chatter.Receipts)];
            await Eventually.HoldsAsync(
                "both officers' messages are acknowledged",
                () => Task.FromResult(chatters.Zip(before).All(pair => pair.First.Receipts > pair.Second))
            );
            Func<Task>[] victims = [world.World.Server.KillAsync, .. writers.Select(writer => (Func<Task>)writer.KillAsync)];
            await Task.WhenAll(victims.Select(KillSometimeAsync));
            kills += victims.Length;

            await world.World.StartServerAsync();
            await Task.WhenAll(writers.Select(writer => writer.RestartAsync()));
        }

        await end.CancelAsync();
        await Task.WhenAll(talking);
        string[] accepted = [.. chatters.SelectMany(chatter => chatter.Accepted)];
        string[] uncertain = [.. chatters.SelectMany(chatter => chatter.Uncertain)];
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        output.WriteLine(
            $"{kills} kills in {took.TotalSeconds:0} s, {accepted.Length} accepted, {uncertain.Length} without answer"
        );
        Assert.True(kills >= 50);
        await Verdict.AssertAsync(world, group, accepted, uncertain);
    }

    private static async Task KillSometimeAsync(Func<Task> kill)
    {
        await Task.Delay(RandomNumberGenerator.GetInt32(300));
        await kill();
    }
}
