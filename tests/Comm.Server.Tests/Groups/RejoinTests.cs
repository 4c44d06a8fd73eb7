using System.Net;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Groups;

public sealed class RejoinTests
{
    [Fact]
    public async Task MemberThatHasLostItsStateComesInAgainAndKeepsItsPartOfTheLog()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, _) = await room.AddAsync();
        await using HubPeer coordinator = await room.Coordinator.ConnectAsync();
        await coordinator.SendAsync(room.Member.Seal("before"));

        GroupDescription description = await officer.GetAsync<GroupDescription>(ServerRoutes.Description(room.Id));
        (CommitUpload upload, TestMember back) = TestMember.Rejoin(officer.Device, description);
        CommitOutcome outcome = await officer.CommitAsync(room.Id, upload);
        CommitOutcome again = await officer.CommitAsync(room.Id, upload);

        Assert.Equal(3, outcome.Receipt!.Sequence);
        Assert.Equal(outcome.Receipt, again.Receipt);
        room.Member.Apply(upload.Commit.Memory);
        Assert.Equal(room.Member.Group.EpochAuthenticator, back.Group.EpochAuthenticator);
        await coordinator.SendAsync(room.Member.Seal("after"));
        LogPage page = await officer.ReadLogAsync(room.Id);
        Assert.Equal([2, 3, 4], page.Entries.Select(entry => entry.Sequence));
        Assert.False(page.Ended);
        Assert.Equal("after", back.Open(page.Entries[^1].Content));
        Assert.Equal(
            new GroupStanding(room.Id, Epoch: 2, Head: 4, Ended: false),
            Assert.Single(await officer.GetAsync<GroupStanding[]>(ServerRoutes.Groups))
        );
        Assert.Empty((await officer.GetAsync<WaitingWelcomePage>(ServerRoutes.Welcomes)).Welcomes);
    }

    [Fact]
    public async Task TwoThatRejoinInOneEpochHaveOneWinner()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient first, _) = await room.AddAsync();
        (TestClient second, _) = await room.AddAsync();
        GroupDescription description = await first.GetAsync<GroupDescription>(ServerRoutes.Description(room.Id));

        CommitOutcome[] outcomes = await Task.WhenAll(
            first.CommitAsync(room.Id, TestMember.Rejoin(first.Device, description).Upload),
            second.CommitAsync(room.Id, TestMember.Rejoin(second.Device, description).Upload)
        );

        Assert.Single(outcomes, outcome => outcome.Receipt is not null);
        Assert.Single(outcomes, outcome => outcome.Refusal == CommitRefusal.StaleEpoch);
    }

    [Fact]
    public async Task WhoWasRemovedOrNeverWasAMemberIsToldNothing()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, _) = await room.AddAsync();
        TestClient stranger = await server.SignInAsync();
        GroupDescription before = await officer.GetAsync<GroupDescription>(ServerRoutes.Description(room.Id));
        (CommitUpload upload, _) = TestMember.Rejoin(officer.Device, before);
        await room.RemoveAsync(officer.Device.Id);

        foreach (TestClient client in new[] { officer, stranger })
        {
            using HttpResponseMessage response = await client.Http.GetAsync(ServerRoutes.Description(room.Id));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal(CommitRefusal.NotAMember, (await client.CommitAsync(room.Id, upload)).Refusal);
        }
    }

    [Fact]
    public async Task NobodyComesInForAnother()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, _) = await room.AddAsync();
        GroupDescription description = await officer.GetAsync<GroupDescription>(ServerRoutes.Description(room.Id));

        CommitOutcome outcome = await room.Coordinator.CommitAsync(
            room.Id,
            TestMember.Rejoin(officer.Device, description).Upload
        );

        Assert.Equal(CommitOutcome.Refused(CommitRefusal.Invalid, "ForeignCommitter"), outcome);
    }

    [Fact]
    public async Task CommitThatWouldShutTheDoorBehindItIsRefused()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);

        CommitOutcome outcome = await room.Coordinator.CommitAsync(room.Id, room.Member.CommitWithoutExternalKey());

        Assert.Equal(CommitOutcome.Refused(CommitRefusal.Mismatch, "ExternalPub"), outcome);
    }
}
