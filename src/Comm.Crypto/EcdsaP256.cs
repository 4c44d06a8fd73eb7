using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>ECDSA over P-256 with SHA-256 (FIPS 186-5), by .NET. Signatures in DER, as TLS and MLS have them (RFC 9420 §5.1.2).</summary>
internal sealed class EcdsaP256() : SignatureAlgorithm(P256.FieldSize, P256.PublicKeySize)
{
    public override Secret GeneratePrivateKey() => P256.GeneratePrivateKey();

    private protected override SigningKey OpenKeyCore(Secret privateKey) =>
        new Key(P256.GetPublicKey(privateKey), privateKey.Copy());

    private protected override bool VerifyCore(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> signature
    )
    {
        Span<byte> fixedForm = stackalloc byte[2 * P256.FieldSize];
        if (!EcdsaDer.TryDecode(signature, fixedForm))
        {
            return false;
        }

        using ECDsa? key = P256.TryImport(publicKey, ECDsa.Create);
        return key is not null
            && key.VerifyData(data, fixedForm, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey)
    {
        using ECDsa? key = P256.TryImport(publicKey, ECDsa.Create);
        return key is not null;
    }

    /// <summary>Imports for each signature: an <see cref="ECDsa"/> is not made for several threads at once.</summary>
    private sealed class Key(byte[] publicKey, Secret privateKey) : SigningKey(publicKey, privateKey)
    {
        public override byte[] Sign(ReadOnlySpan<byte> data) =>
            P256.WithPrivateKey(
                PrivateKey,
                data,
                static (parameters, message) =>
                {
                    using var key = ECDsa.Create(parameters);
                    return key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                }
            );
    }
}
