using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using Comm.Mls.Tree;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Identity;

public sealed class SignInTests
{
    [Fact]
    public async Task DeviceGetsATokenForAQuarterOfAnHourAndIsInTheDirectory()
    {
        await using TestServer server = TestServer.Create();
        TestDevice device = server.Platform.CreateDevice();
        using HttpClient http = server.CreateHttpClient();
        NonceAnswer nonce = await TestServer.GetNonceAsync(http);

        using HttpResponseMessage response = await TestServer.PostAssertionAsync(http, new Assertion(device, nonce).Sign());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var token = await response.Content.ReadFromJsonAsync<TokenJson>();
        Assert.Equal("Bearer", token!.token_type);
        Assert.Equal(900, token.expires_in);
        var client = new TestClient(server, device, http, token);
        DirectoryDevice known = Assert.Single(await client.GetAsync<DirectoryDevice[]>(ServerRoutes.Devices));
        Assert.Equal(device.Id, known.Device);
        Assert.Equal(Assertion.Encode(device.Certificate), Base64Url.EncodeToString(known.Certificate.Span));
    }

    [Fact]
    public async Task AccessTokenOpensNothingOnceItHasExpired()
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync();
        server.Clock.Turn(TimeSpan.FromMinutes(16));

        using HttpResponseMessage response = await client.Http.GetAsync(ServerRoutes.Groups);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task AccessTokenIsNotValidForLongerThanTheCertificate()
    {
        await using TestServer server = TestServer.Create();
        DateTimeOffset now = server.Clock.GetUtcNow();
        var validity = new Lifetime((ulong)now.AddHours(-1).ToUnixTimeSeconds(), (ulong)now.AddMinutes(5).ToUnixTimeSeconds());
        using HttpClient http = server.CreateHttpClient();
        NonceAnswer nonce = await TestServer.GetNonceAsync(http);

        using HttpResponseMessage response = await TestServer.PostAssertionAsync(
            http,
            new Assertion(server.Platform.CreateDevice(validity: validity), nonce).Sign()
        );

        var token = await response.Content.ReadFromJsonAsync<TokenJson>();
        Assert.InRange(token!.expires_in, 1, 300);
    }

    [Fact]
    public async Task AccessTokenStaysValidOverARestart()
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync();
        await server.RestartAsync();

        using HttpClient http = server.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = client.Http.DefaultRequestHeaders.Authorization;
        using HttpResponseMessage response = await http.GetAsync(ServerRoutes.Groups);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/groups?access_token=")]
    [InlineData("/hubs/groups?access_token=")]
    public async Task TokenInTheAddressIsNoToken(string address)
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync();
        using HttpClient http = server.CreateHttpClient();

        using HttpResponseMessage response = await http.GetAsync(address + client.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task AssertionIsNotAnAccessToken()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();
        string assertion = new Assertion(server.Platform.CreateDevice(), await TestServer.GetNonceAsync(http)).Sign();
        http.DefaultRequestHeaders.Authorization = new("Bearer", assertion);

        using HttpResponseMessage response = await http.GetAsync(ServerRoutes.Groups);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task AccessTokenIsNotAnAssertion()
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync();

        using HttpResponseMessage response = await TestServer.PostAssertionAsync(client.Http, client.Token);

        await AssertRefusedAsync(response);
    }

    [Fact]
    public async Task NewerCertificateTakesThePlaceOfTheOlderAndTheOlderIsRefusedFromThenOn()
    {
        await using TestServer server = TestServer.Create();
        TestDevice older = server.Platform.CreateDevice(roles: Roles.Officer | Roles.Coordinator);
        await server.SignInAsync(older);
        Lifetime validity = older.Certificate.Validity;
        TestDevice newer = Recertify(
            older,
            "FR",
            older.Certificate.Officer,
            validity with
            {
                NotBefore = validity.NotBefore + 60,
            }
        );

        TestClient client = await server.SignInAsync(newer);

        DirectoryDevice known = Assert.Single(await client.GetAsync<DirectoryDevice[]>(ServerRoutes.Devices));
        Assert.Equal(Assertion.Encode(newer.Certificate), Base64Url.EncodeToString(known.Certificate.Span));
        await AssertRefusedAsync(server, older);
    }

    [Theory]
    [InlineData("DE", true)]
    [InlineData("FR", false)]
    public async Task KnownDeviceCannotBeTakenOverByAnotherAdministrationOrOfficer(string administration, bool sameOfficer)
    {
        await using TestServer server = TestServer.Create();
        TestDevice owner = server.Platform.CreateDevice("FR");
        await server.SignInAsync(owner);
        TestDevice thief = Recertify(
            owner,
            administration,
            sameOfficer ? owner.Certificate.Officer : Identifier.Create<OfficerId>(),
            owner.Certificate.Validity
        );

        await AssertRefusedAsync(server, thief);

        await server.SignInAsync(owner);
    }

    private static TestDevice Recertify(TestDevice device, string administration, OfficerId officer, Lifetime validity) =>
        new(
            device.Platform,
            device.Key,
            device.Platform.Certify(administration, device.Id, officer, Roles.Officer, device.Certificate.DeviceKey, validity)
        );

    private static async Task AssertRefusedAsync(TestServer server, TestDevice device)
    {
        using HttpClient http = server.CreateHttpClient();
        NonceAnswer nonce = await TestServer.GetNonceAsync(http);
        using HttpResponseMessage response = await TestServer.PostAssertionAsync(http, new Assertion(device, nonce).Sign());
        await AssertRefusedAsync(response);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_grant", (await response.Content.ReadFromJsonAsync<ErrorJson>())!.error);
    }
}
