using System.CommandLine;
using System.Globalization;
using Comm.Benchmarks.Groups;
using Comm.Benchmarks.Locations;

const int LargestGroup = 10_000;

Option<int[]> members = new("--members")
{
    Description = $"Sizes of group, 2 to {LargestGroup}.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [2, 10, 100, 1_000],
};
members.Validators.Add(result =>
{
    // The words as they were typed: one that is no number has no value to look at.
    if (
        !result.Tokens.All(token =>
            int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && size is >= 2 and <= LargestGroup
        )
    )
    {
        result.AddError($"--members takes numbers from 2 to {LargestGroup}.");
    }
});

Option<DirectoryInfo?> data = new("--data")
{
    Description = "Folder with un-locode-2023-2.csv and airports.csv: measures 25,000 places as well.",
};
data.Validators.Add(result =>
{
    if (result.GetValueOrDefault<DirectoryInfo?>() is { } folder && LargeTable.In(folder) is null)
    {
        result.AddError($"There is no un-locode-2023-2.csv beside an airports.csv in {folder}.");
    }
});

Command mls = new("mls", "Encrypt, decrypt, commit, process and join, each against the floor of its primitives.") { members };
mls.SetAction(parsed => new MlsBenchmark(Console.Out).Run(parsed.GetRequiredValue(members)));

Command locations = new("locations", "The look-up of a port or an airport, per key press.") { data };
locations.SetAction(parsed =>
    new LocationsBenchmark(Console.Out).Run(parsed.GetValue(data) is { } folder ? LargeTable.In(folder) : null)
);

RootCommand root = new("What CustomsComm's own code costs on this machine; docs/performance.md records one run.")
{
    mls,
    locations,
};
return await root.Parse(args).InvokeAsync();
