using System.Diagnostics.CodeAnalysis;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Signing;

namespace Comm.Shared.Publishing;

/// <summary>
/// The platform's root lets somebody publish code tables (ADR 0006): <c>uint8 version = 1; opaque name&lt;V&gt;; opaque key&lt;V&gt;; uint64
/// not_before; uint64 not_after; opaque signature&lt;V&gt;;</c> Ed25519 by the root key over a label and the fields before the signature. The
/// key signs tables and nothing else: it makes no member, no device and no administration.
/// </summary>
public sealed record PublisherCertificate(string Name, Opaque Key, Lifetime Validity, Opaque Signature)
    : IMlsStruct<PublisherCertificate>
{
    /// <summary>Longest name, in UTF-8 bytes.</summary>
    public const int MaxNameBytes = 100;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Label => "CustomsComm 1 publisher certificate"u8;

    /// <summary>Signs with the root key; for whoever holds it, never the server.</summary>
    public static PublisherCertificate Issue(Secret rootKey, string name, Opaque key, Lifetime validity)
    {
        var unsigned = new PublisherCertificate(name, key, validity, default);
        return unsigned with { Signature = SignatureAlgorithm.Ed25519.Sign(rootKey, unsigned.ToBeSigned()) };
    }

    public bool IsSignedBy(ReadOnlySpan<byte> rootKey) =>
        rootKey.Length == SignatureAlgorithm.Ed25519.PublicKeySize
        && SignatureAlgorithm.Ed25519.Verify(rootKey, ToBeSigned(), Signature.Span);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out PublisherCertificate? value)
    {
        value = null;
        if (
            !reader.TryReadUInt8(out byte version)
            || version != Version
            || !ShownText.TryRead(ref reader, MaxNameBytes, out string? name)
            || !reader.TryReadVector(out Opaque key)
            || key.Length != SignatureAlgorithm.Ed25519.PublicKeySize
            || !reader.TryRead(out Lifetime? validity)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new PublisherCertificate(name, key, validity, signature);
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
        writer.WriteVector(Encoding.UTF8.GetBytes(Name));
        writer.WriteVector(Key.Span);
        writer.Write(Validity);
    }
}
