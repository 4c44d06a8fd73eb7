using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>RFC 8032, by libsodium, whose verification refuses small-order and non-canonical keys and S of q or more.</summary>
internal sealed class Ed25519() : SignatureAlgorithm(SeedSize, KeySize)
{
    private const int SeedSize = 32;
    private const int KeySize = 32;
    private const int SignatureSize = 64;

    public override Secret GeneratePrivateKey() => Secret.Random(SeedSize);

    private protected override SigningKey OpenKeyCore(Secret privateKey)
    {
        SodiumLibrary.Require();
        var publicKey = new byte[KeySize];
        var expanded = new Secret(SeedSize + KeySize);
        _ = Sodium.crypto_sign_ed25519_seed_keypair(publicKey, expanded.Mutable, privateKey.Span);
        return new Key(publicKey, expanded);
    }

    private protected override bool VerifyCore(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> signature
    )
    {
        SodiumLibrary.Require();
        return signature.Length == SignatureSize
            && Sodium.crypto_sign_ed25519_verify_detached(signature, data, (ulong)data.Length, publicKey) == 0;
    }

    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey)
    {
        SodiumLibrary.Require();

        // Canonical, on the curve, in the prime-order subgroup, and not of small order.
        return Sodium.crypto_core_ed25519_is_valid_point(publicKey) == 1;
    }

    /// <summary>libsodium's form of the private key: seed and public key, one after the other.</summary>
    private sealed class Key(byte[] publicKey, Secret expanded) : SigningKey(publicKey, expanded)
    {
        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            var signature = new byte[SignatureSize];
            _ = Sodium.crypto_sign_ed25519_detached(signature, IntPtr.Zero, data, (ulong)data.Length, PrivateKey.Span);
            return signature;
        }
    }
}
