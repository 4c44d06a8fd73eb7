using System.Text;
using Comm.Client.Commands.Control;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Journeys.Tests.Secrecy;

public sealed class RemovedMemberTests
{
    /// <summary>
    /// The worst case: the removed member has kept his whole state from before and is handed the server's rows as they are. A
    /// member who stays opens the same rows with hers.
    /// </summary>
    [Fact]
    public async Task RemovedMemberHandedTheCiphertextCannotOpenWhatFollows()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync(OfficerPlan.Cast);
        string group = await world.OpenGroupAsync();
        await world["claire"].SendAsync(group, "before the removal");
        await world["ahmed"].ReadTextAsync(group, "before the removal");
        await world["joan"].ReadTextAsync(group, "before the removal");

        // Both are away when it happens: their vaults stay as they were.
        await world["ahmed"].Process.StopAsync();
        await world["joan"].Process.StopAsync();
        await world["claire"].AskAsync<object>(ControlRoutes.Remove, new RemoveQuestion(group, world["ahmed"].Name));
        await world["claire"].SendAsync(group, "after the removal");

        LogRow[] log = [.. await world.LogAsync(group)];
        Assert.Equal("after the removal", await FollowAsync(world, "joan", group, log));
        Assert.Null(await FollowAsync(world, "ahmed", group, log));
    }

    /// <summary>The text of the last row, opened with an officer's vault and nothing else; null when it does not open.</summary>
    private static async Task<string?> FollowAsync(TemporaryWorld world, string officer, string group, LogRow[] log)
    {
        using VaultFile vault = new(new DataDirectory(world[officer].Process.Folder), TimeProvider.System);
        UnlockOutcome unlocked = await vault.UnlockAsync(World.Passphrase.AsMemory(), CancellationToken.None);
        Assert.Equal(UnlockResult.Unlocked, unlocked.Result);
        using DeviceIdentity identity = DeviceIdentity.TryLoad(vault.Store, TimeProvider.System)!;
        Assert.True(Identifier.TryParse(group, out GroupId id));
        GroupRows rows = new(vault.Store);
        Group before = rows.TryLoadState(id)!;
        LogRow[] unseen = [.. log.Where(row => row.Sequence > rows.Find(id)!.Cursor)];
        Assert.Equal(2, unseen.Length);

        ReceivedCommit removal = Assert.IsType<ReceivedCommit>(before.Process(Decode(unseen[0]), identity.LogRules));
        // Without a next state he has only the old one to try with; she goes on.
        return (removal.Next ?? before).Process(Decode(unseen[1]), identity.LogRules) is ReceivedMessage opened
            ? TextOf(opened.Content.Content)
            : null;
    }

    private static MlsMessage Decode(LogRow row)
    {
        Assert.True(MlsCodec.TryDecode(row.Content, out MlsMessage? message));
        return message;
    }

    private static string TextOf(FramedContent content) =>
        System
            .Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(content.ApplicationData.Span))
            .RootElement.GetProperty("text")
            .GetString()!;
}
