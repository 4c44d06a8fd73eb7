using System.Collections.Concurrent;
using System.Diagnostics;

namespace Comm.Demo;

/// <summary>One .NET program that this process started, and ends: by request, or as if the power failed.</summary>
public sealed class ManagedProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private ManagedProcess(string name, Process process)
    {
        Name = name;
        _process = process;
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything it has written so far, standard error included.</summary>
    public IReadOnlyCollection<string> Output => _lines;

    public static ManagedProcess Start(
        string name,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string key, string value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[key] = value;
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        ManagedProcess managed = new(name, process);
        process.OutputDataReceived += (_, line) => managed.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => managed.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return managed;
    }

    /// <summary>The first line that holds <paramref name="text"/>.</summary>
    public async Task<string> WaitForLineAsync(string text, TimeSpan timeout)
    {
        using CancellationTokenSource patience = new(timeout);
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            if (HasExited)
            {
                throw new InvalidOperationException($"{Name} ended:\n{string.Join('\n', _lines)}");
            }

            try
            {
                await _arrived.WaitAsync(TimeSpan.FromMilliseconds(200), patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"{Name} did not say \"{text}\":\n{string.Join('\n', _lines)}", late);
            }
        }
    }

    /// <summary>kill -9: no chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and insists after a while.</summary>
    public async Task StopAsync()
    {
        if (HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            using Process signal = Process.Start(
                "kill",
                ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
            );
            await signal.WaitForExitAsync();
        }

        using CancellationTokenSource patience = new(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _arrived.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _arrived.Release();
        }
    }
}
