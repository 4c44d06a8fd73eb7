using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>ECDH over P-256 (SP 800-56A), by .NET. The shared secret is the x coordinate, as HPKE wants it (RFC 9180 §4.1).</summary>
internal sealed class EcdhP256() : KeyAgreementAlgorithm(P256.FieldSize, P256.PublicKeySize, P256.FieldSize)
{
    public override Secret GeneratePrivateKey() => P256.GeneratePrivateKey();

    private protected override byte[] GetPublicKeyCore(Secret privateKey) => P256.GetPublicKey(privateKey);

    private protected override Secret? TryAgreeCore(Secret privateKey, ReadOnlySpan<byte> publicKey)
    {
        using ECDiffieHellman? other = P256.TryImport(publicKey, ECDiffieHellman.Create);
        return other is null
            ? null
            : P256.WithPrivateKey(
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
        using ECDiffieHellman? key = P256.TryImport(publicKey, ECDiffieHellman.Create);
        return key is not null;
    }

    private protected override bool IsValidPrivateKeyCore(ReadOnlySpan<byte> privateKey) => P256.IsValidPrivateKey(privateKey);
}
