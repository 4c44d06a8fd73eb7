using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Signing;

namespace Comm.Shared.Membership;

/// <summary>
/// The platform's root vouches for an administration's key (design D6): <c>uint8 version = 1; opaque administration&lt;V&gt;;
/// opaque key&lt;V&gt;; uint64 not_before; uint64 not_after; opaque signature&lt;V&gt;;</c> Ed25519 by the root key over a label
/// and the fields before the signature.
/// </summary>
public sealed record AdministrationCertificate(AdministrationCode Administration, Opaque Key, Lifetime Validity, Opaque Signature)
    : IMlsStruct<AdministrationCertificate>
{
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Label => "CustomsComm 1 administration certificate"u8;

    /// <summary>Signs with the root key; for whoever holds it, never the server.</summary>
    public static AdministrationCertificate Issue(
        Secret rootKey,
        AdministrationCode administration,
        Opaque key,
        Lifetime validity
    )
    {
        var unsigned = new AdministrationCertificate(administration, key, validity, default);
        return unsigned with { Signature = SignatureAlgorithm.Ed25519.Sign(rootKey, unsigned.ToBeSigned()) };
    }

    public bool IsSignedBy(ReadOnlySpan<byte> rootKey) =>
        rootKey.Length == SignatureAlgorithm.Ed25519.PublicKeySize
        && SignatureAlgorithm.Ed25519.Verify(rootKey, ToBeSigned(), Signature.Span);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out AdministrationCertificate? value)
    {
        value = null;
        if (
            !reader.TryReadUInt8(out byte version)
            || version != Version
            || !reader.TryReadVector(out Opaque code)
            || !AdministrationCode.TryFromBytes(code.Span, out AdministrationCode administration)
            || !reader.TryReadVector(out Opaque key)
            || key.Length != SignatureAlgorithm.Ed25519.PublicKeySize
            || !reader.TryRead(out Lifetime? validity)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new AdministrationCertificate(administration, key, validity, signature);
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
        writer.WriteVector(Administration.ToBytes());
        writer.WriteVector(Key.Span);
        writer.Write(Validity);
    }
}
