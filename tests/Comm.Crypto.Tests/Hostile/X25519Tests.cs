namespace Comm.Crypto.Tests.Hostile;

public sealed class X25519Tests
{
    // Every encoding of a coordinate of small order: see X25519.cs.
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
        byte[] publicKey = Hex.Bytes(point);
        byte[] withTopBit = [.. publicKey];
        withTopBit[^1] |= 0x80;
        using Secret privateKey = KeyAgreementAlgorithm.X25519.GeneratePrivateKey();

        foreach (byte[] hostile in (byte[][])[publicKey, withTopBit])
        {
            Assert.Null(KeyAgreementAlgorithm.X25519.TryAgree(privateKey, hostile));
            Assert.False(KeyAgreementAlgorithm.X25519.IsValidPublicKey(hostile));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void APublicKeyOfAnotherLengthGivesNoSecret(int length)
    {
        using Secret privateKey = KeyAgreementAlgorithm.X25519.GeneratePrivateKey();

        Assert.Null(KeyAgreementAlgorithm.X25519.TryAgree(privateKey, new byte[length]));
        Assert.False(KeyAgreementAlgorithm.X25519.IsValidPublicKey(new byte[length]));
    }
}
