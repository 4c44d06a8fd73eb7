using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>ECDH (SP 800-56A), by .NET. The shared secret is the x coordinate, as HPKE wants it (RFC 9180 §4.1).</summary>
internal sealed class Ecdh(NistCurve curve) : KeyAgreementAlgorithm(curve.FieldSize, curve.PublicKeySize, curve.FieldSize)
{
    public override Secret GeneratePrivateKey() => curve.GeneratePrivateKey();

    private protected override byte[] GetPublicKeyCore(Secret privateKey) => curve.GetPublicKey(privateKey);

    private protected override Secret? TryAgreeCore(Secret privateKey, ReadOnlySpan<byte> publicKey)
    {
        using ECDiffieHellman? other = curve.TryImport(publicKey, ECDiffieHellman.Create);
        return other is null
            ? null
            : curve.WithPrivateKey(
                privateKey,
                other,
                static (parameters, theirs) =>
                {
                    using var ours = ECDiffieHellman.Create(parameters);
                    using ECDiffieHellmanPublicKey theirPublicKey = theirs.PublicKey;
                    byte[] x = ours.DeriveRawSecretAgreement(theirPublicKey);
                    try
                    {
                        return Secret.CopyOf(x);
                    }
                    finally
                    {
                        CryptographicOperations.ZeroMemory(x);
                    }
                }
            );
    }

    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey)
    {
        using ECDiffieHellman? key = curve.TryImport(publicKey, ECDiffieHellman.Create);
        return key is not null;
    }

    private protected override bool IsValidPrivateKeyCore(ReadOnlySpan<byte> privateKey) => curve.IsValidScalar(privateKey);
}
