using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>
/// RFC 7748, by libsodium. The verdict on every public key is ours, before the library sees it: the top bit is not looked at and
/// a coordinate of p or more stands for itself less p, as RFC 7748 §5 has it, so both forms of a key agree on one secret; a
/// coordinate of small order, on the curve or its twist, is refused, and with it every all-zero result (§6.1).
/// </summary>
internal sealed class X25519() : KeyAgreementAlgorithm(Size, Size, Size)
{
    private const int Size = Curve25519Field.Size;

    // The u coordinates of order 1, 2, 4 and 8, on the curve or its twist: 0, 1, the two of order 8, and p - 1 (RFC 7748 §7;
    // cr.yp.to/ecdh.html#validate).
    private static readonly byte[][] s_smallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        Convert.FromHexString("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
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
        Span<byte> coordinate = stackalloc byte[Size];
        if (!TryReadCoordinate(publicKey, coordinate))
        {
            return null;
        }

        var shared = new Secret(Size);
        if (Sodium.crypto_scalarmult_curve25519(shared.Mutable, privateKey.Span, coordinate) == 0)
        {
            return shared;
        }

        shared.Dispose();
        return null;
    }

    // By comparison, not by multiplication: a tree of a thousand members asks this two thousand times.
    private protected override bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey) =>
        TryReadCoordinate(publicKey, stackalloc byte[Size]);

    // Clamping makes a scalar of any 32 bytes.
    private protected override bool IsValidPrivateKeyCore(ReadOnlySpan<byte> privateKey) => true;

    private static bool TryReadCoordinate(ReadOnlySpan<byte> publicKey, Span<byte> coordinate)
    {
        Curve25519Field.Mask(publicKey, coordinate);
        Curve25519Field.Reduce(coordinate);
        return !Curve25519Field.IsOneOf(coordinate, s_smallOrder);
    }
}
