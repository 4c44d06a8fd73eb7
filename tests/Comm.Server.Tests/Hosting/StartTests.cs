using System.Diagnostics;
using System.Text.RegularExpressions;
using Comm.Server.Tests.Support;

namespace Comm.Server.Tests.Hosting;

/// <summary>The program as an operator starts it: its own process.</summary>
public sealed partial class StartTests : IDisposable
{
    private static readonly string s_key = new TestPlatform().RootKeyText;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "comm-start-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (System.IO.Directory.Exists(_folder))
        {
            System.IO.Directory.Delete(_folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Storage:Path", "", "Storage:Path is missing")]
    [InlineData("Identity:RootKey", "", "Identity:RootKey is missing")]
    [InlineData("Identity:RootKey", "AAAA", "Identity:RootKey is an Ed25519 public key")]
    [InlineData("Identity:Audience", "", "Identity:Audience is missing")]
    [InlineData("Identity:Audience", "https://comm.test/", "Identity:Audience is an http(s) address without a path")]
    [InlineData("Identity:AccessTokenLifetime", "02:00:00", "AccessTokenLifetime")]
    [InlineData("Messaging:MaxQueued", "0", "MaxQueued")]
    [InlineData("KeyPackages:ClaimsPerMinute", "0", "ClaimsPerMinute")]
    [InlineData("Hosting:MaxConnections", "0", "MaxConnections")]
    [InlineData("urls", "http://0.0.0.0:0", "plain http beyond this machine")]
    public async Task WrongOptionIsNamedAndNothingStarts(string key, string value, string sentence)
    {
        using Process server = Start((key, value));

        string errors = await server.StandardError.ReadToEndAsync();
        await server.WaitForExitAsync();

        Assert.Equal(78, server.ExitCode);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerSaysWhereItListensAnswersAndStopsOnASignal()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process server = Start();
        string? address = null;
        while (address is null && await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            address = Listening().Match(line) is { Success: true } match ? match.Groups[1].Value : null;
        }

        using var http = new HttpClient { BaseAddress = new Uri(address!) };
        Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync("/health"));
        using Process kill = Process.Start("kill", ["-TERM", server.Id.ToString()]);
        await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, server.ExitCode);
    }

    private Process Start(params (string Key, string Value)[] changed)
    {
        var settings = new Dictionary<string, string>
        {
            ["Storage:Path"] = _folder,
            ["Identity:RootKey"] = s_key,
            ["Identity:Audience"] = TestServer.Audience,
            ["urls"] = "http://127.0.0.1:0",
        };
        foreach ((string key, string value) in changed)
        {
            settings[key] = value;
        }

        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach ((string key, string value) in settings)
        {
            start.ArgumentList.Add($"--{key}={value}");
        }

        return Process.Start(start)!;
    }

    [GeneratedRegex(@"Listening on (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
