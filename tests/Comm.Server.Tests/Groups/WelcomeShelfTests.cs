using Comm.Mls.KeyPackages;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Groups;

public sealed class WelcomeShelfTests
{
    [Fact]
    public async Task WelcomesComePageByPageInTheOrderOfTheirArrival()
    {
        await using TestServer server = TestServer.Create();
        TestClient newcomer = await server.SignInAsync();
        var groups = new List<GroupId>();
        for (int coordinator = 0; coordinator < 2; coordinator++)
        {
            TestClient adder = await server.SignInAsync(Roles.Coordinator);
            for (int i = 0; i < 20; i++)
            {
                groups.Add((await AddAsync(adder, newcomer)).Group);
            }
        }

        WaitingWelcomePage first = await newcomer.GetAsync<WaitingWelcomePage>(ServerRoutes.Welcomes);
        WaitingWelcomePage second = await newcomer.GetAsync<WaitingWelcomePage>(ServerRoutes.WelcomesAfter(first.Next!.Value));

        Assert.Equal(WireLimits.MaxWelcomePage, first.Welcomes.Count);
        Assert.Null(second.Next);
        Assert.Equal(groups, first.Welcomes.Concat(second.Welcomes).Select(welcome => welcome.GroupId));

        // What was taken from the first page moves nothing on the second.
        await newcomer.Http.DeleteAsync(ServerRoutes.Welcome(first.Welcomes[3].Id));
        WaitingWelcomePage again = await newcomer.GetAsync<WaitingWelcomePage>(ServerRoutes.WelcomesAfter(first.Next.Value));
        Assert.Equal(second.Welcomes.Select(welcome => welcome.Id), again.Welcomes.Select(welcome => welcome.Id));
    }

    [Fact]
    public async Task OneAdderFillsNobodysShelf()
    {
        await using TestServer server = TestServer.Create();
        TestClient newcomer = await server.SignInAsync();
        TestClient other = await server.SignInAsync();
        TestClient hostile = await server.SignInAsync(Roles.Coordinator);
        TestClient honest = await server.SignInAsync(Roles.Coordinator);
        for (int i = 0; i < WireLimits.MaxWelcomesPerAdder; i++)
        {
            Assert.Null((await AddAsync(hostile, newcomer)).Outcome.Refusal);
        }

        CommitOutcome oneMore = (await AddAsync(hostile, newcomer)).Outcome;
        CommitOutcome forAnother = (await AddAsync(hostile, other)).Outcome;
        CommitOutcome byAnother = (await AddAsync(honest, newcomer)).Outcome;

        Assert.Equal(CommitRefusal.Invalid, oneMore.Refusal);
        Assert.Equal("TooManyWelcomes", oneMore.Detail);
        Assert.NotNull(forAnother.Receipt);
        Assert.NotNull(byAnother.Receipt);

        WaitingWelcome taken = (await newcomer.ReadWelcomesAsync())[0];
        await newcomer.Http.DeleteAsync(ServerRoutes.Welcome(taken.Id));
        Assert.NotNull((await AddAsync(hostile, newcomer)).Outcome.Receipt);
    }

    [Fact]
    public async Task CommitsOfOneMomentAreCountedTogether()
    {
        await using TestServer server = TestServer.Create();
        TestClient newcomer = await server.SignInAsync();
        TestClient hostile = await server.SignInAsync(Roles.Coordinator);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, WireLimits.MaxWelcomesPerAdder + 8).Select(_ => AddAsync(hostile, newcomer))
        );

        Assert.Equal(WireLimits.MaxWelcomesPerAdder, outcomes.Count(one => one.Outcome.Receipt is not null));
    }

    /// <summary>A group of the adder's own, and the newcomer brought into it.</summary>
    private static async Task<(GroupId Group, CommitOutcome Outcome)> AddAsync(TestClient adder, TestClient newcomer)
    {
        TestMember member = TestMember.Create(adder.Device);
        using HttpResponseMessage created = await adder.CreateGroupAsync(member.GroupInfo());
        created.EnsureSuccessStatusCode();
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(newcomer.Device);
        return (member.GroupId, await adder.CommitAsync(member.GroupId, member.CommitAdding(own.KeyPackage).Upload));
    }
}
