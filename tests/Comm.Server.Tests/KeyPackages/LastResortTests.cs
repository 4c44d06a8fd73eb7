using System.Net.Http.Json;
using Comm.Mls;
using Comm.Mls.KeyPackages;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.KeyPackages;

public sealed class LastResortTests
{
    [Fact]
    public async Task LastResortIsGivenWhenNothingElseIsLeftAndAgainAfterThat()
    {
        await using TestServer server = TestServer.Create();
        TestClient owner = await server.SignInAsync();
        TestClient coordinator = await server.SignInAsync(Roles.Coordinator);
        byte[] once = Create(owner.Device, lastResort: false);
        byte[] last = Create(owner.Device, lastResort: true);
        Assert.Equal(new KeyPackageStock(1, true), await UploadAsync(owner, last, once));

        byte[][] claimed =
        [
            await ClaimAsync(coordinator, owner.Device.Id),
            await ClaimAsync(coordinator, owner.Device.Id),
            await ClaimAsync(coordinator, owner.Device.Id),
        ];

        Assert.Equal([once, last, last], claimed);
        // Handed out: its owner makes another, which takes its place.
        Assert.Equal(new KeyPackageStock(0, false), await owner.GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages));
        byte[] next = Create(owner.Device, lastResort: true);
        Assert.Equal(new KeyPackageStock(0, true), await UploadAsync(owner, next));
        Assert.Equal(next, await ClaimAsync(coordinator, owner.Device.Id));
    }

    [Fact]
    public async Task WhoAsksTooOftenGetsTheOneOfLastResortOnly()
    {
        await using TestServer server = TestServer.Create(("KeyPackages:ClaimsPerTargetAndHour", "2"));
        TestClient owner = await server.SignInAsync();
        TestClient drainer = await server.SignInAsync(Roles.Coordinator);
        TestClient other = await server.SignInAsync(Roles.Coordinator);
        byte[] lastResort = Create(owner.Device, lastResort: true);
        await UploadAsync(owner, [.. Enumerable.Range(0, 4).Select(_ => Create(owner.Device, lastResort: false)), lastResort]);

        Assert.NotEqual(lastResort, await ClaimAsync(drainer, owner.Device.Id));
        Assert.NotEqual(lastResort, await ClaimAsync(drainer, owner.Device.Id));
        Assert.Equal(lastResort, await ClaimAsync(drainer, owner.Device.Id));
        Assert.Equal(lastResort, await ClaimAsync(drainer, owner.Device.Id));
        Assert.NotEqual(lastResort, await ClaimAsync(other, owner.Device.Id));
    }

    private static byte[] Create(TestDevice device, bool lastResort)
    {
        using KeyPackageSecrets made = TestMember.CreateKeyPackage(
            device,
            extensions: lastResort ? Extensions.Of(KeyPackage.LastResort) : null
        );
        return TestMember.Encode(made.KeyPackage);
    }

    private static async Task<KeyPackageStock> UploadAsync(TestClient client, params byte[][] packages)
    {
        using HttpResponseMessage response = await client.PostJsonAsync(
            ServerRoutes.KeyPackages,
            new KeyPackageUpload([.. packages.Select(package => (ReadOnlyMemory<byte>)package)])
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<KeyPackageStock>(WireJson.Options))!;
    }

    /// <summary>Empty when there is none.</summary>
    private static async Task<byte[]> ClaimAsync(TestClient client, DeviceId device)
    {
        using HttpResponseMessage response = await client.PostJsonAsync(
            ServerRoutes.KeyPackageClaims,
            new KeyPackageClaim([device])
        );
        response.EnsureSuccessStatusCode();
        ClaimedKeyPackage[] claimed = (await response.Content.ReadFromJsonAsync<ClaimedKeyPackage[]>(WireJson.Options))!;
        return claimed is [{ } one] ? one.KeyPackage.ToArray() : [];
    }
}
