using System.Diagnostics;
using Comm.Demo;
using Spectre.Console;

System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
string[] known = ["--headless", "--fresh", "--no-browser", "--data", "--help"];
string[] options = [.. args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal))];
if (options.Contains("--help") || options.Except(known, StringComparer.Ordinal).Any())
{
    Console.WriteLine(
        """
        ./run                 start the server and three officers' clients; Ctrl+C stops everything
        ./run --headless      do the main job in the terminal, and end with 0
        ./run --fresh         forget the demo's data first
        ./run --no-browser    only print the links
        ./run --data DIR      keep the demo's data there (default: .demo)
        """
    );
    return options.Contains("--help") ? 0 : 2;
}

bool headless = options.Contains("--headless");
string folder = args.SkipWhile(arg => arg != "--data").Skip(1).FirstOrDefault() ?? Path.Combine(Programs.Repository, ".demo");

// The headless run has a folder of its own, below what an officer may be looking at just now.
folder = headless ? Path.Combine(folder, "headless") : Path.Combine(folder, "rooms");
if (options.Contains("--fresh") && Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

await using World world = new(folder);
try
{
    if (headless)
    {
        await HeadlessRun.ExecuteAsync(world);
        return 0;
    }

    return await RunAsync(world, openBrowser: !options.Contains("--no-browser"));
}
catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
{
    AnsiConsole.MarkupLineInterpolated($"[red]✗[/] {failure.Message}");
    return 1;
}

static async Task<int> RunAsync(World world, bool openBrowser)
{
    long start = Stopwatch.GetTimestamp();
    await world.StartAsync();
    await Operation.OpenAsync(world);
    Table links = new Table().AddColumns("officer", "administration", "language", "link (good once)");
    foreach (Officer officer in world.Officers)
    {
        string link = await officer.LinkAsync();
        links.AddRow(officer.Plan.Name, officer.Plan.Administration, officer.Plan.Language, link);
        if (openBrowser)
        {
            TryOpen(link);
        }
    }

    AnsiConsole.MarkupLineInterpolated(
        $"[bold]{Operation.Name}[/] is open (ready in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s)."
    );
    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
    AnsiConsole.Write(links);
    AnsiConsole.MarkupLineInterpolated(
        $"New links: dotnet {Path.GetRelativePath(Environment.CurrentDirectory, Programs.Client)} open --data {world.Officers[0].Folder}"
    );
    AnsiConsole.MarkupLineInterpolated($"The demo's passphrase: {World.Passphrase}");
    AnsiConsole.MarkupLine("Ctrl+C stops everything.");

    using CancellationTokenSource end = new();
    using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(
        System.Runtime.InteropServices.PosixSignal.SIGINT,
        Stop
    );
    using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
        System.Runtime.InteropServices.PosixSignal.SIGTERM,
        Stop
    );
    try
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
    }
    catch (OperationCanceledException)
    {
        AnsiConsole.MarkupLine("Stopping…");
    }

    return 0;

    void Stop(System.Runtime.InteropServices.PosixSignalContext context)
    {
        context.Cancel = true;
        end.Cancel();
    }
}

static void TryOpen(string link)
{
    bool hasScreen =
        OperatingSystem.IsWindows()
        || OperatingSystem.IsMacOS()
        || Environment.GetEnvironmentVariable("DISPLAY") is not null
        || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is not null;
    string? opener =
        OperatingSystem.IsMacOS() ? "open"
        : OperatingSystem.IsLinux() ? "xdg-open"
        : null;
    if (!hasScreen)
    {
        return;
    }

    try
    {
        using Process? started = opener is null
            ? Process.Start(new ProcessStartInfo(link) { UseShellExecute = true })
            : Process.Start(opener, link);
    }
    catch (System.ComponentModel.Win32Exception)
    {
        AnsiConsole.MarkupLine("No browser opened: use the links.");
    }
}
