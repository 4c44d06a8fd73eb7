using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>
/// The init secret of an epoch that an external commit starts (RFC 9420 §8.3): the joiner does not know the old epoch's, so it
/// makes one and encapsulates it to the group's external key.
/// </summary>
internal static class ExternalInit
{
    private static ReadOnlySpan<byte> Label => "MLS 1.0 external init secret"u8;

    /// <exception cref="ArgumentException">Not an HPKE public key of the suite.</exception>
    internal static (Opaque KemOutput, Secret InitSecret) Create(CipherSuite suite, Opaque externalPub) =>
        suite.Hpke.SendExport(externalPub, Label);

    /// <summary>Null for a <c>kem_output</c> that is not one.</summary>
    internal static Secret? TryReceive(CipherSuite suite, EpochSecrets epoch, Opaque kemOutput)
    {
        using HpkeKeyPair external = epoch.DeriveExternalKeyPair();
        return suite.Hpke.TryReceiveExport(external, kemOutput, Label);
    }
}
