using System.Diagnostics.CodeAnalysis;
using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Takes KeyPackages of others from the server, so that they can be added.</summary>
internal sealed class KeyPackageClaims(DeviceIdentity identity, IServer server, TimeProvider clock)
{
    /// <summary>One good KeyPackage for each device that has one; the others are not in the answer.</summary>
    /// <exception cref="OfflineException">The server cannot be asked now.</exception>
    public async Task<Dictionary<DeviceId, KeyPackage>> ClaimAsync(DeviceId[] devices, CancellationToken cancellationToken)
    {
        var claimed = new Dictionary<DeviceId, KeyPackage>();
        foreach (DeviceId[] some in devices.Chunk(WireLimits.MaxClaim))
        {
            var claim = new KeyPackageClaim(some);
            foreach (ClaimedKeyPackage one in await server.ClaimAsync(claim, cancellationToken))
            {
                if (some.Contains(one.Device) && TryAccept(one, out KeyPackage? keyPackage))
                {
                    claimed[one.Device] = keyPackage;
                }
            }
        }

        return claimed;
    }

    /// <summary>The server hands them out, so they are checked as any stranger's bytes: the whole chain to the root, and the device asked for.</summary>
    private bool TryAccept(ClaimedKeyPackage claimed, [NotNullWhen(true)] out KeyPackage? keyPackage)
    {
        keyPackage = MlsCodec.TryDecode(claimed.KeyPackage.Span, out MlsMessage? message) ? message.KeyPackage : null;
        if (
            keyPackage is not null
            && KeyPackageValidation.Check(keyPackage, identity.MakingRules, clock.GetUtcNow()) == MlsFault.None
            && DeviceIdentity.CertificateOf(keyPackage.LeafNode).Device == claimed.Device
        )
        {
            return true;
        }

        keyPackage = null;
        return false;
    }
}
