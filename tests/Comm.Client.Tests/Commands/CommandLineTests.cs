using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Comm.Client.Commands;
using Comm.Client.Commands.Control;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace Comm.Client.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhereNothingServesOneSentenceSaysSoAndTheExitCodeIsThree()
    {
        (int code, string output, string error) = await RunAsync("groups");

        Assert.Equal(ExitCode.NotServing, code);
        Assert.Empty(output);
        Assert.Contains("comm serve", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task TheSentenceIsInTheReadersLanguage()
    {
        SettingsFile.Write(new DataDirectory(_folder.Path), new ClientSettings("ar", null));

        (_, _, string error) = await RunAsync("groups");

        Assert.Contains("شغّل", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Lancez")]
    [InlineData("en", "Start")]
    public async Task BeforeAChoiceTheTerminalsLanguageIsSpokenAndAChosenOneAfterIt(string? chosen, string word)
    {
        if (chosen is not null)
        {
            SettingsFile.Write(new DataDirectory(_folder.Path), new ClientSettings(chosen, null));
        }

        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-BE");
            (_, _, string error) = await RunAsync("groups");
            Assert.Contains(word, error, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public async Task WithJsonTheAnswerIsJsonAlsoWhenItIsARefusal()
    {
        (int code, string output, _) = await RunAsync("groups", "--json");

        Assert.Equal(ExitCode.NotServing, code);
        Assert.Equal("not-serving", JsonSerializer.Deserialize<JsonElement>(output).GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("send", "group", "a text that other users could list")]
    [InlineData("create-group", "a name that other users could list")]
    [InlineData("send", "group", "--file", "no-such-file")]
    [InlineData("report", "group", "--file", "no-such-file")]
    [InlineData("report", "group")]
    [InlineData("demo-authority", "init", "--server", "http://comm.example.org/", "--invite", "FR:Claire:officer")]
    [InlineData("demo-authority", "init", "--server", "https://comm.example.org/", "--invite", "FR:Claire")]
    [InlineData("demo-authority", "init", "--server", "https://comm.example.org/", "--invite", "FR:Claire:king")]
    public async Task AWrongCommandLineIsTwo(params string[] arguments) =>
        Assert.Equal(ExitCode.Usage, (await RunAsync(arguments)).Code);

    [Theory]
    [InlineData("serve")]
    [InlineData("enrol")]
    [InlineData("read")]
    [InlineData("send")]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("create-group")]
    [InlineData("add")]
    [InlineData("codes", "import")]
    [InlineData("codes", "publish")]
    [InlineData("codes", "list")]
    [InlineData("demo-authority", "init")]
    [InlineData("demo-authority", "publisher")]
    public async Task HelpSaysWhatEachArgumentIsFor(params string[] command)
    {
        (int code, string help, _) = await RunAsync([.. command, "--help"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.DoesNotContain("Opt_", help, StringComparison.Ordinal);
        Assert.DoesNotContain("Arg_", help, StringComparison.Ordinal);
        string[] undescribed =
        [
            .. help.Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.StartsWith('-') || line.StartsWith('<'))
                .Where(line => !line.Contains("  ", StringComparison.Ordinal)),
        ];
        Assert.Empty(undescribed);
    }

    [Fact]
    public async Task TheDemoAuthorityPrintsInvitationsThatAreGood()
    {
        string[] arguments =
        [
            "demo-authority",
            "init",
            "--server",
            "http://127.0.0.1:5080",
            "--invite",
            "FR:Claire Dubois:coordinator",
            "MA:عمر العلوي:officer",
        ];
        (int code, string output, _) = await RunAsync(arguments);

        Assert.Equal(ExitCode.Done, code);
        JsonElement printed = JsonSerializer.Deserialize<JsonElement>(output);
        JsonElement[] invitations = [.. printed.GetProperty("invitations").EnumerateArray()];
        Assert.Equal(["Claire Dubois", "عمر العلوي"], invitations.Select(one => one.GetProperty("name").GetString()));
        Assert.All(
            invitations,
            one =>
            {
                Assert.True(Client.People.Invitation.TryParse(one.GetProperty("invitation").GetString(), out var parsed));
                parsed.Dispose();
            }
        );
        Assert.Equal(ExitCode.Refused, (await RunAsync(arguments)).Code);
    }

    [Fact]
    public async Task AServingProcessAnswersOnItsSocketThatOnlyItsUserMayOpen()
    {
        var directory = new DataDirectory(_folder.Path);
        await using ClientSession? session = ClientSession.TryOpen(
            directory,
            TimeProvider.System,
            NullLogger<ClientSession>.Instance
        );
        await using WebApplication host = ServeHost.Build(directory, session!, 0);
        await host.StartAsync();
        ControlSocket.Restrict(directory);

        (int code, string output, _) = await RunAsync("status", "--json");
        (int refused, _, string sentence) = await RunAsync("groups");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("notEnrolled", JsonSerializer.Deserialize<JsonElement>(output).GetProperty("state").GetString());
        Assert.Equal(ExitCode.NotOpen, refused);
        Assert.NotEmpty(sentence);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(_folder.Path, "control.sock"))
            );
        }
    }

    [Fact]
    public async Task ControlIsNotOnThePagesPortAndPagesAreNotOnTheControlSocket()
    {
        var directory = new DataDirectory(_folder.Path);
        await using ClientSession? session = ClientSession.TryOpen(
            directory,
            TimeProvider.System,
            NullLogger<ClientSession>.Instance
        );
        await using WebApplication host = ServeHost.Build(directory, session!, 0);
        await host.StartAsync();
        string port = new Uri(host.Urls.Single(url => !url.Contains("unix", StringComparison.Ordinal))).Port.ToString();
        using var onPages = new HttpClient();
        using var onSocket = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, end) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    string path = Path.Combine(_folder.Path, "control.sock");
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), end);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );

        using HttpResponseMessage control = await onPages.PostAsync($"http://127.0.0.1:{port}/control/status", null);
        using HttpResponseMessage reached = await onSocket.PostAsync("http://control/control/status", null);
        using HttpResponseMessage page = await onSocket.GetAsync("http://control/");

        Assert.Equal(HttpStatusCode.OK, reached.StatusCode);
        Assert.False(control.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task ASecondServingProcessIsToldThatTheDirectoryIsHeld()
    {
        await using ClientSession? session = ClientSession.TryOpen(
            new DataDirectory(_folder.Path),
            TimeProvider.System,
            NullLogger<ClientSession>.Instance
        );

        Assert.NotNull(session);
        Assert.Equal(ExitCode.Held, (await RunAsync("serve")).Code);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(
            [.. arguments, "--data", _folder.Path],
            new InvocationConfiguration { Output = output, Error = error }
        );
        return (code, output.ToString(), error.ToString());
    }
}
