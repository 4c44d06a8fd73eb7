using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Comm.Mls.Codec;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Groups;

public sealed class FaultReportTests
{
    [Fact]
    public async Task ReportIsAnEntryOfTheLogOnceAndIsToldToAll()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, _) = await room.AddAsync();
        FaultReport report = await ReportAsync(room, officer);
        await using HubPeer coordinator = await room.Coordinator.ConnectAsync();

        CommitOutcome outcome = await PostAsync(officer, room.Id, report);
        CommitOutcome again = await PostAsync(officer, room.Id, report);

        Assert.NotNull(outcome.Receipt);
        Assert.Equal(outcome.Receipt, again.Receipt);
        SealedEntry entry = await coordinator.NextEntryAsync();
        Assert.Equal((EntryKind.FaultReport, officer.Device.Id), (entry.Kind, entry.Sender));
        Assert.True(MlsCodec.TryDecode(entry.Content.Span, out FaultReport? read));
        Assert.True(read.IsSignedBy(officer.Device.Certificate.DeviceKey.Span));
        Assert.Equal(outcome.Receipt!.Sequence, (await officer.ReadLogAsync(room.Id)).Head);
    }

    [Fact]
    public async Task ReportOfAnotherOrOfNoCommitOrByNoMemberIsRefused()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        (TestClient officer, _) = await room.AddAsync();
        TestClient stranger = await server.SignInAsync();
        FaultReport report = await ReportAsync(room, officer);

        CommitOutcome[] refused =
        [
            await PostAsync(room.Coordinator, room.Id, report),
            await PostAsync(officer, room.Id, report with { Fault = CommitFault.PathSecrets }),
            await PostAsync(officer, room.Id, (report with { Sequence = 99 }).SignedBy(officer.Device.Signer)),
            await PostAsync(officer, room.Id, (report with { CommitHash = new byte[32] }).SignedBy(officer.Device.Signer)),
            await PostAsync(stranger, room.Id, (report with { Reporter = stranger.Device.Id }).SignedBy(stranger.Device.Signer)),
            await PostAsync(officer, Identifier.Create<GroupId>(), report),
        ];

        Assert.Equal(
            [
                (CommitRefusal.Invalid, "Signature"),
                (CommitRefusal.Invalid, "Signature"),
                (CommitRefusal.Mismatch, "Commit"),
                (CommitRefusal.Mismatch, "Commit"),
                (CommitRefusal.NotAMember, null),
                (CommitRefusal.Malformed, null),
            ],
            refused.Select(one => (one.Refusal!.Value, one.Detail))
        );
        Assert.Equal(2, (await room.Coordinator.ReadLogAsync(room.Id)).Head);
    }

    private static async Task<FaultReport> ReportAsync(TestRoom room, TestClient officer)
    {
        (CommitUpload upload, _) = room.Member.Commit(new());
        CommitOutcome outcome = await room.Coordinator.CommitAsync(room.Id, upload);
        return new FaultReport(
            room.Id,
            Epoch: 1,
            outcome.Receipt!.Sequence,
            SHA256.HashData(upload.Commit.Span),
            CommitFault.MembershipTag,
            officer.Device.Id,
            Opaque.Empty
        ).SignedBy(officer.Device.Signer);
    }

    private static async Task<CommitOutcome> PostAsync(TestClient client, GroupId group, FaultReport report)
    {
        using var content = new ByteArrayContent(MlsCodec.Encode(report));
        content.Headers.ContentType = new MediaTypeHeaderValue(FaultReport.ContentType);
        using HttpResponseMessage response = await client.Http.PostAsync(ServerRoutes.Faults(group), content);
        return (await response.Content.ReadFromJsonAsync<CommitOutcome>(WireJson.Options))!;
    }
}
