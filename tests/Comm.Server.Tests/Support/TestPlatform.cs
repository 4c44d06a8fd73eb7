using System.Buffers.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;

namespace Comm.Server.Tests.Support;

/// <summary>A platform of the tests' own: root, administrations, officers, devices.</summary>
internal sealed class TestPlatform
{
    private readonly Secret _root = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly Dictionary<string, (Secret Key, AdministrationCertificate Certificate)> _administrations = [];

    public TestPlatform() => RootKey = SignatureAlgorithm.Ed25519.GetPublicKey(_root);

    public Opaque RootKey { get; }

    public string RootKeyText => Base64Url.EncodeToString(RootKey.Span);

    public static Lifetime LifetimeAround(DateTimeOffset now) =>
        new((ulong)now.AddHours(-1).ToUnixTimeSeconds(), (ulong)now.AddDays(30).ToUnixTimeSeconds());

    public TestDevice CreateDevice(
        string administration = "FR",
        Roles roles = Roles.Officer,
        OfficerId? officer = null,
        Lifetime? validity = null
    )
    {
        Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        DeviceCertificate certificate = Certify(
            administration,
            Identifier.Create<DeviceId>(),
            officer ?? Identifier.Create<OfficerId>(),
            roles,
            SignatureAlgorithm.Ed25519.GetPublicKey(key),
            validity ?? LifetimeAround(TimeProvider.System.GetUtcNow())
        );
        return new TestDevice(this, key, certificate);
    }

    /// <summary>The same device by its certificate, with another key: what a careless administration might sign.</summary>
    public TestDevice CreateSecondKey(TestDevice device)
    {
        Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        DeviceCertificate first = device.Certificate;
        DeviceCertificate certificate = Certify(
            first.Administration.Value,
            first.Device,
            first.Officer,
            first.Roles,
            SignatureAlgorithm.Ed25519.GetPublicKey(key),
            first.Validity
        );
        return new TestDevice(this, key, certificate);
    }

    /// <summary>A table of places, signed by a publisher of this platform who may be one for thirty days.</summary>
    public PublishedTable Publish(byte[] content, DateTimeOffset issued)
    {
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        var publisher = PublisherCertificate.Issue(
            _root,
            "Secretariat",
            SignatureAlgorithm.Ed25519.GetPublicKey(key),
            LifetimeAround(TimeProvider.System.GetUtcNow())
        );
        var manifest = TableManifest.Sign(key, publisher, TableKind.Locations, "UNLOCODE 2023-2", issued, rows: 1, content);
        return PublishedTable.Of(manifest, content);
    }

    public DeviceCertificate Certify(
        string administration,
        DeviceId device,
        OfficerId officer,
        Roles roles,
        Opaque deviceKey,
        Lifetime validity
    )
    {
        if (!_administrations.TryGetValue(administration, out var issuer))
        {
            Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            issuer = (
                key,
                AdministrationCertificate.Issue(
                    _root,
                    AdministrationCode.Of(administration),
                    SignatureAlgorithm.Ed25519.GetPublicKey(key),
                    new Lifetime((ulong)now.AddDays(-1).ToUnixTimeSeconds(), (ulong)now.AddDays(365).ToUnixTimeSeconds())
                )
            );
            _administrations.Add(administration, issuer);
        }

        return DeviceCertificate.Issue(
            issuer.Key,
            issuer.Certificate,
            device,
            officer,
            "Officer " + administration,
            roles,
            deviceKey,
            validity
        );
    }
}

internal sealed record TestDevice(TestPlatform Platform, Secret Key, DeviceCertificate Certificate)
{
    public const Comm.Mls.CipherSuiteId Suite = Comm.Mls.CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;

    public DeviceId Id => Certificate.Device;

    public SoftwareSigner Signer { get; } = new(Suite, Key);
}
