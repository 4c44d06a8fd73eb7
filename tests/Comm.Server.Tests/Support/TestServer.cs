using System.Net.Http.Json;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Comm.Server.Tests.Support;

/// <summary>
/// The real program on a real loopback port over a real database file. <see cref="RestartAsync"/> stops it and starts it again
/// on the same folder.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Audience = "https://comm.test";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "comm-server-" + Guid.NewGuid().ToString("N"));
    private readonly Dictionary<string, string> _settings;
    private Factory _factory;

    private TestServer(TestPlatform platform, Dictionary<string, string> settings)
    {
        Platform = platform;
        _settings = settings;
        _factory = Start();
    }

    public TestPlatform Platform { get; }

    public TurnableClock Clock { get; } = new();

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public string DatabaseFile => Path.Combine(_folder, "comm.db");

    public IServiceProvider Services => _factory.Services;

    public static TestServer Create(params (string Key, string Value)[] settings) =>
        new(new TestPlatform(), settings.ToDictionary(setting => setting.Key, setting => setting.Value));

    public HttpClient CreateHttpClient() => new() { BaseAddress = Address };

    public async Task<TestClient> SignInAsync(TestDevice device)
    {
        HttpClient http = CreateHttpClient();
        NonceAnswer nonce = await GetNonceAsync(http);
        using HttpResponseMessage response = await PostAssertionAsync(http, new Assertion(device, nonce).Sign());
        response.EnsureSuccessStatusCode();
        return new TestClient(
            this,
            device,
            http,
            await response.Content.ReadFromJsonAsync<TokenJson>() ?? throw new InvalidOperationException()
        );
    }

    /// <summary>A new device of the platform, signed in.</summary>
    public Task<TestClient> SignInAsync(
        Comm.Shared.Membership.Roles roles = Comm.Shared.Membership.Roles.Officer,
        string administration = "FR"
    ) => SignInAsync(Platform.CreateDevice(administration, roles));

    public static async Task<NonceAnswer> GetNonceAsync(HttpClient http)
    {
        using HttpResponseMessage response = await http.PostAsync(ServerRoutes.Nonce, null);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<NonceAnswer>(WireJson.Options))!;
    }

    public static async Task<HttpResponseMessage> PostAssertionAsync(HttpClient http, string assertion)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = SignIn.GrantType, ["assertion"] = assertion }
        );
        return await http.PostAsync(ServerRoutes.Token, form);
    }

    public Task<ServerDbContext> OpenDatabaseAsync() =>
        Services.GetRequiredService<IDbContextFactory<ServerDbContext>>().CreateDbContextAsync();

    public async Task RestartAsync()
    {
        await _factory.DisposeAsync();
        _factory = Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private Factory Start()
    {
        var factory = new Factory(this);
        factory.UseKestrel(0);
        factory.StartServer();
        return factory;
    }

    private sealed class Factory(TestServer server) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("Storage:Path", server._folder);
            builder.UseSetting("Identity:RootKey", server.Platform.RootKeyText);
            builder.UseSetting("Identity:Audience", Audience);
            foreach ((string key, string value) in server._settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(server.Clock);
                services.AddLogging(logging => logging.ClearProviders());
            });
        }
    }
}

internal sealed record TokenJson(string access_token, string token_type, long expires_in);

internal sealed record ErrorJson(string error, string error_description);
