using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>
/// RFC 8032, by libsodium. The verdict on odd input is ours, before the library sees it: the key and R are refused if y is p or
/// more, or if the point is of small order, whatever its sign bit (so the sign bit of zero is refused too); S is refused if it
/// is the group's order or more. What passes is judged by the equation of §5.1.7 without cofactor, SB = R + kA: builds that
/// judge by another are not used (see <see cref="SodiumLibrary"/>). A key with a part of small order can therefore verify, and
/// <see cref="SignatureAlgorithm.IsValidPublicKey"/> names it unsound.
/// </summary>
internal sealed class Ed25519() : SignatureAlgorithm(SeedSize, KeySize)
{
    private const int SeedSize = 32;
    private const int KeySize = Curve25519Field.Size;
    private const int SignatureSize = 64;

    // L, the order of the base point, little-endian.
    private static readonly byte[] s_order = Convert.FromHexString(
        "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"
    );

    // The y coordinates of the eight points of small order: 1, p - 1, 0, and the two of order 8.
    private static readonly byte[][] s_smallOrder =
    [
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

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
            && IsOrdinaryPoint(publicKey)
            && IsOrdinaryPoint(signature[..KeySize])
            && Curve25519Field.IsBelow(signature[KeySize..], s_order)
            && Sodium.crypto_sign_ed25519_verify_detached(signature, data, (ulong)data.Length, publicKey) == 0;
    }

    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey)
    {
        SodiumLibrary.Require();

        // On the curve and in the prime-order subgroup. Builds without the fix of December 2025 miss a part of order 2 in that
        // check; L times such a point is not the neutral element, for which alone the multiplication fails.
        Span<byte> product = stackalloc byte[KeySize];
        return IsOrdinaryPoint(publicKey)
            && Sodium.crypto_core_ed25519_is_valid_point(publicKey) == 1
            && Sodium.crypto_scalarmult_ed25519_noclamp(product, s_order, publicKey) != 0;
    }

    /// <summary>Whether an encoding is canonical and not of small order. That it is of the curve, the library finds out.</summary>
    private static bool IsOrdinaryPoint(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[KeySize];
        Curve25519Field.Mask(encoded, y);
        return Curve25519Field.IsCanonical(y) && !Curve25519Field.IsOneOf(y, s_smallOrder);
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
