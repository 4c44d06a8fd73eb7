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

    [Fact]
    public async Task OfManyReportsOfOneCommitTheLogHasTheFirstFew()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        var officers = new List<TestClient>();
        for (int number = 0; number < FaultReport.MaxPerCommit + 3; number++)
        {
            officers.Add((await room.AddAsync()).Client);
        }

        FaultReport first = await ReportAsync(room, officers[0]);
        CommitOutcome[] outcomes = await Task.WhenAll(
            officers.Select(officer => PostAsync(officer, room.Id, By(officer, first)))
        );
        FaultReport second = await ReportAsync(room, officers[0]);
        CommitOutcome next = await PostAsync(officers[^1], room.Id, By(officers[^1], second));

        Assert.All(outcomes, outcome => Assert.NotNull(outcome.Receipt));
        Assert.Equal(FaultReport.MaxPerCommit, outcomes.Select(outcome => outcome.Receipt!.Sequence).Distinct().Count());
        SealedEntry[] kept =
        [
            .. (await room.Coordinator.ReadLogAsync(room.Id)).Entries.Where(entry => entry.Kind == EntryKind.FaultReport),
        ];
        Assert.Equal(FaultReport.MaxPerCommit + 1, kept.Length);
        Assert.Equal(next.Receipt!.Sequence, kept[^1].Sequence);
    }

    private static FaultReport By(TestClient officer, FaultReport report) =>
        (report with { Reporter = officer.Device.Id }).SignedBy(officer.Device.Signer);

    private static async Task<FaultReport> ReportAsync(TestRoom room, TestClient officer)
    {
        ulong epoch = room.Member.Group.Context.Epoch;
        (CommitUpload Upload, TestMember Next) commit = room.Member.Commit(new());
        Receipt receipt = await room.CommitAsync(commit);
        return new FaultReport(
            room.Id,
            epoch,
            receipt.Sequence,
            SHA256.HashData(commit.Upload.Commit.Span),
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
