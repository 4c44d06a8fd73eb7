using Comm.Client.Commands.Control;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Demo;
using Comm.Journeys.Tests.Worlds;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Journeys.Tests.Repair;

public sealed class BrokenCommitTests
{
    /// <summary>
    /// One ordinary officer sends a commit whose membership tag is wrong. No server can see it, and nobody can follow it: everybody
    /// comes in again by itself, and it is known who it was.
    /// </summary>
    [Fact]
    public async Task ACommitThatNobodyCanFollowNamesItsAuthorAndEverybodyIsBack()
    {
        await using TemporaryWorld world = await TemporaryWorld.StartAsync(OfficerPlan.Cast);
        string group = await world.OpenGroupAsync();
        await world["claire"].SendAsync(group, "before");
        await world["joan"].ReadTextAsync(group, "before");
        await world["ahmed"].ReadTextAsync(group, "before");
        await world["ahmed"].Process.StopAsync();

        await PostBrokenCommitAsync(world["ahmed"].Process, group);

        IReadOnlyList<EntryAnswer> entries = await world["claire"]
            .ReadUntilAsync(group, "the report", all => all.Any(entry => entry.Reason == "fault:MembershipTag"));
        EntryAnswer report = entries.First(entry => entry.Reason == "fault:MembershipTag");
        Assert.Equal([world["ahmed"].Name], report.Added!);

        await world["ahmed"].Process.RestartAsync();
        string[] names = [.. world.Officers.Select(officer => officer.Name)];
        foreach (ControlledOfficer officer in world.Officers)
        {
            // What is said before somebody is back is not for that one to read.
            await officer.ReadUntilAsync(
                group,
                "everybody back",
                all => names.All(name => all.Any(entry => entry.Reason == "rejoined" && entry.Sender == name))
            );
        }

        int number = 0;
        foreach (ControlledOfficer officer in world.Officers)
        {
            string text = $"after {++number}";
            await Eventually.HoldsAsync(
                $"{officer.Name} writes again",
                async () =>
                    await officer.TryAskAsync(ControlRoutes.Send, new SendQuestion(group, text, 5))
                        is { Result: ControlAnswer.Done }
            );
            foreach (ControlledOfficer reader in world.Officers)
            {
                await reader.ReadTextAsync(group, text);
            }
        }
    }

    private static async Task PostBrokenCommitAsync(Officer officer, string group)
    {
        using VaultFile vault = new(new DataDirectory(officer.Folder), TimeProvider.System);
        UnlockOutcome unlocked = await vault.UnlockAsync(World.Passphrase.AsMemory(), CancellationToken.None);
        Assert.Equal(UnlockResult.Unlocked, unlocked.Result);
        using DeviceIdentity identity = DeviceIdentity.TryLoad(vault.Store, TimeProvider.System)!;
        Assert.True(Identifier.TryParse(group, out GroupId id));
        using Group state = new GroupRows(vault.Store).TryLoadState(id)!;
        StagedCommit staged = state.Commit(
            new CommitRequest { OfferExternalCommit = true },
            identity.Signer,
            identity.MakingRules
        );
        byte[] commit = MlsCodec.Encode(staged.Commit);
        commit[^1] ^= 1;
        using Client.Engine.Network.Server server = new(identity, TimeProvider.System);
        CommitOutcome outcome = await server.CommitAsync(
            id,
            MlsCodec.Encode(
                new CommitUpload(Identifier.Create<MessageId>(), commit, Opaque.Empty, MlsCodec.Encode(staged.GroupInfo))
            ),
            CancellationToken.None
        );
        Assert.NotNull(outcome.Receipt);
    }
}
