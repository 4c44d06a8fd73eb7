using System.CommandLine;
using System.Globalization;
using Comm.Benchmarks;
using Comm.Benchmarks.Forms;
using Comm.Benchmarks.Groups;
using Comm.Benchmarks.Locations;
using Comm.Benchmarks.Peers;

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

Option<MlsOperation[]> operations = new("--operations")
{
    Description = "Only these.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => Enum.GetValues<MlsOperation>(),
};

Option<double> seconds = new("--seconds")
{
    Description = "How long each operation is called; less for a first look.",
    DefaultValueFactory = _ => 2,
};

Option<DirectoryInfo?> data = new("--data")
{
    Description = "Folder with un-locode-2023-2.csv and airports.csv: imports them, and measures 25,000 and all places as well.",
};
data.Validators.Add(result =>
{
    if (result.GetValueOrDefault<DirectoryInfo?>() is { } folder && ReleaseFiles.In(folder) is null)
    {
        result.AddError($"There is no un-locode-2023-2.csv beside an airports.csv in {folder}.");
    }
});

Command mls = new("mls", "What a group does, each against the floor of its primitives and against its bar.")
{
    members,
    operations,
    seconds,
};
mls.SetAction(parsed =>
{
    Measure.Sampling = TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds));
    new MlsBenchmark(Console.Out, parsed.GetRequiredValue(operations)).Run(parsed.GetRequiredValue(members));
});

Option<int[]> peerMembers = new("--members")
{
    Description = "Sizes of group, 2 to 10000; ts-mls takes seconds for each call at 1,000.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [10, 100, 1_000],
};
Command mlsPeers = new("mls-peers", "The same operations by ts-mls, in the same groups and the same run.")
{
    peerMembers,
    seconds,
};
mlsPeers.SetAction(parsed =>
{
    if (TsMls.Folder() is not { } folder || !TsMls.IsInstalledIn(folder))
    {
        Console.Error.WriteLine("ts-mls is not installed: run npm ci in benchmarks/peers.");
        return 1;
    }

    double during = parsed.GetRequiredValue(seconds);
    Measure.Sampling = TimeSpan.FromSeconds(during);
    new PeersBenchmark(Console.Out, folder, during).Run(parsed.GetRequiredValue(peerMembers));
    return 0;
});

Command locations = new("locations", "The look-up of a port or an airport, per key press.") { data };
locations.SetAction(parsed =>
    new LocationsBenchmark(Console.Out).Run(parsed.GetValue(data) is { } folder ? ReleaseFiles.In(folder) : null)
);

Command forms = new("forms", "What one change of one answer costs while a report is written.") { seconds };
forms.SetAction(parsed =>
{
    Measure.Sampling = TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds));
    new FormsBenchmark(Console.Out).Run();
});

Command bulk = new("bulk", "Reading and judging a spreadsheet of reports.") { seconds };
bulk.SetAction(parsed =>
{
    Measure.Sampling = TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds));
    new BulkBenchmark(Console.Out).Run();
});

RootCommand root = new("What CustomsComm's own code costs on this machine; docs/performance.md records one run.")
{
    mls,
    mlsPeers,
    locations,
    forms,
    bulk,
};
return await root.Parse(args).InvokeAsync();
