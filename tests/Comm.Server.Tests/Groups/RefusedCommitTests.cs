using System.Net;
using System.Net.Http.Headers;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Groups;

/// <summary>Each commit is good but for one thing; none of them moves the group.</summary>
public sealed class RefusedCommitTests
{
    [Fact, Trait("Rule", "V-POL-06")]
    public Task OfficerWhoIsNoCoordinatorAddsNobody() =>
        AssertRefusedAsync(
            CommitRefusal.Invalid,
            async scene =>
            {
                // His own library's rules would not let him: he asks none.
                using KeyPackageSecrets own = TestMember.CreateKeyPackage(scene.Room.Server.Platform.CreateDevice());
                return scene.Member.CommitAgainstTheRules(new CommitRequest { Add = [own.KeyPackage] });
            }
        );

    [Fact, Trait("Rule", "V-POL-06")]
    public async Task OfficerOfAnotherAdministrationIsNoCoordinatorUnderACoordinatorsOfficerId()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        // Every certificate shows its officer's id; nothing keeps another administration from signing a coordinator under it.
        OfficerId coordinator = room.Coordinator.Device.Certificate.Officer;
        TestDevice rogue = server.Platform.CreateDevice("BR", Roles.Officer | Roles.Coordinator, coordinator);
        (TestClient client, TestMember member) = await room.AddAsync(rogue);
        uint target = room.Member.Group.OwnLeafIndex;

        CommitOutcome outcome = await client.CommitAsync(
            room.Id,
            member.CommitAgainstTheRules(new CommitRequest { Remove = [target] })
        );

