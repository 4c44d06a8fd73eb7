using System.Net;
using System.Net.Http.Json;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Tree;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Identity;

/// <summary>Each differs from a good assertion in one thing, and gets OAuth's error.</summary>
public sealed class RefusedAssertionTests
{
    [Fact]
    public async Task ReplayedNonce()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();
        string assertion = new Assertion(server.Platform.CreateDevice(), await TestServer.GetNonceAsync(http)).Sign();
        using HttpResponseMessage first = await TestServer.PostAssertionAsync(http, assertion);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using HttpResponseMessage second = await TestServer.PostAssertionAsync(http, assertion);

        await AssertRefusedAsync(second);
    }

    [Fact]
    public async Task NonceThatAFailedAttemptHasUsedUp()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();
        var assertion = new Assertion(server.Platform.CreateDevice(), await TestServer.GetNonceAsync(http));
        assertion.Payload["aud"] = "https://elsewhere.test";
        using HttpResponseMessage first = await TestServer.PostAssertionAsync(http, assertion.Sign());
        await AssertRefusedAsync(first);
        assertion.Payload["aud"] = TestServer.Audience;

        using HttpResponseMessage second = await TestServer.PostAssertionAsync(http, assertion.Sign());

        await AssertRefusedAsync(second);
    }

    [Fact]
    public Task NonceThatWasNeverIssued() =>
        AssertRefusedAsync((_, _, assertion) => assertion.Payload[SignIn.NonceClaim] = "bm90LWlzc3VlZA");

    [Fact]
    public Task NonceThatHasExpired() =>
        AssertRefusedAsync(
            (server, _, assertion) =>
            {
                server.Clock.Turn(TimeSpan.FromMinutes(3));
                // The rest of it is fresh.
                assertion.Payload["exp"] = server.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
            }
        );

    [Fact]
    public Task NoNonce() => AssertRefusedAsync((_, _, assertion) => assertion.Payload.Remove(SignIn.NonceClaim));

    [Fact]
    public Task ExpiryInThePast() =>
        AssertRefusedAsync(
            (server, _, assertion) => assertion.Payload["exp"] = server.Clock.GetUtcNow().AddSeconds(-1).ToUnixTimeSeconds()
        );

    [Fact]
    public Task NoExpiry() => AssertRefusedAsync((_, _, assertion) => assertion.Payload.Remove("exp"));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(86_400)]
    [InlineData(200_000_000_000)]
    public Task ExpiryOtherThanTheNonces(long seconds) =>
        AssertRefusedAsync((_, _, assertion) => assertion.Payload["exp"] = (long)assertion.Payload["exp"] + seconds);

    [Fact]
    public Task TimeBeforeWhichItIsNotValid() =>
        AssertRefusedAsync(
            (server, _, assertion) => assertion.Payload["nbf"] = server.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds()
        );

    /// <summary>RFC 7515 §4.1.11: whoever does not understand what is critical must not accept it, and nothing is understood here.</summary>
    [Fact]
    public Task CriticalHeader() =>
        AssertRefusedAsync(
            (_, _, assertion) =>
            {
                assertion.Header["crit"] = new[] { "unheard-of" };
                assertion.Header["unheard-of"] = true;
            }
        );

    [Theory]
    [InlineData(1)]
    [InlineData("text")]
    [InlineData(null)]
    public Task CriticalHeaderThatIsNoList(object? value) =>
        AssertRefusedAsync((_, _, assertion) => assertion.Header["crit"] = value!);

    [Fact]
    public Task AnotherDevicesKey() =>
        AssertRefusedAsync((_, _, assertion) => assertion.Key = SignatureAlgorithm.Ed25519.GeneratePrivateKey());

    [Fact]
    public Task CertificateOfAnotherDevice() =>
        AssertRefusedAsync(
            (server, _, assertion) =>
                assertion.Header[SignIn.CertificateHeader] = Assertion.Encode(server.Platform.CreateDevice().Certificate)
        );

    [Fact]
    public Task CertificateUnderAnotherRoot() =>
        AssertRefusedAsync(
            (_, device, assertion) =>
                assertion.Header[SignIn.CertificateHeader] = Assertion.Encode(
                    new TestPlatform().Certify(
                        "FR",
                        device.Id,
                        device.Certificate.Officer,
                        device.Certificate.Roles,
                        device.Certificate.DeviceKey,
                        device.Certificate.Validity
                    )
                )
        );

    [Fact]
    public Task CertificateWithMoreRolesThanWereSigned() =>
        AssertRefusedAsync(
            (_, device, assertion) =>
                assertion.Header[SignIn.CertificateHeader] = Assertion.Encode(
                    device.Certificate with
                    {
                        Roles = Comm.Shared.Membership.Roles.ContactPoint,
                    }
                )
        );

    [Fact]
    public Task CertificateThatHasExpired() =>
        AssertRefusedAsync(
            (server, device, assertion) =>
            {
                long now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
                assertion.Header[SignIn.CertificateHeader] = Assertion.Encode(
                    server.Platform.Certify(
                        "FR",
                        device.Id,
                        device.Certificate.Officer,
                        device.Certificate.Roles,
                        device.Certificate.DeviceKey,
                        new Lifetime((ulong)now - 60, (ulong)now - 30)
                    )
                );
            }
        );

    [Fact]
    public Task NoCertificate() => AssertRefusedAsync((_, _, assertion) => assertion.Header.Remove(SignIn.CertificateHeader));

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64url!")]
    public Task CertificateThatIsNone(string text) =>
        AssertRefusedAsync((_, _, assertion) => assertion.Header[SignIn.CertificateHeader] = text);

    [Fact]
    public Task CertificateHeaderThatIsNoText() =>
        AssertRefusedAsync((_, _, assertion) => assertion.Header[SignIn.CertificateHeader] = new[] { 1, 2 });

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    public Task AnotherDevicesName(string claim) =>
        AssertRefusedAsync((_, _, assertion) => assertion.Payload[claim] = Identifier.Create<DeviceId>().ToString());

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    public Task AClaimLeftOut(string claim) => AssertRefusedAsync((_, _, assertion) => assertion.Payload.Remove(claim));

    [Fact]
    public Task AnotherServersAddress() =>
        AssertRefusedAsync((_, _, assertion) => assertion.Payload["aud"] = TestServer.Audience + ".example");

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    public Task AnotherType(string type) => AssertRefusedAsync((_, _, assertion) => assertion.Header["typ"] = type);

    [Fact]
    public Task NoType() => AssertRefusedAsync((_, _, assertion) => assertion.Header.Remove("typ"));

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("ES256")]
    [InlineData("eddsa")]
    public Task AnotherAlgorithm(string algorithm) =>
        AssertRefusedAsync((_, _, assertion) => assertion.Header["alg"] = algorithm);

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJFZERTQSJ9.e30.")]
    [InlineData("eyJhbGciOiJFZERTQSJ9.bm90IGpzb24.AAAA")]
    [InlineData("....")]
    public async Task BytesThatAreNoAssertion(string assertion)
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();

        using HttpResponseMessage response = await TestServer.PostAssertionAsync(http, assertion);

        await AssertRefusedAsync(response);
    }

    [Fact]
    public async Task AssertionLargerThanAnyHonestOne()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();

        using HttpResponseMessage response = await TestServer.PostAssertionAsync(http, new string('A', 20_000));

        await AssertRefusedAsync(response);
    }

    [Fact]
    public async Task EveryCutAndEverySwappedCharacterOfAGoodOne()
    {
        await using TestServer server = TestServer.Create(("Hosting:AnonymousRequestsPerMinute", "100000"));
        using HttpClient http = server.CreateHttpClient();
        TestDevice device = server.Platform.CreateDevice();
        string good = new Assertion(device, await TestServer.GetNonceAsync(http)).Sign();
        int signature = good.LastIndexOf('.');
        for (int at = 0; at < signature; at += 13)
        {
            using HttpResponseMessage cut = await TestServer.PostAssertionAsync(http, good[..at]);
            await AssertRefusedAsync(cut);
            string swapped = good[..at] + (good[at] == 'A' ? 'B' : 'A') + good[(at + 1)..];
            using HttpResponseMessage response = await TestServer.PostAssertionAsync(http, swapped);
            await AssertRefusedAsync(response);
        }
    }

    [Theory]
    [InlineData("grant_type=password&assertion=x", "unsupported_grant_type")]
    [InlineData("assertion=x", "invalid_request")]
    [InlineData("grant_type=%00&assertion=%00", "invalid_request")]
    [InlineData("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer", "invalid_request")]
    [InlineData("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=x&assertion=y", "invalid_request")]
    public async Task FormThatIsNoGrant(string form, string error)
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");

        using HttpResponseMessage response = await http.PostAsync(ServerRoutes.Token, content);

        await AssertRefusedAsync(response, error);
    }

    [Fact]
    public async Task BodyThatIsNoForm()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();

        using HttpResponseMessage response = await http.PostAsJsonAsync(ServerRoutes.Token, new { grant_type = "x" });

        await AssertRefusedAsync(response, "invalid_request");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nno header\r\n\r\n")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=", "no boundary")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "a=b")]
    [InlineData("application/x-www-form-urlencoded; charset=nonsense", "a=b")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=%ZZ&&&=%00")]
    [InlineData("text/plain; charset=utf-7", "grant_type=x")]
    public async Task FormThatCannotBeRead(string type, string body)
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using HttpResponseMessage response = await http.PostAsync(ServerRoutes.Token, content);

        await AssertRefusedAsync(response, "invalid_request");
    }

    private static async Task AssertRefusedAsync(Action<TestServer, TestDevice, Assertion> spoil)
    {
        await using TestServer server = TestServer.Create();
        using HttpClient http = server.CreateHttpClient();
        TestDevice device = server.Platform.CreateDevice();
        var assertion = new Assertion(device, await TestServer.GetNonceAsync(http));
        spoil(server, device, assertion);

        using HttpResponseMessage response = await TestServer.PostAssertionAsync(http, assertion.Sign());

        await AssertRefusedAsync(response);

        // Nothing of the refused device has been noted.
        await using var database = await server.OpenDatabaseAsync();
        Assert.Empty(database.Devices);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, string error = "invalid_grant")
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var answer = await response.Content.ReadFromJsonAsync<ErrorJson>();
        Assert.Equal(error, answer!.error);
        Assert.False(string.IsNullOrEmpty(answer.error_description));
    }
}
