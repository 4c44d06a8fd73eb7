using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Spectre.Console;

namespace Comm.Demo;

/// <summary>
/// The main job in a terminal: three officers write to each other in three languages, two report a seizure, the coordinator exports
/// and the totals are checked; then a look at what the server has kept of it. Throws when anything is not as it must be.
/// </summary>
internal static class HeadlessRun
{
    private static readonly (string Officer, string Text)[] s_words =
    [
        ("claire", "Bonjour à tous. Cargo attendu mardi, conteneurs à contrôler."),
        ("ahmed", "تم الاستلام. سنفتش الحاويات القادمة من جبل علي."),
        ("joan", "Understood. We will watch the feeder service to Felixstowe."),
    ];

    private static readonly string[] s_remarks = ["faux plancher dans le conteneur", "مخبأة خلف شحنة أثاث"];

    public static async Task ExecuteAsync(World world)
    {
        // Long lines are for the reader's terminal to wrap.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        await world.StartAsync();
        Say("Server and three clients are up; everybody is enrolled.");
        string group = await Operation.OpenAsync(world);
        Say($"{Operation.Name}: {world.Officers.Count} members, end to end encrypted.");

        await TalkAsync(world, group);
        await ReportAsync(world, group);
        await ExportAsync(world, group);
        await LookAtTheServerAsync(world, group);
    }

    private static async Task TalkAsync(World world, string group)
    {
        string run = Guid.NewGuid().ToString("N")[..6];
        foreach ((string officer, string text) in s_words)
        {
            await world[officer].SendAsync(group, $"{text} ({run})");
        }

        foreach (Officer reader in world.Officers)
        {
            JsonArray seen = await reader.ReadUntilAsync(group, entries => CountTexts(entries, run) == s_words.Length);
            AnsiConsole.MarkupLineInterpolated($"[bold]{reader.Plan.Name}[/] ({reader.Plan.Language}) reads:");
            foreach (JsonNode? entry in seen.Where(entry => IsText(entry!, run)))
            {
                AnsiConsole.MarkupLineInterpolated(
                    $"  {entry!["administration"]!.GetValue<string>()} {entry["sender"]!.GetValue<string>()}: {entry["text"]!.GetValue<string>()}"
                );
            }
        }
    }

    private static async Task ReportAsync(World world, string group)
    {
        await FileAsync(world["claire"], Seizure.Report("fr", "FR", "FRLEH", "AE", "TOB.CIG", 200_000, "STK", s_remarks[0]));
        await FileAsync(world["ahmed"], Seizure.Report("ar", "EG", "EGALY", "CO", "DRG.COC", 12.5m, "KGM", s_remarks[1]));
        Say("Two seizures are reported, one in French, one in Arabic.");

        async Task FileAsync(Officer officer, JsonObject report)
        {
            string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            await File.WriteAllTextAsync(file, report.ToJsonString());
            await officer.DoAsync("report", group, "--file", file, "--wait", "20");
            File.Delete(file);
        }
    }

    private static async Task ExportAsync(World world, string group)
    {
        Officer coordinator = world["claire"];
        int reports = 0;
        await coordinator.ReadUntilAsync(
            group,
            entries => (reports = entries.Count(entry => entry!["kind"]!.GetValue<string>() == "report")) % 2 == 0 && reports > 0
        );
        JsonNode export = await coordinator.DoAsync("export", group, "--csv", "--language", "en");
        CsvTable table = CsvTable.Parse(export["csv"]!.GetValue<string>());
        Require(export["counted"]!.GetValue<int>() == reports, "every report is counted");
        Require(table.Rows.Count == reports, "one row per goods line");
        Require(table.Column("release_status").All(value => value == "not_released"), "every row says not released");
        Require(table.Sum("quantity", "unit", "STK") == 100_000m * reports, "the cigarettes add up");
        Require(table.Sum("quantity", "unit", "KGM") == 6.25m * reports, "the kilograms add up");
        Require(!table.Text.Contains(s_remarks[0], StringComparison.Ordinal), "remarks stay in the group");
        Say(
            $"Exported and checked: {reports} seizures, {table.Sum("quantity", "unit", "STK"):N0} cigarettes, "
                + string.Create(CultureInfo.InvariantCulture, $"{table.Sum("quantity", "unit", "KGM"):0.###} kg; not released.")
        );
    }

    private static async Task LookAtTheServerAsync(World world, string group)
    {
        await ShowEntriesAsync(world, group);
        string[] secrets = [.. s_words.Select(word => word.Text), .. s_remarks, Operation.Name];
        MarkerScan scan = new(secrets);

        // A scan that could find nothing would prove nothing.
        Require(
            scan.Find(System.Text.Encoding.UTF8.GetBytes($"x{secrets[1]}y")).Count > 0,
            "the scan finds a word where there is one"
        );
        Require(
            scan.Find(
                System.Text.Encoding.ASCII.GetBytes(
                    Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"xy{secrets[0]}z"))
                )
            ).Count > 0,
            "the scan finds a word in base64"
        );
        IReadOnlyList<string> found = scan.FindInFolder(world.ServerFolder);
        Require(found.Count == 0, $"no word of it lies on the server's disk: {string.Join("; ", found)}");
        string output = string.Join('\n', world.Server.Output);
        Require(scan.Find(System.Text.Encoding.UTF8.GetBytes(output)).Count == 0, "nor in the server's log");
        Say("No word, remark or group name lies in the server's database, write-ahead log or log output. It is ciphertext.");
    }

    private static async Task ShowEntriesAsync(World world, string group)
    {
        Table shown = new Table().Title("What the server stored").AddColumns("#", "kind", "bytes", "content (last 24 bytes)");
        await using SqliteConnection database = new($"Data Source={world.ServerDatabase};Mode=ReadOnly");
        await database.OpenAsync();
        await using SqliteCommand query = database.CreateCommand();
        query.CommandText = "SELECT sequence, kind, content FROM entries WHERE group_id = $group ORDER BY sequence DESC LIMIT 6";
        query.Parameters.AddWithValue("$group", Guid.ParseExact(group, "N").ToByteArray(bigEndian: true));
        await using SqliteDataReader rows = await query.ExecuteReaderAsync();
        int count = 0;
        while (await rows.ReadAsync())
        {
            byte[] content = (byte[])rows[2];
            count++;
            shown.AddRow(
                rows.GetInt64(0).ToString(CultureInfo.InvariantCulture),
                rows.GetInt64(1) == 1 ? "message" : "commit",
                content.Length.ToString(CultureInfo.InvariantCulture),
                Convert.ToHexStringLower(content.AsSpan(Math.Max(0, content.Length - 24)))
            );
        }

        Require(count > 0, "the server has entries");
        AnsiConsole.Write(shown);
    }

    private static int CountTexts(JsonArray entries, string run) => entries.Count(entry => IsText(entry!, run));

    private static bool IsText(JsonNode entry, string run) =>
        entry["kind"]!.GetValue<string>() == "text" && entry["text"]!.GetValue<string>().Contains(run, StringComparison.Ordinal);

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"This must hold, and does not: {what}.");
        }
    }

    private static void Say(string what) => AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {what}");
}
