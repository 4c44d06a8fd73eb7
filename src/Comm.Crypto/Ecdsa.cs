using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>ECDSA (FIPS 186-5), by .NET. Signatures in DER, as TLS and MLS have them (RFC 9420 §5.1.2).</summary>
internal sealed class Ecdsa(NistCurve curve, HashFunction hash) : SignatureAlgorithm(curve.FieldSize, curve.PublicKeySize)
{
    public override Secret GeneratePrivateKey() => curve.GeneratePrivateKey();

    private protected override SigningKey OpenKeyCore(Secret privateKey) =>
        new Key(curve, hash.Name, curve.GetPublicKey(privateKey), privateKey.Copy());

    private protected override bool VerifyCore(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> signature
    )
    {
        Span<byte> fixedForm = stackalloc byte[2 * curve.FieldSize];
        if (
            !EcdsaDer.TryDecode(signature, fixedForm)
            || !curve.IsValidScalar(fixedForm[..curve.FieldSize])
            || !curve.IsValidScalar(fixedForm[curve.FieldSize..])
        )
        {
            return false;
        }

        using ECDsa? key = curve.TryImport(publicKey, ECDsa.Create);
        return key is not null && key.VerifyData(data, fixedForm, hash.Name, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey)
    {
        using ECDsa? key = curve.TryImport(publicKey, ECDsa.Create);
        return key is not null;
    }

    /// <summary>Imports for each signature: an <see cref="ECDsa"/> is not made for several threads at once.</summary>
    private sealed class Key(NistCurve curve, HashAlgorithmName hash, byte[] publicKey, Secret privateKey)
        : SigningKey(publicKey, privateKey)
    {
        public override byte[] Sign(ReadOnlySpan<byte> data) =>
            curve.WithPrivateKey(
                PrivateKey,
                new Message(data, hash),
                static (parameters, message) =>
                {
                    using var key = ECDsa.Create(parameters);
                    return key.SignData(message.Data, message.Hash, DSASignatureFormat.Rfc3279DerSequence);
                }
            );
    }

    private readonly ref struct Message(ReadOnlySpan<byte> data, HashAlgorithmName hash)
    {
        internal ReadOnlySpan<byte> Data { get; } = data;

        internal HashAlgorithmName Hash { get; } = hash;
    }
}
