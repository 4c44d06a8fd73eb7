using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>RFC 7748, by libsodium, which refuses an all-zero result (RFC 7748 §6.1).</summary>
internal sealed class X25519() : KeyAgreementAlgorithm(Size, Size, Size)
{
    private const int Size = 32;

    // Every encoding of a u coordinate of order 1, 2, 4 or 8, on the curve or its twist, the unused top bit cleared: 0, 1, the
    // two of order 8, p - 1, p, p + 1 (RFC 7748 §7; cr.yp.to/ecdh.html#validate).
    private static readonly byte[][] s_smallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        Convert.FromHexString("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    public override Secret GeneratePrivateKey() => Secret.Random(Size);

    private protected override byte[] GetPublicKeyCore(Secret privateKey)
    {
        SodiumLibrary.Require();
        var publicKey = new byte[Size];
        _ = Sodium.crypto_scalarmult_curve25519_base(publicKey, privateKey.Span);
        return publicKey;
    }

    private protected override Secret? TryAgreeCore(Secret privateKey, ReadOnlySpan<byte> publicKey)
    {
        SodiumLibrary.Require();
        var shared = new Secret(Size);
        if (Sodium.crypto_scalarmult_curve25519(shared.Mutable, privateKey.Span, publicKey) == 0)
        {
            return shared;
        }

        shared.Dispose();
        return null;
    }

    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey)
    {
        // By comparison, not by multiplication: a tree of a thousand members asks this two thousand times.
        Span<byte> masked = stackalloc byte[Size];
        publicKey.CopyTo(masked);
        masked[^1] &= 0x7f;
        foreach (byte[] point in s_smallOrder)
        {
            if (masked.SequenceEqual(point))
            {
                return false;
            }
        }

        return true;
    }

    // Clamping makes a scalar of any 32 bytes.
    private protected override bool IsValidPrivateKeyCore(ReadOnlySpan<byte> privateKey) => true;
}
