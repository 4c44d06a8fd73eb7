using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Comm.Mls.Fuzz;

Option<int> secondsOption = new("--seconds") { Description = "How long to run.", DefaultValueFactory = _ => 60 };
Option<ulong?> seedOption = new("--seed") { Description = "Of the choices; a fresh one without it." };
Option<string> vectorsOption = new("--vectors")
{
    Description = "Folder of the published MLS test vectors, whose messages are used too if they are there.",
    DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MLS_VECTORS") ?? "../shared/mls-vectors",
};
RootCommand command = new(
    "Feeds damaged and forged bytes to everything in Comm.Mls that reads; ends with 1 at the first finding."
)
{
    secondsOption,
    seedOption,
    vectorsOption,
};
command.SetAction(arguments =>
{
    ulong seed = arguments.GetValue(seedOption) ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    Console.WriteLine($"seed {seed}");
    using FuzzRun run = new(seed, Path.Combine(arguments.GetValue(vectorsOption)!, "messages.json"));
    using Timer watch = new(_ => EndIfStuck(run, seed), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
    Finding? finding = run.Run(TimeSpan.FromSeconds(arguments.GetValue(secondsOption)));
    foreach ((string outcome, long count) in run.Outcomes)
    {
        Console.WriteLine($"{count, 12:N0}  {outcome}");
    }

    Console.WriteLine(
        $"{run.Executions:N0} executions, longest {run.Longest.TotalMilliseconds:N0} ms, largest {run.LargestAllocation / 1024:N0} KiB"
    );
    Console.WriteLine(finding is null ? "no findings" : finding.Describe(seed));
    return finding is null ? 0 : 1;
});
return command.Parse(args).Invoke();

static void EndIfStuck(FuzzRun run, ulong seed)
{
    if (run.Current is { } attempt && Stopwatch.GetElapsedTime(attempt.Since) > TimeSpan.FromSeconds(20))
    {
        Console.WriteLine(attempt.Broke("does not end").Describe(seed));
        Environment.Exit(1);
    }
}