        Assert.Equal(CommitRefusal.Invalid, outcome.Refusal);
        Assert.Equal(nameof(MlsFault.RefusedByRules), outcome.Detail);
        await AssertUnmovedAsync(room);
    }

    [Fact, Trait("Rule", "V-POL-07"), Trait("Rule", "V-PROP-21")]
    public async Task TwoLeavesOfOneDeviceInOneCommit()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestDevice one = server.Platform.CreateDevice();
        TestDevice other = server.Platform.CreateSecondKey(one);
        using KeyPackageSecrets first = TestMember.CreateKeyPackage(one);
        using KeyPackageSecrets second = TestMember.CreateKeyPackage(other);

        CommitOutcome outcome = await room.Coordinator.CommitAsync(
            room.Id,
            room.Member.CommitAgainstTheRules(new CommitRequest { Add = [first.KeyPackage, second.KeyPackage] })
        );

        Assert.Equal(CommitRefusal.Invalid, outcome.Refusal);
        Assert.Equal(nameof(MlsFault.RefusedByRules), outcome.Detail);
        await AssertUnmovedAsync(room);
    }

    [Fact, Trait("Rule", "V-POL-09")]
    public Task CommitOfAnotherDeviceIsNotThisOnes() =>
        AssertRefusedAsync(CommitRefusal.Invalid, scene => Task.FromResult(scene.Room.Member.Commit(new()).Upload));

    [Fact, Trait("Rule", "V-EXT-18")]
    public Task ComingInAgainWithAPreSharedKeyThatNobodyHas() =>
        AssertRefusedAsync(
            CommitRefusal.Invalid,
            async scene =>
            {
                GroupDescription description = await scene.Officer.GetAsync<GroupDescription>(
                    ServerRoutes.Description(scene.Room.Id)
                );
                return TestMember.RejoinWithPreSharedKey(scene.Officer.Device, description);
            }
        );

    [Fact]
    public Task CommitOfAFutureEpoch() =>
        AssertRefusedAsync(CommitRefusal.Invalid, scene => Task.FromResult(scene.Member.Commit(new()).Next.Commit(new()).Upload));

    [Fact, Trait("Rule", "V-COMMIT-18")]
    public Task GroupInfoOfAnotherCommit() =>
        AssertRefusedAsync(
            CommitRefusal.Mismatch,
            scene =>
                Task.FromResult(
                    scene.Member.Commit(new()).Upload with
                    {
                        GroupInfo = scene.Member.Commit(new()).Upload.GroupInfo,
                    }
                )
        );

    [Fact, Trait("Rule", "V-COMMIT-19")]
    public async Task WelcomeMissing()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(server.Platform.CreateDevice());
        (CommitUpload upload, _) = room.Member.CommitAdding(own.KeyPackage);

        CommitOutcome outcome = await room.Coordinator.CommitAsync(room.Id, upload with { Welcome = default });

        Assert.Equal(CommitRefusal.Mismatch, outcome.Refusal);
        await AssertUnmovedAsync(room);
    }

    [Fact, Trait("Rule", "V-COMMIT-19")]
    public async Task WelcomeForSomebodyElse()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(server.Platform.CreateDevice());
        using KeyPackageSecrets others = TestMember.CreateKeyPackage(server.Platform.CreateDevice());
        (CommitUpload upload, _) = room.Member.CommitAdding(own.KeyPackage);
        (CommitUpload foreign, _) = room.Member.CommitAdding(others.KeyPackage);

        CommitOutcome outcome = await room.Coordinator.CommitAsync(room.Id, upload with { Welcome = foreign.Welcome });

        Assert.Equal(CommitRefusal.Mismatch, outcome.Refusal);
        await AssertUnmovedAsync(room);
    }

    [Fact, Trait("Rule", "V-COMMIT-19")]
    public async Task WelcomeWhereNobodyWasAdded()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        using KeyPackageSecrets own = TestMember.CreateKeyPackage(server.Platform.CreateDevice());

        CommitOutcome outcome = await room.Coordinator.CommitAsync(
            room.Id,
            room.Member.Commit(new()).Upload with
            {
                Welcome = room.Member.CommitAdding(own.KeyPackage).Upload.Welcome,
            }
        );

        Assert.Equal(CommitRefusal.Mismatch, outcome.Refusal);
        await AssertUnmovedAsync(room);
    }

    [Fact]
    public async Task EveryCutAndManyFlippedBitsOfAnUpload()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (CommitUpload upload, _) = room.Member.Commit(new());
        byte[] good = MlsCodec.Encode(upload);

        // The first 16 bytes are the upload's own id: any id is a good one.
        for (int at = Identifier.Size; at < good.Length; at += 17)
        {
            (HttpStatusCode cutStatus, CommitOutcome cut) = await room.Coordinator.CommitAsync(room.Id, good[..at]);
            Assert.Equal(CommitRefusal.Malformed, cut.Refusal);
            Assert.Equal(HttpStatusCode.BadRequest, cutStatus);
            byte[] flipped = [.. good];
            flipped[at] ^= 0x40;
            (_, CommitOutcome outcome) = await room.Coordinator.CommitAsync(room.Id, flipped);
            // The tag for members is the one part that the server cannot check.
            Assert.True(outcome.Receipt is null || IsInMembershipTag(upload, at), $"byte {at}");
            if (outcome.Receipt is not null)
            {
                return;
            }
        }

        Assert.NotNull((await room.Coordinator.CommitAsync(room.Id, upload)).Receipt);
    }

    [Fact]
    public async Task UploadThatIsTooLargeUnknownOrOfAnotherKind()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (CommitUpload upload, _) = room.Member.Commit(new());

        (HttpStatusCode tooLarge, CommitOutcome large) = await room.Coordinator.CommitAsync(
            room.Id,
            new byte[WireLimits.MaxCommitBytes + 1]
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge);
        Assert.Equal(CommitRefusal.TooLarge, large.Refusal);

        TestMember elsewhere = TestMember.Create(room.Coordinator.Device);
        (HttpStatusCode unknown, CommitOutcome nowhere) = await room.Coordinator.CommitAsync(
            elsewhere.GroupId,
            MlsCodec.Encode(elsewhere.Commit(new()).Upload)
        );
        Assert.Equal(HttpStatusCode.NotFound, unknown);
        Assert.Equal(CommitRefusal.UnknownGroup, nowhere.Refusal);

        (HttpStatusCode wrongPlace, _) = await room.Coordinator.CommitAsync(elsewhere.GroupId, MlsCodec.Encode(upload));
        Assert.Equal(HttpStatusCode.BadRequest, wrongPlace);

        using var json = new ByteArrayContent(MlsCodec.Encode(upload));
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage kind = await room.Coordinator.Http.PostAsync(ServerRoutes.Commits(room.Id), json);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, kind.StatusCode);
        await AssertUnmovedAsync(room);
    }

    [Fact]
    public async Task OutsiderCommitsNothing()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        TestClient outsider = await server.SignInAsync();

        (HttpStatusCode status, CommitOutcome outcome) = await outsider.CommitAsync(
            room.Id,
            MlsCodec.Encode(room.Member.Commit(new()).Upload)
        );

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal(CommitRefusal.NotAMember, outcome.Refusal);
        await AssertUnmovedAsync(room);
    }

    private static async Task AssertRefusedAsync(
        CommitRefusal refusal,
        Func<(TestRoom Room, TestClient Officer, TestMember Member), Task<CommitUpload>> spoil
    )
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, TestMember member) = await room.AddAsync();

        CommitOutcome outcome = await officer.CommitAsync(room.Id, await spoil((room, officer, member)));

        Assert.Equal(refusal, outcome.Refusal);
        Assert.NotNull(outcome.Detail);
        await AssertUnmovedAsync(room);
    }

    private static async Task AssertUnmovedAsync(TestRoom room)
    {
        GroupStanding standing = Assert.Single(await room.Coordinator.GetAsync<GroupStanding[]>(ServerRoutes.Groups));
        Assert.Equal(room.Member.Group.Context.Epoch, standing.Epoch);
        Assert.NotNull((await room.Coordinator.CommitAsync(room.Id, room.Member.Commit(new()).Upload)).Receipt);
    }

    /// <summary>The last 32 bytes of the commit.</summary>
    private static bool IsInMembershipTag(CommitUpload upload, int at)
    {
        using var writer = new MlsWriter();
        writer.WriteFixed(upload.Id.ToBytes());
        writer.WriteVector(upload.Commit.Span);
        return at < writer.Length && at >= writer.Length - 32;
    }
}
