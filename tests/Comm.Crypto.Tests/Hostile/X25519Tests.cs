namespace Comm.Crypto.Tests.Hostile;

/// <summary>The verdicts on odd public keys, the same on every system: see <see cref="X25519"/>.</summary>
public sealed class X25519Tests
{
    private static readonly KeyAgreementAlgorithm s_x25519 = KeyAgreementAlgorithm.X25519;

    // Every encoding of a coordinate of small order, on the curve or its twist (RFC 7748 §7; cr.yp.to/ecdh.html#validate).
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void APointOfSmallOrderGivesNoSecretAndIsNoKey(string point)
    {
        using Secret privateKey = s_x25519.GeneratePrivateKey();
        foreach (byte[] hostile in (byte[][])[Hex.Bytes(point), WithTopBit(Hex.Bytes(point))])
        {
            Assert.Null(s_x25519.TryAgree(privateKey, hostile));
            Assert.False(s_x25519.IsValidPublicKey(hostile));
        }
    }

    // RFC 7748 §5: the top bit is masked.
    [Fact]
    public void TheTopBitMakesNoDifference()
    {
        using Secret alice = s_x25519.GeneratePrivateKey();
        using Secret bob = s_x25519.GeneratePrivateKey();
        byte[] publicKey = s_x25519.GetPublicKey(bob);

        using Secret? shared = s_x25519.TryAgree(alice, publicKey);
        using Secret? withTopBit = s_x25519.TryAgree(alice, WithTopBit(publicKey));

        Assert.Equal(0, publicKey[^1] & 0x80);
        Assert.True(s_x25519.IsValidPublicKey(WithTopBit(publicKey)));
        Assert.True(shared!.FixedTimeEquals(withTopBit!.Span));
    }

    // RFC 7748 §5: values from p to 2^255 - 1 are taken for themselves less p. The first two are of small order.
    [Fact]
    public void ACoordinateOfPOrMoreStandsForItselfLessP()
    {
        using Secret privateKey = s_x25519.GeneratePrivateKey();
        for (byte rest = 2; rest <= 18; rest++)
        {
            byte[] canonical = [rest, .. new byte[31]];
            byte[] beyond = [(byte)(0xed + rest), .. Enumerable.Repeat((byte)0xff, 30), 0x7f];
            using Secret? shared = s_x25519.TryAgree(privateKey, canonical);
            foreach (byte[] other in (byte[][])[beyond, WithTopBit(beyond), WithTopBit(canonical)])
            {
                using Secret? same = s_x25519.TryAgree(privateKey, other);

                Assert.True(s_x25519.IsValidPublicKey(other));
                Assert.True(shared!.FixedTimeEquals(same!.Span));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void APublicKeyOfAnotherLengthGivesNoSecret(int length)
    {
        using Secret privateKey = s_x25519.GeneratePrivateKey();

        Assert.Null(s_x25519.TryAgree(privateKey, new byte[length]));
        Assert.False(s_x25519.IsValidPublicKey(new byte[length]));
    }

    private static byte[] WithTopBit(byte[] publicKey) => [.. publicKey[..^1], (byte)(publicKey[^1] | 0x80)];
}
