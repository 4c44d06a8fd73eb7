using System.Globalization;
using Comm.Client.Commands.Control;
using Comm.Demo;
using Microsoft.Data.Sqlite;

namespace Comm.Journeys.Tests.Worlds;

/// <summary>A world of real processes in a folder that goes with it, spoken to over the clients' control sockets.</summary>
internal sealed class TemporaryWorld : IAsyncDisposable
{
    private readonly Dictionary<string, ControlledOfficer> _officers;

    private TemporaryWorld(World world)
    {
        World = world;
        _officers = world.Officers.ToDictionary(officer => officer.Plan.Key, officer => new ControlledOfficer(officer));
    }

    public World World { get; }

    public IEnumerable<ControlledOfficer> Officers => _officers.Values;

    public ControlledOfficer this[string key] => _officers[key];

    public static async Task<TemporaryWorld> StartAsync(IReadOnlyList<OfficerPlan> cast, Func<int, int>? relay = null)
    {
        // A short path: a socket's name has little more than a hundred bytes.
        World world = new(Directory.CreateTempSubdirectory("comm-").FullName, cast, relay);
        try
        {
            await world.StartAsync();
            return new TemporaryWorld(world);
        }
        catch
        {
            await world.DisposeAsync();
            Directory.Delete(world.Folder, recursive: true);
            throw;
        }
    }

    /// <summary>A group of everybody, made by the first officer.</summary>
    public async Task<string> OpenGroupAsync(string name = "Crossing", string purpose = "A journey")
    {
        ControlledOfficer coordinator = Officers.First();
        CreatedAnswer created = await coordinator.AskAsync<CreatedAnswer>(
            ControlRoutes.CreateGroup,
            new CreateGroupQuestion(name, purpose, "exercise", "amber", "simplified")
        );
        string[] others = [.. Officers.Skip(1).Select(officer => officer.Name)];
        if (others.Length > 0)
        {
            // A newcomer's first keys may still be on their way to the server.
            await Eventually.HoldsAsync(
                $"{string.Join(", ", others)} can be added",
                async () =>
                    await coordinator.TryAskAsync(ControlRoutes.Add, new AddQuestion(created.Id, others))
                        is { Result: ControlAnswer.Done }
            );
        }

        foreach (ControlledOfficer officer in Officers)
        {
            await Eventually.HoldsAsync(
                $"{officer.Name} is in the group",
                async () => (await officer.GroupsAsync()).Any(group => group.Id == created.Id && group.Standing == "in-step")
            );
        }

        return created.Id;
    }

    /// <summary>What the server has kept of a group, in its order.</summary>
    public async Task<IReadOnlyList<LogRow>> LogAsync(string group)
    {
        await using SqliteConnection database = new($"Data Source={World.ServerDatabase};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using SqliteCommand query = database.CreateCommand();
        query.CommandText = "SELECT sequence, kind, content FROM entries WHERE group_id = $group ORDER BY sequence";
        query.Parameters.AddWithValue("$group", Guid.ParseExact(group, "N").ToByteArray(bigEndian: true));
        List<LogRow> log = [];
        await using SqliteDataReader rows = await query.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            log.Add(new LogRow(rows.GetInt64(0), rows.GetInt64(1) == 1, (byte[])rows[2]));
        }

        return log;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ControlledOfficer officer in Officers)
        {
            officer.Dispose();
        }

        await World.DisposeAsync();
        Directory.Delete(World.Folder, recursive: true);
    }
}

internal sealed record LogRow(long Sequence, bool IsMessage, byte[] Content)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Sequence}");
}

internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(string what, Func<Task<bool>> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < s_patience, $"Waited in vain until: {what}.");
            await Task.Delay(50);
        }
    }
}
