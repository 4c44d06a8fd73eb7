using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Comm.Client.Commands;
using Comm.Client.Engine;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Comm.Client.Tests.Shell;

/// <summary>The real shell on a real loopback listener, over a data directory where nobody is enrolled.</summary>
public sealed partial class ShellHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("comm-shell-");
    private readonly string _controlSocket;
    private WebApplication? _app;
    private ClientSession? _session;

    public ShellHost() => _controlSocket = Path.Combine(_folder.FullName, "other.sock");

    /// <summary>A vault that waits for <see cref="EnrolledVault.Passphrase"/>, instead of none.</summary>
    internal bool IsEnrolled { get; init; }

    internal WebApplication App => _app!;

    internal ClientSession Session => _session!;

    internal string Origin => App.Services.GetRequiredService<PageOrigin>().Origin;

    internal Uri Link() => App.Services.GetRequiredService<ILaunchLinks>().Create();

    public async Task InitializeAsync()
    {
        if (IsEnrolled)
        {
            await EnrolledVault.CreateAsync(new DataDirectory(_folder.FullName));
        }

        _session = ClientSession.TryOpen(
            new DataDirectory(_folder.FullName),
            TimeProvider.System,
            NullLogger<ClientSession>.Instance
        );
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(_controlSocket));
        builder.Services.AddSingleton(Session);
        builder.Services.AddShell();
        _app = builder.Build();
        _app.MapShell();
        _app.MapGet("/control", () => "for the control socket only");
        _app.MapGet("/fault", string () => throw new NotSupportedException("a fault of ours")).WithMetadata(PageSurface.Act);
        _app.MapGet("/bare", () => Results.StatusCode(StatusCodes.Status400BadRequest)).WithMetadata(PageSurface.Act);
        SamplePages.Map(_app);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Session.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A browser's connection, which finds every name under .localhost on the loopback address.</summary>
    internal HttpClient Browser(CookieContainer? cookies = null)
    {
        int port = new Uri(Origin).Port;
        return new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = cookies ?? new CookieContainer(),
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri(Origin),
        };
    }

    internal HttpClient OtherListener() =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(_controlSocket), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri(Origin),
        };

    /// <summary>A browser that came in through a link, with the antiforgery token of the page it was shown.</summary>
    internal async Task<(HttpClient Browser, string Token)> EnterAsync()
    {
        HttpClient browser = Browser();
        using HttpResponseMessage entered = await browser.GetAsync(Link());
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        string page = await browser.GetStringAsync("/enrol");
        return (browser, TokenField().Match(page).Groups[1].Value);
    }

    /// <summary>Every endpoint with every method it answers, with something plausible in place of its parameters.</summary>
    internal IEnumerable<(HttpMethod Method, string Path)> Endpoints() =>
        App
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                    (new HttpMethod(method), PathOf(endpoint.RoutePattern.RawText!))
                )
            );

    private static string PathOf(string pattern) =>
        "/"
        + Parameter()
            .Replace(
                pattern,
                match =>
                    match.Groups[1].Value switch
                    {
                        "guid" => Guid.NewGuid().ToString("N"),
                        "long" or "int" => "1",
                        _ => "x",
                    }
            )
            .TrimStart('/');

    [GeneratedRegex(@"\{\**\w+:?(\w*)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
