using System.Security.Cryptography;
using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>This device with its key in hand, as long as the vault is open.</summary>
internal sealed class DeviceIdentity : IDisposable
{
    /// <summary>The product's suite (design D2).</summary>
    public const CipherSuiteId Suite = ClosedGroupRules.Suite;

    private static readonly Opaque Only = Opaque.Empty;

    private readonly SoftwareSigner _signer;

    private DeviceIdentity(Uri server, Opaque rootKey, DeviceCertificate certificate, Secret deviceKey, TimeProvider clock)
    {
        Server = server;
        RootKey = rootKey;
        Certificate = certificate;
        _signer = new SoftwareSigner(Suite, deviceKey);
        LogRules = new ClosedGroupRules(rootKey, clock: null);
        MakingRules = new ClosedGroupRules(rootKey, clock);
    }

    public Uri Server { get; }

    public Opaque RootKey { get; }

    public DeviceCertificate Certificate { get; }

    public DeviceId Device => Certificate.Device;

    public ISigner Signer => _signer;

    /// <summary>For what the log says: a certificate that has expired since does not undo it.</summary>
    public ClosedGroupRules LogRules { get; }

    /// <summary>For changes made here and now.</summary>
    public ClosedGroupRules MakingRules { get; }

    public LeafSettings Leaf =>
        new(
            Credential.Basic(Device.ToOpaque()),
            Capabilities.Of(Suite, DeviceCertificate.LeafExtension, GroupPolicy.ContextExtension, ExtensionType.LastResort),
            Extensions.Of(Certificate.ToLeafExtension())
        );

    // Every enrolment is by the demo authority until the real one exists; then the certificate will say so.
    public DeviceProfile Profile =>
        new(
            Device,
            Certificate.Officer,
            Certificate.OfficerName,
            Certificate.Administration,
            Certificate.Roles,
            Server,
            VerificationWords.Of(RootKey.Span, Certificate.Issuer.Key.Span, Certificate.DeviceKey.Span),
            IsDemo: true
        );

    public OpenedSender AsSender => SenderOf(Certificate);

    /// <summary>Who a leaf belongs to. Every leaf of a group has passed <see cref="ClosedGroupRules"/>, so the certificate is there.</summary>
    public OpenedSender SenderOf(LeafNode leaf) => SenderOf(CertificateOf(leaf));

    public static DeviceCertificate CertificateOf(LeafNode leaf) =>
        DeviceCertificate.TryFind(leaf, out DeviceCertificate? certificate)
            ? certificate
            : throw new InvalidOperationException("A leaf without certificate got past the rules.");

    public static DeviceIdentity Of(
        Uri server,
        Opaque rootKey,
        DeviceCertificate certificate,
        Secret deviceKey,
        TimeProvider clock
    ) => new(server, rootKey, certificate, deviceKey, clock);

    public static void Write(SealedWriter writer, Uri server, Opaque rootKey, DeviceCertificate certificate, Secret deviceKey)
    {
        var stored = new StoredProfile(server.AbsoluteUri, rootKey.Memory, MlsCodec.Encode(certificate));
        writer.Put(RowKind.Profile, Only, Only, 0, VaultJson.Write(stored));
        writer.Put(RowKind.DeviceKey, Only, Only, 0, deviceKey.Span);
    }

    /// <summary>Null when the vault's rows for it do not open: without them nothing can be done.</summary>
    public static DeviceIdentity? TryLoad(SealedStore store, TimeProvider clock)
    {
        byte[]? profileBytes = store.Find(RowKind.Profile, Only, Only)?.Opened;
        byte[]? keyBytes = store.Find(RowKind.DeviceKey, Only, Only)?.Opened;
        try
        {
            if (profileBytes is null || keyBytes is null)
            {
                return null;
            }

            StoredProfile profile = VaultJson.Read<StoredProfile>(profileBytes);
            if (!MlsCodec.TryDecode(profile.Certificate.Span, out DeviceCertificate? certificate))
            {
                return null;
            }

            using Secret key = Secret.CopyOf(keyBytes);
            return new DeviceIdentity(new Uri(profile.Server), new Opaque(profile.RootKey), certificate, key, clock);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyBytes);
        }
    }

    public void Dispose() => _signer.Dispose();

    private OpenedSender SenderOf(DeviceCertificate certificate) =>
        new(
            certificate.Device,
            certificate.Officer,
            certificate.OfficerName,
            certificate.Administration,
            certificate.Device == Device
        );

    private sealed record StoredProfile(string Server, ReadOnlyMemory<byte> RootKey, ReadOnlyMemory<byte> Certificate);
}
