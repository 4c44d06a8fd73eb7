using System.Threading.RateLimiting;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Options;

namespace Comm.Server.KeyPackages;

/// <summary>How often one device may claim the KeyPackages of one other: adding needs one, and more would only drain the stock.</summary>
internal sealed class ClaimLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<(DeviceId Claimer, DeviceId Target)> _limiter;

    public ClaimLimiter(IOptions<KeyPackageOptions> options) =>
        _limiter = PartitionedRateLimiter.Create<(DeviceId Claimer, DeviceId Target), (DeviceId, DeviceId)>(pair =>
            RateLimitPartition.GetFixedWindowLimiter(
                pair,
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = options.Value.ClaimsPerTargetAndHour,
                    Window = TimeSpan.FromHours(1),
                }
            )
        );

    public bool Allows(DeviceId claimer, DeviceId target)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire((claimer, target));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
