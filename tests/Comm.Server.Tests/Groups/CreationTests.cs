using System.Net;
using System.Net.Http.Json;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Groups;

public sealed class CreationTests
{
    [Fact]
    public async Task CoordinatorsGroupStandsAtItsBeginning()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        TestMember member = TestMember.Create(coordinator.Device);

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(member.GroupInfo());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var standing = new GroupStanding(member.GroupId, Epoch: 0, Head: 0, Ended: false);
        Assert.Equal(standing, await response.Content.ReadFromJsonAsync<GroupStanding>(WireJson.Options));
        Assert.Equal(standing, Assert.Single(await coordinator.GetAsync<GroupStanding[]>(ServerRoutes.Groups)));
    }

    [Fact]
    public async Task SameBytesAgainAreTheSameGroupAndOtherBytesARefusal()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        TestMember member = TestMember.Create(coordinator.Device);
        byte[] groupInfo = member.GroupInfo();

        HttpResponseMessage[] both = await Task.WhenAll(
            coordinator.CreateGroupAsync(groupInfo),
            coordinator.CreateGroupAsync(groupInfo)
        );
        using HttpResponseMessage other = await coordinator.CreateGroupAsync(
            TestMember.Create(coordinator.Device, member.GroupId).GroupInfo()
        );

        Assert.All(both, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        await AssertRefusedAsync(other, HttpStatusCode.Conflict, CommitRefusal.GroupExists);
        Assert.Single(await coordinator.GetAsync<GroupStanding[]>(ServerRoutes.Groups));
    }

    [Fact]
    public async Task AnotherDeviceCannotTakeAGroupsName()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient other = await server.SignInAsync(Roles.Coordinator, "DE");

        using HttpResponseMessage response = await other.CreateGroupAsync(TestMember.Create(other.Device, room.Id).GroupInfo());

        await AssertRefusedAsync(response, HttpStatusCode.Conflict, CommitRefusal.GroupExists);
    }

    [Fact, Trait("Rule", "V-POL-08")]
    public async Task OfficerWhoIsNoCoordinatorByCertificateOpensNoGroup()
    {
        await using TestServer server = TestServer.Create();
        TestClient officer = await server.SignInAsync(Roles.Officer);

        using HttpResponseMessage response = await officer.CreateGroupAsync(TestMember.Create(officer.Device).GroupInfo());

        await AssertRefusedAsync(response, HttpStatusCode.UnprocessableEntity, CommitRefusal.Invalid);
    }

    [Fact, Trait("Rule", "V-POL-08")]
    public async Task CoordinatorWhoIsNoneByTheGroupsPolicyOpensNoGroup()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        DeviceCertificate own = coordinator.Device.Certificate;
        TestMember member = TestMember.Create(
            coordinator.Device,
            null,
            new Coordinator(own.Administration, Identifier.Create<OfficerId>()),
            new Coordinator(AdministrationCode.Of("DE"), own.Officer)
        );

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(member.GroupInfo());

        await AssertRefusedAsync(response, HttpStatusCode.UnprocessableEntity, CommitRefusal.Invalid);
    }

    [Fact, Trait("Rule", "V-POL-08")]
    public async Task GroupInfoOfAnotherDeviceCreatesNothing()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        TestDevice other = server.Platform.CreateDevice(roles: Roles.Coordinator);

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(TestMember.Create(other).GroupInfo());

        await AssertRefusedAsync(response, HttpStatusCode.UnprocessableEntity, CommitRefusal.Invalid);
        await using var database = await server.OpenDatabaseAsync();
        Assert.Empty(database.Groups);
    }

    [Fact, Trait("Rule", "V-POL-08")]
    public async Task GroupThatIsPastItsBeginningCannotBeBroughtAlong()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        TestMember later = TestMember.Create(coordinator.Device).Commit(new()).Next;

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(later.GroupInfo());

        await AssertRefusedAsync(response, HttpStatusCode.UnprocessableEntity, CommitRefusal.Invalid);
    }

    [Fact]
    public async Task GroupOfAnotherCipherSuiteCreatesNothing()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        // X25519 and Ed25519 too: the certificate fits it.
        TestMember member = TestMember.Create(coordinator.Device, CipherSuiteId.X25519Aes128GcmSha256Ed25519);

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(member.GroupInfo());

        await AssertRefusedAsync(response, HttpStatusCode.UnprocessableEntity, CommitRefusal.Invalid);
    }

    [Fact]
    public async Task GroupInfoWithoutItsTreeCreatesNothing()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        TestMember member = TestMember.Create(coordinator.Device);
        byte[] bare = MlsCodec.Encode(
            MlsMessage.Of(member.Group.ExportGroupInfo(coordinator.Device.Signer, GroupInfoParts.ExternalPub))
        );

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(bare);

        await AssertRefusedAsync(response, HttpStatusCode.UnprocessableEntity, CommitRefusal.Invalid);
    }

    [Fact]
    public async Task NoChangedByteOfAGroupInfoIsAccepted()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        byte[] good = TestMember.Create(coordinator.Device).GroupInfo();
        for (int at = 0; at < good.Length; at += 11)
        {
            byte[] changed = [.. good];
            changed[at] ^= 1;
            using HttpResponseMessage response = await coordinator.CreateGroupAsync(changed);
            Assert.True(
                response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity,
                $"byte {at}: {response.StatusCode}"
            );
        }

        using HttpResponseMessage cut = await coordinator.CreateGroupAsync(good[..^1]);
        await AssertRefusedAsync(cut, HttpStatusCode.BadRequest, CommitRefusal.Malformed);
        await using var database = await server.OpenDatabaseAsync();
        Assert.Empty(database.Groups);
    }

    [Fact]
    public async Task BodyLargerThanAnyGroupIsRefusedByName()
    {
        await using TestServer server = TestServer.Create();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);

        using HttpResponseMessage response = await coordinator.CreateGroupAsync(new byte[WireLimits.MaxCommitBytes + 1]);

        await AssertRefusedAsync(response, HttpStatusCode.RequestEntityTooLarge, CommitRefusal.TooLarge);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, CommitRefusal refusal)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(refusal, (await response.Content.ReadFromJsonAsync<CommitOutcome>(WireJson.Options))!.Refusal);
    }
}
