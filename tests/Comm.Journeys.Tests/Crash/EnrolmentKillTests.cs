using Comm.Demo;
using Comm.Journeys.Tests.Worlds;

namespace Comm.Journeys.Tests.Crash;

public sealed class EnrolmentKillTests
{
    /// <summary>
    /// kill -9 when the request is out; the contact point then certifies a device whose client is dead, and the invitation is used
    /// up. The same officer goes on with it all the same.
    /// </summary>
    [Fact]
    public async Task KilledBetweenRequestAndAnswerTheOfficerGoesOnWithTheSameInvitation()
    {
        OfficerPlan plan = OfficerPlan.Cast.Single(one => one.Key == "joan");
        World world = new(Directory.CreateTempSubdirectory("comm-").FullName, [plan]);
        try
        {
            await world.StartPlatformAsync();
            Officer joan = await world.StartUnenrolledAsync(plan);
            Task enrolling = joan.EnrolAsync(world.Facts.Invitations["joan"], world.PassphraseFile);
            await world.Server.WaitForLineAsync("requested", TimeSpan.FromSeconds(30));
            await joan.KillAsync();
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => enrolling);

            world.StartContactPoint();
            await world.Server.WaitForLineAsync("refusal: None", TimeSpan.FromSeconds(30));
            await joan.RestartAsync();
            Assert.Equal("notEnrolled", await StateAsync(joan));
            CommandResult begun = await joan.TryAsync("unlock", "--passphrase-file", world.PassphraseFile);
            Assert.NotEqual(0, begun.ExitCode);

            await joan.EnrolAsync(world.Facts.Invitations["joan"], world.PassphraseFile);
            Assert.Equal("open", await StateAsync(joan));
            Assert.Equal(plan.Name, (await joan.DoAsync("status"))["officer"]!.GetValue<string>());

            // What was finished stays so.
            await joan.KillAsync();
            await joan.RestartAsync();
            Assert.Equal("open", await StateAsync(joan));
            await Eventually.HoldsAsync(
                "the server takes the device",
                async () => (await joan.DoAsync("status"))["connection"]?["state"]?.ToString() is "connected"
            );
        }
        finally
        {
            await world.DisposeAsync();
            Directory.Delete(world.Folder, recursive: true);
        }
    }

    private static async Task<string> StateAsync(Officer officer) =>
        (await officer.DoAsync("status"))["state"]!.GetValue<string>();
}
