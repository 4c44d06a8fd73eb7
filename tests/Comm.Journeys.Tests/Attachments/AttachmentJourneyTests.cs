using System.Security.Cryptography;
using System.Text;
using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;
using Microsoft.Data.Sqlite;

namespace Comm.Journeys.Tests.Attachments;

public sealed class AttachmentJourneyTests
{
    private const int Kills = 4;

    /// <summary>
    /// A scan of the largest size and a photograph, attached while the server is away, which is then killed again and again while they
    /// are on their way: the other officer has both, whole, once, and the server's disk holds no word of them.
    /// </summary>
    [Fact]
    public async Task FilesAttachedOfflineArriveWholeWhileTheServerIsKilledAndNoWordOfThemLiesOnItsDisk()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync([.. OfficerPlan.Cast.Take(2)]);
        string[] markers = ["marker" + Guid.NewGuid().ToString("N"), "marker" + Guid.NewGuid().ToString("N")];
        byte[] scan = [.. Enumerable.Repeat(Encoding.UTF8.GetBytes(markers[0]), 300_000).SelectMany(one => one)];
        scan = scan[..WireLimits.MaxAttachmentBytes];
        byte[] photo = RandomNumberGenerator.GetBytes(900_000);
        Assert.True(Identifier.TryParse(await world.OpenGroupAsync(), out GroupId group));
        ControlledOfficer[] officers = [.. world.Officers];
        foreach (ControlledOfficer officer in officers)
        {
            await officer.Process.StopAsync();
        }

        await world.World.Server.KillAsync();
        await using ClientSession author = await InProcessClient.OpenAsync(officers[0].Process);
        await using ClientSession reader = await InProcessClient.OpenAsync(officers[1].Process);
        Workspace writing = author.Workspace!;
        AttachmentReference[] files =
        [
            await KeepAsync(writing, scan, $"{markers[1]}.txt", "text/plain", AttachmentKind.Scan),
            await KeepAsync(writing, photo, "photo.jpg", "image/jpeg", AttachmentKind.Picture),
        ];
        SendTextOutcome sent = await writing.SendTextAsync(group, "container 7", null, default, files);
        Assert.Equal(SendResult.Saved, sent.Result);

        for (int i = 0; i < Kills; i++)
        {
            await world.World.StartServerAsync();
            long before = await CountAsync(world, "attachment_parts");
            // Either something is on its way now, or all of it has arrived.
            await Eventually.HoldsAsync(
                "a part has arrived, or the message",
                async () =>
                    await CountAsync(world, "attachment_parts") != before
                    || await writing.EntryAsync(group, sent.Position!.Value, default) is { Delivery: DeliveryState.Sent }
            );
            await world.World.Server.KillAsync();
        }

        await world.World.StartServerAsync();
        await Eventually.HoldsAsync(
            "the message is there",
            async () =>
                (await reader.Workspace!.ConversationAsync(group, null, null, 50, default))!.Entries.Any(entry =>
                    entry is OpenedText { Text: "container 7" }
                )
        );

        ConversationPage page = (await reader.Workspace!.ConversationAsync(group, null, null, 50, default))!;
        OpenedText line = Assert.Single(page.Entries.OfType<OpenedText>());
        Assert.Equal(files, line.Attachments);
        Assert.Equal(scan, await ReadAsync(reader.Workspace!, group, line.Attachments[0]));
        Assert.Equal(photo, await ReadAsync(reader.Workspace!, group, line.Attachments[1]));
        await Eventually.HoldsAsync(
            "its author sees it as sent",
            async () => await writing.EntryAsync(group, sent.Position!.Value, default) is { Delivery: DeliveryState.Sent }
        );

        // What the kills cut off is cleared away; what is there is counted in parts of one MiB.
        Assert.Equal(2, await CountAsync(world, "attachments"));
        Assert.Equal(11 + 1, await CountAsync(world, "attachment_parts"));
        Assert.Empty(new MarkerScan(markers).FindInFolder(world.World.ServerFolder));
        Assert.NotEmpty(new MarkerScan("Claire Dubois").FindInFolder(world.World.ServerFolder));
    }

    private static async Task<AttachmentReference> KeepAsync(
        Workspace workspace,
        byte[] file,
        string name,
        string mediaType,
        AttachmentKind kind
    )
    {
        using var content = new MemoryStream(file);
        return (await workspace.KeepAttachmentAsync(content, name, mediaType, kind, default)).Reference!;
    }

    private static async Task<byte[]> ReadAsync(Workspace workspace, GroupId group, AttachmentReference reference)
    {
        OpenAttachmentOutcome outcome = await workspace.OpenAttachmentAsync(group, reference, default);
        Assert.Null(outcome.Refusal);
        using var content = new MemoryStream();
        await outcome.File!.OpenRead().CopyToAsync(content);
        return content.ToArray();
    }

    private static async Task<long> CountAsync(TemporaryWorld world, string table)
    {
        await using SqliteConnection database = new($"Data Source={world.World.ServerDatabase};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using SqliteCommand query = database.CreateCommand();
        query.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await query.ExecuteScalarAsync())!;
    }
}
