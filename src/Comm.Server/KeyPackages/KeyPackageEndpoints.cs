using System.Security.Claims;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Shared.Messaging;

namespace Comm.Server.KeyPackages;

internal static class KeyPackageEndpoints
{
    public static async Task<IResult> Upload(
        KeyPackageUpload upload,
        ClaimsPrincipal caller,
        KeyPackageIntake intake,
        KeyPackageStore store,
        CancellationToken cancellationToken
    )
    {
        if (upload.KeyPackages.Count is 0 or > WireLimits.MaxKeyPackages)
        {
            return Problem.BadRequest("key-package-count");
        }

        if (intake.TryCheck(caller.Device(), upload.KeyPackages) is not { } packages)
        {
            return Problem.Unprocessable("key-package-invalid");
        }

        return await store.AddAsync(caller.Device(), packages, cancellationToken) is { } stock
            ? TypedResults.Ok(stock)
            : Problem.Conflict("key-package-stock-full");
    }

    public static Task<KeyPackageStock> Stock(
        ClaimsPrincipal caller,
        KeyPackageStore store,
        CancellationToken cancellationToken
    ) => store.CountAsync(caller.Device(), cancellationToken);

    public static async Task<IResult> Claim(
        KeyPackageClaim claim,
        ClaimsPrincipal caller,
        KeyPackageStore store,
        ClaimLimiter limiter,
        ILogger<KeyPackageStore> logger,
        CancellationToken cancellationToken
    )
    {
        if (claim.Devices.Count is 0 or > WireLimits.MaxClaim || claim.Devices.Distinct().Count() != claim.Devices.Count)
        {
            return Problem.BadRequest("claim-devices");
        }

        // Who asks too often gets what asking cannot use up.
        HashSet<DeviceId> drained = [.. claim.Devices.Where(device => !limiter.Allows(caller.Device(), device))];
        IReadOnlyList<ClaimedKeyPackage> claimed = await store.ClaimAsync(claim.Devices, drained, cancellationToken);
        KeyPackageLog.Claimed(logger, caller.Device(), claimed.Count, claim.Devices.Count);
        return TypedResults.Ok(claimed);
    }
}
