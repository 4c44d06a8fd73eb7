using System.Numerics;

namespace Comm.Crypto.Tests.Hostile;

public sealed class Ed25519Tests
{
    private static readonly SignatureAlgorithm s_ed25519 = SignatureAlgorithm.Ed25519;

    // The eight points of small order, then their encodings with a coordinate of p or more, or with the sign of zero set.
    private static readonly string[] s_smallOrder =
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    public static TheoryData<string> SmallOrder => new(s_smallOrder);

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void AKeyOfSmallOrderVerifiesNothing(string key)
    {
        byte[] publicKey = Hex.Bytes(key);

        // S = 0 and R of small order: a careless verifier finds every message signed by such a key, one time in eight at least.
        foreach (string r in s_smallOrder)
        {
            byte[] forged = [.. Hex.Bytes(r), .. new byte[32]];
            Assert.False(s_ed25519.Verify(publicKey, "any message"u8, forged));
        }

        Assert.False(s_ed25519.IsValidPublicKey(publicKey));
    }

    [Theory]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "not on the curve")]
    [InlineData(
        "3b5b475c4b82dd1572799fc546f4c6c03e478c6654aa4c7f945b347ea32af60d",
        "RFC 8032's first key plus a point of order 8"
    )]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751", "too short")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00", "too long")]
    [InlineData("", "empty")]
    public void AnUnsoundKeyIsNamedSo(string key, string why) => Assert.False(s_ed25519.IsValidPublicKey(Hex.Bytes(key)), why);

    [Fact]
    public void ASignatureHasOneFormOnly()
    {
        // L, the order of the base point: S and S + L satisfy the same equation.
        BigInteger order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
        using Secret privateKey = s_ed25519.GeneratePrivateKey();
        byte[] publicKey = s_ed25519.GetPublicKey(privateKey);
        byte[] signature = s_ed25519.Sign(privateKey, "message"u8);
        BigInteger s = new(signature.AsSpan(32), isUnsigned: true);
        byte[] larger = (s + order).ToByteArray(isUnsigned: true);
        byte[] second = [.. signature[..32], .. larger, .. new byte[32 - larger.Length]];

        Assert.True(s_ed25519.Verify(publicKey, "message"u8, signature));
        Assert.False(s_ed25519.Verify(publicKey, "message"u8, second));
    }

    [Fact]
    public void ASignatureOfAnotherLengthOrWithAnyBitChangedIsFalse()
    {
        using Secret privateKey = s_ed25519.GeneratePrivateKey();
        byte[] publicKey = s_ed25519.GetPublicKey(privateKey);
        byte[] signature = s_ed25519.Sign(privateKey, "message"u8);

        Assert.False(s_ed25519.Verify(publicKey, "message"u8, []));
        Assert.False(s_ed25519.Verify(publicKey, "message"u8, signature.AsSpan(0, 63)));
        Assert.False(s_ed25519.Verify(publicKey, "message"u8, [.. signature, 0]));
        Assert.False(s_ed25519.Verify(publicKey.AsSpan(1), "message"u8, signature));
        Assert.False(s_ed25519.Verify([], "message"u8, signature));
        for (int i = 0; i < signature.Length; i++)
        {
            Assert.False(s_ed25519.Verify(publicKey, "message"u8, Hex.Flipped(signature, i)));
        }
    }
}
