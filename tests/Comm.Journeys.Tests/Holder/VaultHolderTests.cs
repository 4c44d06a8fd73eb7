using System.Globalization;
using System.Text.Json.Nodes;
using Comm.Demo;
using Comm.Journeys.Tests.Crash;
using Comm.Journeys.Tests.Worlds;

namespace Comm.Journeys.Tests.Holder;

/// <summary>One process holds a vault (design D1), whoever else comes: pages, command lines, a second holder, a guesser.</summary>
public sealed class VaultHolderTests(VaultHolderTests.TwoClients clients) : IClassFixture<VaultHolderTests.TwoClients>
{
    private const int Lanes = 3;
    private const int SentByPage = 8;
    private const int SentByCommand = 4;

    private TemporaryWorld World => clients.World;

    [Fact]
    public async Task PageAndCommandLineSendAtOnceAndEverythingArrivesOnce()
    {
        string group = await World.OpenGroupAsync("At once");
        Officer claire = World["claire"].Process;
        using PageBrowser page = await PageBrowser.OpenAsync(claire, group);
        List<string> texts = [];
        List<Task> senders = [];
        for (int lane = 0; lane < Lanes; lane++)
        {
            string[] byPage = [.. Enumerable.Range(1, SentByPage).Select(number => $"page {lane}.{number}")];
            string[] byCommand = [.. Enumerable.Range(1, SentByCommand).Select(number => $"command {lane}.{number}")];
            texts.AddRange([.. byPage, .. byCommand]);
            senders.Add(InTurnAsync(byPage, text => page.SendAsync(group, text)));
            senders.Add(InTurnAsync(byCommand, text => claire.SendAsync(group, text)));
        }

        // The other one writes too, so that sending and receiving take turns at the same state.
        string[] answers = [.. Enumerable.Range(1, SentByPage).Select(number => $"answer {number}")];
        senders.Add(InTurnAsync(answers, text => World["joan"].SendAsync(group, text)));
        await Task.WhenAll(senders);

        // Of two messages of one generation the receiver could open the first only: the verdict is that nothing is unreadable.
        await Verdict.AssertAsync(World, group, [.. texts, .. answers], []);
        Assert.Equal(texts.Count + answers.Length, (await World.LogAsync(group)).Count(row => row.IsMessage));
    }

    [Fact]
    public async Task EachWrongPassphraseIsToldALongerWaitAndTheRightOneOpensAfterwards()
    {
        Officer joan = World["joan"].Process;
        string wrong = Path.Combine(World.World.Folder, "wrong");
        await File.WriteAllTextAsync(wrong, "not the passphrase at all");
        await joan.DoAsync("lock");
        List<int> waits = [];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            CommandResult refused = await joan.TryAsync("unlock", "--passphrase-file", wrong);
            JsonNode answer = JsonNode.Parse(refused.Output)!;
            Assert.Equal("wrong-passphrase", answer["result"]!.GetValue<string>());
            int seconds = answer["value"]!.GetValue<int>();
            Assert.Equal(1, refused.ExitCode);
            string told = string.Create(
                CultureInfo.InvariantCulture,
                $"Wrong passphrase. Wait {seconds} s before the next attempt."
            );
            Assert.Equal(told, refused.Error.Trim());
            waits.Add(seconds);
            await Task.Delay(TimeSpan.FromSeconds(seconds));
        }

        Assert.True(waits[0] > 0);
        Assert.Equal(waits.Order().Distinct(), waits);
        Assert.Equal("locked", (await joan.DoAsync("status"))["state"]!.GetValue<string>());

        JsonNode opened = await joan.DoAsync("unlock", "--passphrase-file", World.World.PassphraseFile);

        Assert.Equal("open", opened["state"]!.GetValue<string>());
        Assert.Equal(joan.Plan.Name, opened["officer"]!.GetValue<string>());
    }

    [Fact]
    public async Task ASecondHolderIsRefusedAndTheFirstGoesOn()
    {
        string group = await World.OpenGroupAsync("Held");
        Officer joan = World["joan"].Process;

        CommandResult second = await CommandLine.RunAsync([
            "serve",
            "--data",
            joan.Folder,
            "--passphrase-file",
            World.World.PassphraseFile,
        ]);

        Assert.Equal(5, second.ExitCode);
        Assert.Empty(second.Output);
        string sentence = Assert.Single(second.Error.Trim().Split('\n'));
        Assert.Contains(joan.Folder, sentence, StringComparison.Ordinal);
        Assert.Equal("open", (await joan.DoAsync("status"))["state"]!.GetValue<string>());
        await World["joan"].SendAsync(group, "still here");
        await World["claire"].ReadTextAsync(group, "still here");
        await World["claire"].SendAsync(group, "so we see");
        await World["joan"].ReadTextAsync(group, "so we see");
    }

    private static async Task InTurnAsync(IEnumerable<string> texts, Func<string, Task> send)
    {
        foreach (string text in texts)
        {
            await send(text);
        }
    }

    /// <summary>One world for these tests; each leaves both clients open.</summary>
    public sealed class TwoClients : IAsyncLifetime
    {
        internal TemporaryWorld World { get; private set; } = null!;

        public async Task InitializeAsync() =>
            World = await TemporaryWorld.StartAsync([.. OfficerPlan.Cast.Where(plan => plan.Key is "claire" or "joan")]);

        public async Task DisposeAsync() => await World.DisposeAsync();
    }
}
