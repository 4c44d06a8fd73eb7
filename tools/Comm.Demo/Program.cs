using System.Diagnostics;
using System.Runtime.InteropServices;
using Comm.Demo;
using Spectre.Console;

System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
string[] known = ["--headless", "--fresh", "--no-browser", "--data"];
string[] options = [.. args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal))];
if (options.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no option {unknown}: ./run --help lists them.");
    return 2;
}

if (Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
{
    // A file gets words, not the codes of a terminal.
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

bool headless = options.Contains("--headless");
string folder = args.SkipWhile(arg => arg != "--data").Skip(1).FirstOrDefault() ?? Path.Combine(Programs.Repository, ".demo");

// The headless run has a folder of its own, below what an officer may be looking at just now.
folder = headless ? Path.Combine(folder, "headless") : Path.Combine(folder, "rooms");
if (options.Contains("--fresh") && Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

// From the first process on: whoever loses patience during the start must not leave a half of it behind.
TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using World world = new(folder, tell: step => AnsiConsole.MarkupLineInterpolated($"[grey]{step}[/]"));
try
{
    Task work = headless ? HeadlessRun.ExecuteAsync(world) : RunAsync(world, openBrowser: !options.Contains("--no-browser"));
    if (await Task.WhenAny(work, stopping.Task) == work)
    {
        await work;
        return 0;
    }

    AnsiConsole.MarkupLine("Stopping…");
    // Asked to end before its job is done, the headless run has not done it.
    return headless ? 130 : 0;
}
catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
{
    AnsiConsole.MarkupLineInterpolated($"[red]✗[/] {failure.Message}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.TrySetResult();
}

static async Task RunAsync(World world, bool openBrowser)
{
    long start = Stopwatch.GetTimestamp();
    await world.StartAsync();
    AnsiConsole.MarkupLineInterpolated($"[grey]Opening {Operation.Name}…[/]");
    await Operation.OpenAsync(world);
    AnsiConsole.MarkupLineInterpolated(
        $"[bold]{Operation.Name}[/] is open (ready in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s). Each link works once:"
    );
    foreach (Officer officer in world.Officers)
    {
        string link = await officer.LinkAsync();
        OfficerPlan plan = officer.Plan;
        AnsiConsole.MarkupLineInterpolated($"  {plan.Name}, {plan.Administration}, in {plan.Language}:");
        // Plain, on a line of its own: to be clicked or copied whole, in a terminal of any width.
        Console.WriteLine(link);
        if (openBrowser)
        {
            TryOpen(link);
        }
    }

    Console.WriteLine($"A new link: dotnet {Relative(Programs.Client)} open --data {Relative(world.Officers[0].Folder)}");
    AnsiConsole.MarkupLineInterpolated($"The demo's passphrase: {World.Passphrase}");
    AnsiConsole.MarkupLine("Ctrl+C stops everything.");

    await Task.Delay(Timeout.InfiniteTimeSpan);
}

static string Relative(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);

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
