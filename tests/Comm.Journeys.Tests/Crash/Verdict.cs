using Comm.Client.Commands.Control;
using Comm.Journeys.Tests.Worlds;

namespace Comm.Journeys.Tests.Crash;

/// <summary>What must hold of a group at the end, whatever happened on the way.</summary>
internal static class Verdict
{
    /// <summary>
    /// Every text of <paramref name="accepted"/> is shown to everybody, once; those of <paramref name="uncertain"/> to all or to
    /// nobody; in one order; and the server's log has neither gap nor repetition. A generation used twice would show too: MLS
    /// opens only the first message of it.
    /// </summary>
    public static async Task AssertAsync(
        TemporaryWorld world,
        string group,
        IReadOnlyCollection<string> accepted,
        IReadOnlyCollection<string> uncertain
    )
    {
        Assert.Distinct(accepted);
        // First nothing may be on its way any more: what one reader sees last, another may have been asked for before.
        foreach (ControlledOfficer writer in world.Officers)
        {
            await writer.ReadUntilAsync(group, "sent all", entries => entries.All(entry => entry.Delivery != "sending"));
        }

        IReadOnlyList<LogRow> log = await world.LogAsync(group);
        int messages = log.Count(row => row.IsMessage);
        Dictionary<long, string>? common = null;
        foreach (ControlledOfficer reader in world.Officers)
        {
            IReadOnlyList<EntryAnswer> shown = await reader.ReadUntilAsync(
                group,
                $"all {messages} messages of the log",
                entries => entries.Count(entry => entry.Kind is "text" or "unreadable") >= messages
            );
            Assert.Subset(shown.Select(entry => entry.Text).ToHashSet(), accepted.ToHashSet<string?>());
            Assert.DoesNotContain(shown, entry => entry.Kind == "unreadable" || entry.Delivery == "failed");
            EntryAnswer[] texts = [.. shown.Where(entry => entry.Kind == "text")];
            Assert.Distinct(texts.Select(entry => entry.Text));
            Assert.All(texts, entry => Assert.True(accepted.Contains(entry.Text!) || uncertain.Contains(entry.Text!)));

            // One's own lines stand where they were written; those of all others stand in the log's order.
            long[] received = [.. texts.Where(entry => !entry.IsOwn).Select(entry => entry.Sequence!.Value)];
            Assert.Equal(received.Order(), received);
            var order = texts.ToDictionary(entry => entry.Sequence!.Value, entry => entry.Text!);
            common ??= order;
            Assert.Equal(common.OrderBy(line => line.Key), order.OrderBy(line => line.Key));
        }

        Assert.Equal(Enumerable.Range(1, log.Count).Select(number => (long)number), log.Select(row => row.Sequence));
        Assert.Equal(common!.Keys.Order(), log.Where(row => row.IsMessage).Select(row => row.Sequence));
        Assert.Distinct(log.Select(row => Convert.ToHexString(row.Content)));
    }
}
