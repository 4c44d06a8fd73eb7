using System.Net;
using System.Net.Http.Json;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.KeyPackages;

public sealed class KeyPackageTests
{
    [Fact]
    public async Task EachIsClaimedOnceHoweverManyAskAtOnce()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        await UploadAsync(owner, Create(owner.Device, 5));

        ClaimedKeyPackage[][] answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => ClaimAsync(coordinator, owner.Device.Id))
        );

        ClaimedKeyPackage[] claimed = [.. answers.SelectMany(answer => answer)];
        Assert.Equal(5, claimed.Length);
        Assert.Equal(5, claimed.Select(package => Convert.ToHexString(package.KeyPackage.Span)).Distinct().Count());
        Assert.Equal(0, (await owner.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Fact]
    public async Task ClaimedOneThatIsUploadedAgainIsNotHandedOutAgain()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        byte[][] packages = Create(owner.Device, 1);
        await UploadAsync(owner, packages);
        Assert.Single(await ClaimAsync(coordinator, owner.Device.Id));

        KeyPackageStock stock = await UploadAsync(owner, packages);

        Assert.Equal(0, stock.Unclaimed);
        Assert.Empty(await ClaimAsync(coordinator, owner.Device.Id));
    }

    [Fact]
    public async Task ClaimGivesOnePerDeviceAndLeavesOutWhoHasNone()
    {
        await using TestServer server = TestServer.Create();
        TestClient one = await server.SignInAsync();
        TestClient two = await server.SignInAsync();
        TestClient none = await server.SignInAsync();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        await UploadAsync(one, Create(one.Device, 2));
        await UploadAsync(two, Create(two.Device, 1));

        ClaimedKeyPackage[] claimed = await ClaimAsync(coordinator, one.Device.Id, two.Device.Id, none.Device.Id);

        Assert.Equal(new[] { one.Device.Id, two.Device.Id }, claimed.Select(package => package.Device));
        Assert.Equal(1, (await one.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Fact]
    public async Task StockSurvivesARestart()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        await UploadAsync(owner, Create(owner.Device, 3));

        await server.RestartAsync();

        TestClient again = await server.SignInAsync(owner.Device);
        Assert.Equal(3, (await again.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Fact, Trait("Rule", "V-KP-10")]
    public async Task ExpiredOneIsNeitherCountedNorClaimed()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        long now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        using KeyPackageSecrets shortLived = TestMember.CreateKeyPackage(
            owner.Device,
            new Lifetime((ulong)now - 60, (ulong)now + 600)
        );
        await UploadAsync(owner, [TestMember.Encode(shortLived.KeyPackage)]);
        server.Clock.Turn(TimeSpan.FromMinutes(11));
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);

        Assert.Empty(await ClaimAsync(coordinator, owner.Device.Id));
        Assert.Equal(0, (await owner.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Fact]
    public async Task OnlyCoordinatorsClaim()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        TestClient officer = await server.SignInAsync(Roles.Officer | Roles.ContactPoint);
        await UploadAsync(owner, Create(owner.Device, 1));

        using HttpResponseMessage response = await officer.PostJsonAsync(
            ServerRoutes.KeyPackageClaims,
            new KeyPackageClaim([owner.Device.Id])
        );

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(1, (await owner.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Fact]
    public async Task ClaimsAreLimitedInNumberAndSize()
    {
        await using TestServer server = TestServer.Create(("KeyPackages:ClaimsPerMinute", "2"));
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        TestClient other = await server.SignInAsync(Roles.Coordinator);
        DeviceId device = Identifier.Create<DeviceId>();
        KeyPackageClaim tooMany = new([
            .. Enumerable.Range(0, WireLimits.MaxClaim + 1).Select(_ => Identifier.Create<DeviceId>()),
        ]);

        using HttpResponseMessage large = await coordinator.PostJsonAsync(ServerRoutes.KeyPackageClaims, tooMany);
        using HttpResponseMessage twice = await coordinator.PostJsonAsync(
            ServerRoutes.KeyPackageClaims,
            new KeyPackageClaim([device, device])
        );
        using HttpResponseMessage third = await coordinator.PostJsonAsync(
            ServerRoutes.KeyPackageClaims,
            new KeyPackageClaim([device])
        );

        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Empty(await ClaimAsync(other, device));
    }

    [Fact]
    public async Task MoreThanTheMostAreRefusedAndNoneOfThemKept()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        await UploadAsync(owner, Create(owner.Device, WireLimits.MaxKeyPackages - 1));

        using HttpResponseMessage response = await PostAsync(owner, Create(owner.Device, 2));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(WireLimits.MaxKeyPackages - 1, (await owner.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Theory, Trait("Rule", "V-KP-10")]
    [InlineData("of another device")]
    [InlineData("expired")]
    [InlineData("changed")]
    [InlineData("cut")]
    [InlineData("too large")]
    [InlineData("not a key package")]
    [InlineData("foreign root")]
    public async Task BadOneIsRefusedWithAllThatCameWithIt(string fault)
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        byte[] good = Create(owner.Device, 1)[0];
        byte[] bad = fault switch
        {
            "of another device" => Create(server.Platform.CreateDevice(), 1)[0],
            "expired" => Expired(owner.Device),
            "changed" => [.. good[..^1], (byte)(good[^1] ^ 1)],
            "cut" => good[..^1],
            "too large" => new byte[WireLimits.MaxKeyPackageBytes + 1],
            "not a key package" => TestMember.Create(owner.Device).GroupInfo(),
            _ => Create(new TestPlatform().CreateDevice(), 1)[0],
        };

        using HttpResponseMessage response = await PostAsync(owner, [good, bad]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(0, (await owner.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages)).Unclaimed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"keyPackages\":null}")]
    [InlineData("{\"keyPackages\":[]}")]
    [InlineData("{\"keyPackages\":[\"!\"]}")]
    [InlineData("[")]
    public async Task BodyThatIsNoUploadIsABadRequest(string json)
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        using var content = new StringContent(json, null, "application/json");

        using HttpResponseMessage response = await owner.Http.PostAsync(ServerRoutes.KeyPackages, content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private static byte[] Expired(TestDevice device)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using KeyPackageSecrets secrets = TestMember.CreateKeyPackage(device, new Lifetime((ulong)now - 60, (ulong)now - 1));
        return TestMember.Encode(secrets.KeyPackage);
    }

    private static byte[][] Create(TestDevice device, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    using KeyPackageSecrets secrets = TestMember.CreateKeyPackage(device);
                    return TestMember.Encode(secrets.KeyPackage);
                }),
        ];

    private static Task<HttpResponseMessage> PostAsync(TestClient owner, byte[][] packages) =>
        owner.PostJsonAsync(
            ServerRoutes.KeyPackages,
            new KeyPackageUpload([.. packages.Select(package => (ReadOnlyMemory<byte>)package)])
        );

    private static async Task<KeyPackageStock> UploadAsync(TestClient owner, byte[][] packages)
    {
        using HttpResponseMessage response = await PostAsync(owner, packages);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<KeyPackageStock>(WireJson.Options))!;
    }

    private static async Task<ClaimedKeyPackage[]> ClaimAsync(TestClient coordinator, params DeviceId[] devices)
    {
        using HttpResponseMessage response = await coordinator.PostJsonAsync(
            ServerRoutes.KeyPackageClaims,
            new KeyPackageClaim(devices)
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<ClaimedKeyPackage[]>(WireJson.Options))!;
    }
}
