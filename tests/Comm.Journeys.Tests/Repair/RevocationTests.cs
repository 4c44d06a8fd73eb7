using Comm.Client.Commands.Control;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;

namespace Comm.Journeys.Tests.Repair;

public sealed class RevocationTests
{
    /// <summary>A laptop is stolen with its client running: the operator revokes the device, and nobody has to do anything else.</summary>
    [Fact]
    public async Task ARevokedDeviceIsPutOutByTheOthersAndReadsAndWritesNoMore()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync(OfficerPlan.Cast);
        string group = await world.OpenGroupAsync();
        await world["ahmed"].SendAsync(group, "before");
        await world["claire"].ReadTextAsync(group, "before");
        await world["joan"].ReadTextAsync(group, "before");
        MemberAnswer lost = (await MembersAsync(world, "claire", group)).Single(member => member.Name == world["ahmed"].Name);

        await RevokeAsync(world.World, lost.Device);

        foreach (string key in new[] { "claire", "joan" })
        {
            await Eventually.HoldsAsync(
                $"the device is out at {key}",
                async () => (await MembersAsync(world, key, group)).All(member => member.Device != lost.Device)
            );
        }

        await world["claire"].SendAsync(group, "after");
        await world["joan"].ReadTextAsync(group, "after");
        ControlAnswer? sent = await world["ahmed"].TryAskAsync(ControlRoutes.Send, new SendQuestion(group, "from outside", 3));
        Assert.NotNull(sent);
        ControlAnswer? added = await world["claire"].TryAskAsync(ControlRoutes.Add, new AddQuestion(group, [lost.Device]));
        Assert.NotNull(added);
        Assert.NotEqual(ControlAnswer.Done, added.Result);

        // What is said last comes last: nothing else is on its way.
        await world["joan"].SendAsync(group, "last");
        IReadOnlyList<EntryAnswer> seen = await world["claire"].ReadTextAsync(group, "last");
        Assert.DoesNotContain(seen, entry => entry.Text == "from outside");
        IReadOnlyList<EntryAnswer> lostSees = await world["ahmed"].ReadAsync(group);
        Assert.Contains(lostSees, entry => entry.Text == "before");
        Assert.DoesNotContain(lostSees, entry => entry.Text is "after" or "last");
    }

    private static Task<MemberAnswer[]> MembersAsync(TemporaryWorld world, string key, string group) =>
        world[key].AskAsync<MemberAnswer[]>(ControlRoutes.Members, new GroupQuestion(group));

    /// <summary>As the operator does it: a process of its own, beside the running server.</summary>
    private static async Task RevokeAsync(World world, string device)
    {
        await using ManagedProcess command = ManagedProcess.Start(
            "revoke",
            Programs.Server,
            [
                "revoke",
                device,
                "--Storage:Path",
                world.ServerFolder,
                "--Identity:RootKey",
                world.Facts.RootKey,
                "--Identity:Audience",
                world.Facts.Address,
            ]
        );
        await command.WaitForLineAsync("is revoked", TimeSpan.FromSeconds(30));
    }
}
