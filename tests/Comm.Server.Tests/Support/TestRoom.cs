using System.Net;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Support;

/// <summary>A group on the server, with its coordinator.</summary>
internal sealed class TestRoom(TestServer server, TestClient coordinator, TestMember member)
{
    public TestServer Server => server;

    public TestClient Coordinator => coordinator;

    public TestMember Member { get; private set; } = member;

    public GroupId Id => Member.GroupId;

    public static async Task<TestRoom> OpenAsync(TestServer server)
    {
        TestClient coordinator = await server.SignInAsync(Roles.Officer | Roles.Coordinator);
        ExternalSenderAnswer answer = await coordinator.GetAsync<ExternalSenderAnswer>(ServerRoutes.ExternalSender);
        Assert.True(MlsCodec.TryDecode(answer.Sender.Span, out ExternalSender? sender));
        TestMember member = TestMember.Create(coordinator.Device, sender);
        using HttpResponseMessage response = await coordinator.CreateGroupAsync(member.GroupInfo());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new TestRoom(server, coordinator, member);
    }

    /// <summary>A new device, brought into the group the way a client does it.</summary>
    public Task<(TestClient Client, TestMember Member)> AddAsync() => AddAsync(server.Platform.CreateDevice());

    public async Task<(TestClient Client, TestMember Member)> AddAsync(TestDevice device)
    {
        TestClient client = await server.SignInAsync(device);
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(client.Device);
        using HttpResponseMessage uploaded = await client.PostJsonAsync(
            ServerRoutes.KeyPackages,
            new KeyPackageUpload([TestMember.Encode(own.KeyPackage)])
        );
        uploaded.EnsureSuccessStatusCode();
        await CommitAsync(Member.CommitAdding(own.KeyPackage));
        WaitingWelcome welcome = Assert.Single(await client.ReadWelcomesAsync());
        TestMember joined = TestMember.Join(client.Device, own, welcome.Content);
        using HttpResponseMessage deleted = await client.Http.DeleteAsync(ServerRoutes.Welcome(welcome.Id));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        return (client, joined);
    }

    public Task<Receipt> RemoveAsync(DeviceId device) => CommitAsync(Member.CommitRemoving(device));

    /// <summary>Commits by the coordinator, who goes over to what follows.</summary>
    public async Task<Receipt> CommitAsync((CommitUpload Upload, TestMember Next) commit)
    {
        CommitOutcome outcome = await coordinator.CommitAsync(Id, commit.Upload);
        Assert.Null(outcome.Refusal);
        Member = commit.Next;
        return outcome.Receipt!;
    }
}
