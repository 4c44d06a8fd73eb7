using System.Text.Json.Nodes;

namespace Comm.Demo;

/// <summary>The demo's one operation: its group, made by the coordinator, with everybody in it.</summary>
public static class Operation
{
    public const string Name = "Operation Meridian";

    private const string Purpose = "Joint operation against smuggled cigarettes and drugs in sea freight";

    /// <summary>
    /// The group's identifier; made and filled at the first start, found at the next. Who was in it once and is not any more was
    /// removed by somebody, and stays out.
    /// </summary>
    public static async Task<string> OpenAsync(World world)
    {
        Officer coordinator = world.Officers.Single(officer => officer.Plan.Role == "coordinator");
        string group = await FindAsync(coordinator) ?? await coordinator.CreateGroupAsync(Name, Purpose);
        JsonArray members = (await coordinator.DoAsync("members", group)).AsArray();
        HashSet<string> known =
        [
            .. await world.EverMembersAsync(),
            .. members.Select(member => member!["name"]!.GetValue<string>()),
        ];
        string[] missing = [.. world.Officers.Select(officer => officer.Plan.Name).Where(name => !known.Contains(name))];
        if (missing.Length > 0)
        {
            await AddAsync(coordinator, group, missing);
        }

        await world.RememberMembersAsync([.. known, .. missing]);

        foreach (Officer officer in world.Officers)
        {
            await officer.ReadUntilAsync(group, _ => true);
        }

        return group;
    }

    /// <summary>A newcomer's first keys may still be on their way to the server.</summary>
    private static async Task AddAsync(Officer coordinator, string group, string[] names)
    {
        DateTime end = Clock.Now.AddSeconds(30);
        while (true)
        {
            CommandResult added = await coordinator.TryAsync(["add", group, .. names]);
            if (added.ExitCode == 0)
            {
                return;
            }

            if (Clock.Now > end)
            {
                throw new InvalidOperationException($"Adding {string.Join(", ", names)}: {added.Error}{added.Output}");
            }

            await Task.Delay(250);
        }
    }

    private static async Task<string?> FindAsync(Officer coordinator) =>
        (await coordinator.GroupsAsync())
            .FirstOrDefault(group => group!["name"]!.GetValue<string>() == Name)
            ?["id"]!.GetValue<string>();
}
