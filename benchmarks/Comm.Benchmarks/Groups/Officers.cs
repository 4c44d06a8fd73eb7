using System.Globalization;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Benchmarks.Groups;

/// <summary>
/// Leaves like the product's: a device's id as basic credential, two extension types of ours, and a device certificate signed by
/// one of a hundred administrations, whose certificate is in it. 290 bytes or so of 500 for a leaf.
/// </summary>
internal static class Officers
{
    public const CipherSuiteId SuiteId = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;

    private const int Administrations = 100;

    private static readonly Lifetime s_validity = new(1_700_000_000, 1_900_000_000);
    private static readonly (Secret Key, AdministrationCertificate Certificate)[] s_issuers = Issuers();

    public static CipherSuite Suite { get; } = CipherSuite.Get(SuiteId);

    /// <summary>Beyond the clock of any run, since a peer looks at it.</summary>
    public static Lifetime Lifetime { get; } = new(0, ulong.MaxValue);

    public static KeyPackageSecrets KeyPackage(int number, SoftwareSigner signer) =>
        KeyPackageSecrets.Create(SuiteId, Settings(number, signer), Lifetime, signer);

    public static LeafSettings Settings(int number, SoftwareSigner signer)
    {
        (Secret key, AdministrationCertificate issuer) = s_issuers[number % Administrations];
        var device = Identifier.Create<DeviceId>();
        var certificate = DeviceCertificate.Issue(
            key,
            issuer,
            device,
            Identifier.Create<OfficerId>(),
            string.Create(CultureInfo.InvariantCulture, $"Officer Number {number}"),
            Roles.Officer,
            signer.PublicKey.ToArray(),
            s_validity
        );
        return new LeafSettings(
            Credential.Basic(device.ToOpaque()),
            Capabilities.Of(SuiteId, DeviceCertificate.LeafExtension, GroupPolicy.ContextExtension),
            Extensions.Of(certificate.ToLeafExtension())
        );
    }

    private static (Secret Key, AdministrationCertificate Certificate)[] Issuers()
    {
        using Secret root = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        var issuers = new (Secret Key, AdministrationCertificate Certificate)[Administrations];
        for (int i = 0; i < Administrations; i++)
        {
            string letters = $"{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}";
            if (!AdministrationCode.TryCreate(letters, out AdministrationCode code))
            {
                throw new InvalidOperationException($"{letters} is no code of an administration.");
            }

            Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
            Comm.Mls.Codec.Opaque publicKey = SignatureAlgorithm.Ed25519.GetPublicKey(key);
            issuers[i] = (key, AdministrationCertificate.Issue(root, code, publicKey, s_validity));
        }

        return issuers;
    }
}
