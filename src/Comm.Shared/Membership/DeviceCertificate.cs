using System.Diagnostics.CodeAnalysis;
using System.Text;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;
using Comm.Shared.Signing;

namespace Comm.Shared.Membership;

/// <summary>
/// An administration vouches for a device and its officer (design D6), version 1: <c>uint8 version = 1; opaque device[16]; opaque
/// officer[16]; opaque officer_name&lt;V&gt;; uint16 roles; opaque device_key&lt;V&gt;; uint64 not_before; uint64 not_after;
/// AdministrationCertificate issuer; opaque signature&lt;V&gt;;</c> Ed25519 by the issuer's key over a label and all before the
/// signature. It is a required extension of every MLS leaf of ours.
/// </summary>
public sealed record DeviceCertificate(
    DeviceId Device,
    OfficerId Officer,
    string OfficerName,
    Roles Roles,
    Opaque DeviceKey,
    Lifetime Validity,
    AdministrationCertificate Issuer,
    Opaque Signature
) : IMlsStruct<DeviceCertificate>
{
    /// <summary>Private use (RFC 9420 §17.3).</summary>
    public const ExtensionType LeafExtension = (ExtensionType)0xF0C1;

    /// <summary>Longest officer's name, in UTF-8 bytes.</summary>
    public const int MaxNameBytes = 200;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Label => "CustomsComm 1 device certificate"u8;

    public AdministrationCode Administration => Issuer.Administration;

    /// <summary>Signs with the administration's key; for the contact point, never the server.</summary>
    public static DeviceCertificate Issue(
        Secret administrationKey,
        AdministrationCertificate issuer,
        DeviceId device,
        OfficerId officer,
        string officerName,
        Roles roles,
        Opaque deviceKey,
        Lifetime validity
    )
    {
        var unsigned = new DeviceCertificate(device, officer, officerName, roles, deviceKey, validity, issuer, default);
        return unsigned with { Signature = SignatureAlgorithm.Ed25519.Sign(administrationKey, unsigned.ToBeSigned()) };
    }

    /// <summary>Both signatures, up to the given root key. Says nothing of time: see <see cref="IsValidAt"/>.</summary>
    public bool ChainsTo(ReadOnlySpan<byte> rootKey) =>
        Issuer.IsSignedBy(rootKey) && SignatureAlgorithm.Ed25519.Verify(Issuer.Key.Span, ToBeSigned(), Signature.Span);

    public bool IsValidAt(DateTimeOffset instant) => Validity.Covers(instant) && Issuer.Validity.Covers(instant);

    /// <summary>The certificate in a leaf, when it is there, well-formed, and names the leaf's own signature key and identity.</summary>
    public static bool TryFind(LeafNode leaf, [NotNullWhen(true)] out DeviceCertificate? certificate)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        certificate = null;
        return leaf.Extensions.TryFind(LeafExtension, out Opaque bytes)
            && MlsCodec.TryDecode(bytes.Span, out certificate)
            // V-POL-02
            && certificate.DeviceKey == leaf.SignatureKey
            // V-LEAF-19
            && leaf.Credential.Type == CredentialType.Basic
            && leaf.Credential.Identity == certificate.Device.ToOpaque();
    }

    public Extension ToLeafExtension() => new(LeafExtension, MlsCodec.Encode(this));

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out DeviceCertificate? value)
    {
        value = null;
        if (
            !reader.TryReadUInt8(out byte version)
            || version != Version
            || !reader.TryReadFixed(Identifier.Size, out Opaque deviceBytes)
            || !Identifier.TryFromBytes(deviceBytes.Span, out DeviceId device)
            || !reader.TryReadFixed(Identifier.Size, out Opaque officerBytes)
            || !Identifier.TryFromBytes(officerBytes.Span, out OfficerId officer)
            || !ShownText.TryRead(ref reader, MaxNameBytes, out string? name)
            || !reader.TryReadUInt16(out ushort roles)
            || !reader.TryReadVector(out Opaque deviceKey)
            || deviceKey.Length != SignatureAlgorithm.Ed25519.PublicKeySize
            || !reader.TryRead(out Lifetime? validity)
            || !reader.TryRead(out AdministrationCertificate? issuer)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new DeviceCertificate(device, officer, name, (Roles)roles, deviceKey, validity, issuer, signature);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    private byte[] ToBeSigned() => SignedBytes.Of(Label, WriteUnsigned);

    private void WriteUnsigned(MlsWriter writer)
    {
        writer.WriteUInt8(Version);
        writer.WriteFixed(Device.ToBytes());
        writer.WriteFixed(Officer.ToBytes());
        writer.WriteVector(Encoding.UTF8.GetBytes(OfficerName));
        writer.WriteUInt16((ushort)Roles);
        writer.WriteVector(DeviceKey.Span);
        writer.Write(Validity);
        Issuer.Write(writer);
    }
}
