using System.Net;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Groups;

public sealed class CommitTests
{
    [Fact, Trait("Rule", "V-COMMIT-17")]
    public async Task OfTwoCommitsInOneEpochOneWinsAndTheLoserGetsTheWinner()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        (CommitUpload one, _) = room.Member.Commit(new());
        (CommitUpload other, _) = member.Commit(new());

        CommitOutcome[] outcomes = await Task.WhenAll(
            room.Coordinator.CommitAsync(room.Id, one),
            officer.CommitAsync(room.Id, other)
        );

        CommitOutcome won = Assert.Single(outcomes, outcome => outcome.Receipt is not null);
        CommitOutcome lost = Assert.Single(outcomes, outcome => outcome.Refusal == CommitRefusal.StaleEpoch);
        SealedEntry winner = Assert.Single(lost.Winner!.Entries);
        Assert.Equal(won.Receipt!.Sequence, winner.Sequence);
        Assert.Equal(EntryKind.Commit, winner.Kind);
        // The loser goes on with it.
        (TestMember loser, CommitUpload winning) = outcomes[0] == lost ? (room.Member, other) : (member, one);
        Assert.True(winner.Content.Span.SequenceEqual(winning.Commit.Span));
        loser.Apply(winner.Content);
    }

    [Fact]
    public async Task ManyCommitsAtOnceInOneEpochHaveOneWinner()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        CommitUpload[] uploads = [.. Enumerable.Range(0, 12).Select(_ => room.Member.Commit(new()).Upload)];

        CommitOutcome[] outcomes = await Task.WhenAll(uploads.Select(upload => room.Coordinator.CommitAsync(room.Id, upload)));

        Assert.Single(outcomes, outcome => outcome.Receipt is not null);
        Assert.Equal(11, outcomes.Count(outcome => outcome.Refusal == CommitRefusal.StaleEpoch));
        Assert.Equal(1, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task SameCommitAgainGetsTheSameReceipt()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (CommitUpload upload, _) = room.Member.Commit(new());

        CommitOutcome[] both = await Task.WhenAll(
            room.Coordinator.CommitAsync(room.Id, upload),
            room.Coordinator.CommitAsync(room.Id, upload)
        );
        await server.RestartAsync();
        TestClient again = await server.SignInAsync(room.Coordinator.Device);
        CommitOutcome later = await again.CommitAsync(room.Id, upload);

        Assert.NotNull(both[0].Receipt);
        Assert.Equal(both[0].Receipt, both[1].Receipt);
        Assert.Equal(both[0].Receipt, later.Receipt);
        Assert.Equal(1, (await again.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task AcceptedCommitAgainAfterItsSendersRemovalGetsItsReceipt()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        (CommitUpload upload, _) = member.Commit(new());
        CommitOutcome first = await officer.CommitAsync(room.Id, upload);
        room.Member.Apply(upload.Commit.Memory);
        await room.RemoveAsync(officer.Device.Id);

        CommitOutcome again = await officer.CommitAsync(room.Id, upload);

        Assert.NotNull(first.Receipt);
        Assert.Equal(first.Receipt, again.Receipt);
        Assert.Equal(3, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task ReceiptIsOnlyForTheDeviceThatSentTheCommit()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        (CommitUpload accepted, TestMember next) = room.Member.Commit(new());
        await room.CommitAsync((accepted, next));
        member.Apply(accepted.Commit.Memory);

        CommitOutcome copied = await officer.CommitAsync(room.Id, accepted);
        CommitOutcome own = await officer.CommitAsync(room.Id, member.Commit(new()).Upload with { Id = accepted.Id });

        Assert.Equal(CommitRefusal.StaleEpoch, copied.Refusal);
        Assert.Equal(3, own.Receipt!.Sequence);
    }

    [Fact]
    public async Task IdentifierOfAMessageIsNoCommitsReceiptAndTheOtherWayRound()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using HubPeer peer = await room.Coordinator.ConnectAsync();
        SealedMessage message = room.Member.Seal();
        Assert.NotNull((await peer.SendAsync(message)).Receipt);
        (CommitUpload upload, TestMember next) = room.Member.Commit(new());

        CommitOutcome taken = await room.Coordinator.CommitAsync(room.Id, upload with { Id = message.MessageId });
        await room.CommitAsync((upload, next));
        SendOutcome sent = await peer.SendAsync(room.Member.Seal(id: upload.Id));

        Assert.Equal(CommitRefusal.Invalid, taken.Refusal);
        Assert.Equal("IdentifierTaken", taken.Detail);
        Assert.Equal(SendOutcome.Refused(SendRefusal.Malformed), sent);
        Assert.Equal(2, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task GroupGoesOnFromItsStoredStateAfterARestart()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        await server.RestartAsync();
        TestClient again = await server.SignInAsync(officer.Device);

        CommitOutcome outcome = await again.CommitAsync(room.Id, member.Commit(new()).Upload);

        Assert.Equal(2, outcome.Receipt!.Sequence);
        GroupStanding standing = Assert.Single(await again.GetAsync<GroupStanding[]>(ServerRoutes.Groups));
        Assert.Equal(new GroupStanding(room.Id, Epoch: 2, Head: 2, Ended: false), standing);
    }

    [Fact]
    public async Task WelcomeIsReleasedWithItsCommitAndNotWithALostOne()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient officer = await server.SignInAsync();
        await using HubPeer waiting = await officer.ConnectAsync();
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(officer.Device);
        (CommitUpload adding, TestMember next) = room.Member.CommitAdding(own.KeyPackage);
        Receipt first = await room.CommitAsync(room.Member.Commit(new()));

        CommitOutcome lost = await room.Coordinator.CommitAsync(room.Id, adding);

        Assert.Equal(CommitRefusal.StaleEpoch, lost.Refusal);
        Assert.Empty(await officer.ReadWelcomesAsync());
        Assert.Empty(await officer.GetAsync<GroupStanding[]>(ServerRoutes.Groups));
        Assert.NotEqual(next.Group.Context, room.Member.Group.Context);

        Receipt won = await room.CommitAsync(room.Member.CommitAdding(own.KeyPackage));

        Assert.Equal(nameof(IGroupClient.WelcomeWaiting), (await waiting.NextAsync()).Target);
        WaitingWelcome welcome = Assert.Single(await officer.ReadWelcomesAsync());
        Assert.Equal(first.Sequence + 1, won.Sequence);
        Assert.Equal(won.Sequence, welcome.Sequence);
        TestMember joined = TestMember.Join(officer.Device, own, welcome.Content);
        Assert.Equal(room.Member.Group.EpochAuthenticator, joined.Group.EpochAuthenticator);
    }

    [Fact]
    public async Task WelcomeWaitsUntilItsDeviceDeletesItAndIsNobodyElsesToDelete()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient officer = await server.SignInAsync();
        TestClient second = await server.SignInAsync();
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(officer.Device);
        using KeyPackageSecrets others = TestMember.CreateKeyPackage(second.Device);
        await room.CommitAsync(room.Member.CommitAdding(own.KeyPackage, others.KeyPackage));
        WaitingWelcome welcome = Assert.Single(await officer.ReadWelcomesAsync());

        await second.Http.DeleteAsync(ServerRoutes.Welcome(welcome.Id));
        Assert.Single(await officer.ReadWelcomesAsync());

        await officer.Http.DeleteAsync(ServerRoutes.Welcome(welcome.Id));
        await officer.Http.DeleteAsync(ServerRoutes.Welcome(welcome.Id));
        Assert.Empty(await officer.ReadWelcomesAsync());
        WaitingWelcome last = Assert.Single(await second.ReadWelcomesAsync());
        TestMember.Join(second.Device, others, last.Content);

        await second.Http.DeleteAsync(ServerRoutes.Welcome(last.Id));
        await using var database = await server.OpenDatabaseAsync();
        Assert.Empty(database.Welcomes);
    }

    [Fact]
    public async Task RemovedDeviceLeavesAtOnceAndReadsUpToItsRemoval()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();
        await using HubPeer first = await officer.ConnectAsync();
        await using HubPeer second = await officer.ConnectAsync();
        await using HubPeer coordinator = await room.Coordinator.ConnectAsync();

        Receipt removal = await room.RemoveAsync(officer.Device.Id);
        SendOutcome after = await coordinator.SendAsync(room.Member.Seal("without him"));

        Assert.NotNull(after.Receipt);
        foreach (HubPeer peer in new[] { first, second })
        {
            Assert.Equal(removal.Sequence, (await peer.NextEntryAsync()).Sequence);
            Assert.Equal(nameof(IGroupClient.MembershipEnded), (await peer.NextAsync()).Target);
        }

        LogPage page = await officer.ReadLogAsync(room.Id);
        Assert.Equal(removal.Sequence, page.Entries[^1].Sequence);
        Assert.Equal(removal.Sequence, page.Head);
        Assert.True(page.Ended);
        Assert.True((await officer.ReadLogAsync(room.Id, after: removal.Sequence)).Ended);
        Assert.Equal(SendOutcome.Refused(SendRefusal.NotAMember), await first.SendAsync(member.Seal()));
        (HttpStatusCode status, CommitOutcome outcome) = await officer.CommitAsync(
            room.Id,
            MlsCodec.Encode(member.Commit(new()).Upload)
        );
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal(CommitRefusal.NotAMember, outcome.Refusal);
        Assert.Equal(
            new GroupStanding(room.Id, Epoch: 1, removal.Sequence, Ended: true),
            Assert.Single(await officer.GetAsync<GroupStanding[]>(ServerRoutes.Groups))
        );
        // Neither connection has heard of what came after.
        Assert.False(first.TryNext(out _));
        Assert.False(second.TryNext(out _));
    }

    [Fact]
    public async Task DeviceThatComesBackHearsOfItsRemovalAndThenReadsFromItsReturn()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, _) = await room.AddAsync();
        Receipt removal = await room.RemoveAsync(officer.Device.Id);
        await using HubPeer coordinator = await room.Coordinator.ConnectAsync();
        await coordinator.SendAsync(room.Member.Seal("meanwhile"));
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(officer.Device);
        Receipt back = await room.CommitAsync(room.Member.CommitAdding(own.KeyPackage));
        await coordinator.SendAsync(room.Member.Seal("welcome back"));

        LogPage before = await officer.ReadLogAsync(room.Id, after: 1);
        LogPage after = await officer.ReadLogAsync(room.Id, after: removal.Sequence);

        Assert.Equal([removal.Sequence], before.Entries.Select(entry => entry.Sequence));
        Assert.True(before.Ended);
        Assert.Equal(removal.Sequence, before.Head);
        Assert.Equal([back.Sequence + 1], after.Entries.Select(entry => entry.Sequence));
        Assert.False(after.Ended);
        Assert.False(Assert.Single(await officer.GetAsync<GroupStanding[]>(ServerRoutes.Groups)).Ended);
    }

    [Fact]
    public async Task WaitingWelcomeOfADeviceRemovedAgainIsWithdrawn()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient officer = await server.SignInAsync();
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(officer.Device);
        await room.CommitAsync(room.Member.CommitAdding(own.KeyPackage));

        await room.RemoveAsync(officer.Device.Id);

        Assert.Empty(await officer.ReadWelcomesAsync());
        await using var database = await server.OpenDatabaseAsync();
        Assert.Empty(database.Welcomes);
    }

    [Fact]
    public async Task MembershipsInTheDatabaseAreThoseOfThePublicGroup()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient first, _) = await room.AddAsync();
        await room.AddAsync();
        await room.RemoveAsync(first.Device.Id);

        await using var database = await server.OpenDatabaseAsync();
        PublicGroup stored = PublicGroup.TryLoad(Assert.Single(database.Groups.ToList()).PublicState)!;
        Assert.Equal(
            stored.Members.Select(member => member.Leaf.Credential.Identity.ToString()).Order(),
            database
                .Memberships.Where(membership => membership.EndedSequence == null)
                .ToList()
                .Select(membership => membership.DeviceId.ToString())
                .Order()
        );
        Assert.Equal(room.Member.Group.Context, stored.Context);
    }
}
