using Comm.Client.Engine.Network;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>The devices the server names, each checked here: the server can leave one out, never make one up.</summary>
internal sealed class DeviceDirectory(DeviceIdentity identity, IServer server, TimeProvider clock)
{
    public async Task<IReadOnlyList<DirectoryEntry>> ReadAsync(CancellationToken cancellationToken) =>
        [
            .. (await server.DevicesAsync(cancellationToken))
                .Select(Check)
                .OrderBy(entry => entry.Administration?.Value, StringComparer.Ordinal)
                .ThenBy(entry => entry.Name, StringComparer.Ordinal),
        ];

    private DirectoryEntry Check(DirectoryDevice listed)
    {
        if (!MlsCodec.TryDecode(listed.Certificate.Span, out DeviceCertificate? certificate))
        {
            return new DirectoryEntry(listed.Device, null, "", null, Roles.None, "", "malformed");
        }

        if (!certificate.ChainsTo(identity.RootKey.Span))
        {
            // Nothing it says is worth showing.
            return new DirectoryEntry(listed.Device, null, "", null, Roles.None, "", "untrusted");
        }

        string? problem =
            certificate.Device != listed.Device ? "wrong-device"
            : !certificate.IsValidAt(clock.GetUtcNow()) ? "expired"
            : null;
        return new DirectoryEntry(
            listed.Device,
            certificate.Officer,
            certificate.OfficerName,
            certificate.Administration,
            certificate.Roles,
            VerificationWords.Of(identity.RootKey.Span, certificate.Issuer.Key.Span, certificate.DeviceKey.Span),
            problem
        );
    }
}
