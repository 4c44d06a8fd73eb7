using System.Text;
using System.Text.Json;
using Comm.Client.Commands.Control;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;

namespace Comm.Journeys.Tests.Secrecy;

public sealed class MarkerScanTests
{
    /// <summary>
    /// Random words as a message, a report's remark, a group's name and its purpose: none of them lies in the server's database,
    /// write-ahead log or output, in anything that crossed the line, or in a locked vault.
    /// </summary>
    [Fact]
    public async Task NoWordOfTheRoomLiesWhereTheServerOrAThiefCouldReadIt()
    {
        await using RecordingRelay relay = new();
        await using TemporaryWorld world = await TemporaryWorld.StartAsync(OfficerPlan.Cast, relay.Start);
        string[] markers = [.. Enumerable.Range(0, 4).Select(_ => "marker" + Guid.NewGuid().ToString("N"))];
        string group = await world.OpenGroupAsync(markers[0], markers[1]);
        await world["claire"].SendAsync(group, $"Regardez {markers[2]} demain");
        await world["ahmed"]
            .AskAsync<ReportAnswer>(
                ControlRoutes.Report,
                new ReportQuestion(
                    group,
                    JsonSerializer.SerializeToElement(
                        Seizure.Report("ar", "EG", "EGALY", "CO", "DRG.COC", 12.5m, "KGM", $"مخبأة {markers[3]}")
                    ),
                    WaitSeconds: 30
                )
            );
        await world["joan"].ReadUntilAsync(group, "both", entries => entries.Any(entry => entry.Kind == "report"));

        MarkerScan scan = new(markers);
        byte[] line = relay.Recorded();
        byte[] output = Encoding.UTF8.GetBytes(string.Join('\n', world.World.Server.Output));
        foreach (ControlledOfficer officer in world.Officers)
        {
            await officer.Process.StopAsync();
        }

        Assert.Empty(scan.FindInFolder(world.World.ServerFolder));
        Assert.Empty(scan.Find(output));
        Assert.Empty(scan.Find(line));
        Assert.All(world.Officers, officer => Assert.Empty(scan.FindInFolder(officer.Process.Folder)));

        // Positive controls: the line was really recorded, in both directions and inside the hub's frames, and so was the disk.
        MarkerScan known = new(group);
        Assert.NotEmpty(known.Find(line));
        Assert.NotEmpty(new MarkerScan("\"target\":\"Send\"").Find(line));
        Assert.NotEmpty(new MarkerScan("\"target\":\"EntryAppended\"").Find(line));
        Assert.NotEmpty(new MarkerScan("Claire Dubois").FindInFolder(world.World.ServerFolder));
    }

    [Fact]
    public void TheScanFindsAWordInEveryFormAndAtEveryOffset()
    {
        const string Word = "marker مخبأة 0123";
        MarkerScan scan = new(Word);
        byte[] utf8 = Encoding.UTF8.GetBytes(Word);
        Assert.NotEmpty(scan.Find(Encoding.UTF8.GetBytes($"before {Word} after")));
        Assert.NotEmpty(scan.Find(Encoding.Unicode.GetBytes($"before {Word} after")));
        Assert.NotEmpty(scan.Find(Encoding.BigEndianUnicode.GetBytes($"before {Word} after")));
        Assert.NotEmpty(scan.Find(Encoding.ASCII.GetBytes(Convert.ToHexString(utf8))));
        Assert.NotEmpty(scan.Find(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8))));
        for (int offset = 0; offset < 6; offset++)
        {
            byte[] longer = [.. new byte[offset], .. utf8, .. "rest"u8];
            Assert.NotEmpty(scan.Find(Encoding.ASCII.GetBytes(Convert.ToBase64String(longer))));
            Assert.NotEmpty(scan.Find(Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(longer))));
        }

        Assert.Empty(scan.Find(Encoding.UTF8.GetBytes("nothing of the kind, marker 0123")));
    }
}
