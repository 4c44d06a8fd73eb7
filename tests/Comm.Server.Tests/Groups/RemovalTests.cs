using System.Net;
using System.Net.Http.Json;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Server.Directory;
using Comm.Server.Groups;
using Comm.Server.Messaging;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Server.Tests.Groups;

public sealed class RemovalTests
{
    [Fact]
    public async Task RevokedDeviceIsProposedForRemovalOnceAndAMemberCommitsIt()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient lost, _) = await room.AddAsync();
        (TestClient officer, TestMember member) = await room.AddAsync();

        await RevokeAsync(server, lost);
        await ProposeAsync(server);
        await ProposeAsync(server);

        SealedEntry proposal = Assert.Single(
            (await officer.ReadLogAsync(room.Id)).Entries,
            entry => entry.Kind == EntryKind.Proposal
        );
        // A plain officer: the authority is the proposal's author.
        member.Keep(proposal.Content);
        CommitOutcome outcome = await officer.CommitAsync(room.Id, member.CommitPending().Upload);
        Assert.NotNull(outcome.Receipt);
        await ProposeAsync(server);
        Assert.Equal(outcome.Receipt!.Sequence, (await officer.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task ProposalThatACommitPassesOverIsMadeAgainInTheNextEpoch()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient lost, _) = await room.AddAsync();
        await RevokeAsync(server, lost);
        await ProposeAsync(server);
        await room.CommitAsync(room.Member.Commit(new()));

        await ProposeAsync(server);

        Assert.Equal(
            [1UL, 2UL],
            (await room.Coordinator.ReadLogAsync(room.Id))
                .Entries.Where(entry => entry.Kind == EntryKind.Proposal)
                .Select(entry => entry.Epoch)
        );
    }

    [Fact]
    public async Task WhoIsToGoDoesNotPutThatOffByACommitOfItsOwn()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient lost, TestMember member) = await room.AddAsync();
        await server
            .Services.GetRequiredService<GroupLog>()
            .SubmitAsync(
                new AppendRemovalProposal(
                    room.Id,
                    lost.Device.Id,
                    server.Services.GetRequiredService<RemovalProposer>(),
                    server.Services.GetRequiredService<ClosedGroupRules>()
                )
            );

        CommitOutcome outcome = await lost.CommitAsync(room.Id, member.Commit(new()).Upload);

        Assert.Equal((null, CommitRefusal.Invalid, "RemovalProposed"), (outcome.Receipt, outcome.Refusal, outcome.Detail));
    }

    [Fact]
    public async Task PendingProposalSurvivesARestartOfTheServer()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient lost, _) = await room.AddAsync();
        (TestClient officer, TestMember member) = await room.AddAsync();
        await RevokeAsync(server, lost);
        await ProposeAsync(server);
        await server.RestartAsync();
        TestClient again = await server.SignInAsync(officer.Device);

        SealedEntry proposal = (await again.ReadLogAsync(room.Id)).Entries[^1];
        member.Keep(proposal.Content);

        Assert.NotNull((await again.CommitAsync(room.Id, member.CommitPending().Upload)).Receipt);
    }

    [Fact]
    public async Task RevokedDeviceIsRefusedAtOnceThoughItsTokenLastsAndItsConnectionEnds()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient lost, TestMember member) = await room.AddAsync();
        (TestClient officer, _) = await room.AddAsync();
        await using HubPeer peer = await lost.ConnectAsync();
        await using HubPeer other = await officer.ConnectAsync();
        await RevokeAsync(server, lost);

        await server.Services.GetRequiredService<RevokedConnections>().EndAsync(CancellationToken.None);

        await peer.Closed;
        Assert.True(other.IsOpen);
        using HttpResponseMessage log = await lost.Http.GetAsync(ServerRoutes.Log(room.Id, 0, 1));
        Assert.Equal(HttpStatusCode.Unauthorized, log.StatusCode);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(lost.ConnectAsync);
        using var content = new ByteArrayContent(MlsCodec.Encode(member.Commit(new()).Upload));
        using HttpResponseMessage commit = await lost.Http.PostAsync(ServerRoutes.Commits(room.Id), content);
        Assert.Equal(HttpStatusCode.Unauthorized, commit.StatusCode);
    }

    [Fact]
    public async Task RevokedDeviceIsNotListedNotClaimedAndNotAdded()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestDevice device = server.Platform.CreateDevice();
        TestClient lost = await server.SignInAsync(device);
        using KeyPackageSecrets package = TestMember.CreateKeyPackage(device);
        using HttpResponseMessage kept = await lost.PostJsonAsync(
            ServerRoutes.KeyPackages,
            new KeyPackageUpload([TestMember.Encode(package.KeyPackage)])
        );
        kept.EnsureSuccessStatusCode();
        await RevokeAsync(server, lost);

        using HttpResponseMessage claim = await room.Coordinator.PostJsonAsync(
            ServerRoutes.KeyPackageClaims,
            new KeyPackageClaim([device.Id])
        );
        Assert.Empty((await claim.Content.ReadFromJsonAsync<ClaimedKeyPackage[]>(WireJson.Options))!);

        DirectoryDevice[] listed = await room.Coordinator.GetAsync<DirectoryDevice[]>(ServerRoutes.Devices);
        Assert.DoesNotContain(listed, known => known.Device == device.Id);
        Assert.Contains(listed, known => known.Device == room.Coordinator.Device.Id);
        CommitOutcome outcome = await room.Coordinator.CommitAsync(
            room.Id,
            room.Member.Commit(new CommitRequest { Add = [package.KeyPackage] }).Upload
        );
        Assert.Equal((null, CommitRefusal.Invalid, "AddsRevokedDevice"), (outcome.Receipt, outcome.Refusal, outcome.Detail));
    }

    [Fact]
    public async Task RevokedDeviceDoesNotSignInAgain()
    {
        await using TestServer server = TestServer.Create();
        TestClient lost = await server.SignInAsync();
        await RevokeAsync(server, lost);

        await Assert.ThrowsAsync<HttpRequestException>(() => server.SignInAsync(lost.Device));
        Assert.Equal(2, await RevokeCommand.RunAsync(["revoke", "nonsense"], server.Services));
    }

    [Fact]
    public async Task GroupThatNamesAnotherExternalSenderIsNotMade()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Officer | Roles.Coordinator);
        using var another = new RemovalProposer(RemovalProposer.CreateKey());
        TestMember member = TestMember.Create(coordinator.Device, another.Sender);

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(member.GroupInfo());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private static async Task RevokeAsync(TestServer server, TestClient client) =>
        Assert.Equal(0, await RevokeCommand.RunAsync(["revoke", client.Device.Id.ToString()], server.Services));

    private static Task<int> ProposeAsync(TestServer server) =>
        server.Services.GetRequiredService<Removals>().ProposeAsync(CancellationToken.None);
}
