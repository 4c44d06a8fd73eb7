namespace Comm.Crypto.Tests.Hostile;

public sealed class P256Tests
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

    // p, and a y that makes (0, y) a point of the curve
    private const string Prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    private const string YOfZero = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";

    // RFC 5903 §8.1
    private const string X = "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180";
    private const string Y = "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3";

    private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private const string R = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
    private const string S = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "04" + X + "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb4", "not on the curve" },
            { "04" + Y + X, "coordinates swapped" },
            { "04" + Zero + Zero, "(0, 0)" },
            { "04" + Prime + YOfZero, "x is p, which is 0 again" },
            { "04" + X + Prime, "y is p" },
            { "04" + new string('f', 128), "both beyond p" },
            { "00", "the point at infinity" },
            { "03" + X, "compressed" },
            { "07" + X + Y, "hybrid form" },
            { "05" + X + Y, "no form at all" },
            { "04" + X + Y[..62], "too short" },
            { "04" + X + Y + "00", "too long" },
            { X + Y, "bare coordinates" },
            { "", "empty" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void WhatIsNoPointIsNoKey(string point, string why)
    {
        byte[] publicKey = Hex.Bytes(point);
        using Secret privateKey = KeyAgreementAlgorithm.EcdhP256.GeneratePrivateKey();
        byte[] signature = SignatureAlgorithm.EcdsaP256.Sign(privateKey, "message"u8);

        Assert.True(KeyAgreementAlgorithm.EcdhP256.TryAgree(privateKey, publicKey) is null, why);
        Assert.False(KeyAgreementAlgorithm.EcdhP256.IsValidPublicKey(publicKey), why);
        Assert.False(SignatureAlgorithm.EcdsaP256.IsValidPublicKey(publicKey), why);
        Assert.False(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "message"u8, signature), why);
    }

    [Fact]
    public void APointWithCoordinateZeroIsAKey() =>
        Assert.True(KeyAgreementAlgorithm.EcdhP256.IsValidPublicKey(Hex.Bytes("04" + Zero + YOfZero)));

    [Theory]
    [InlineData(Zero)]
    [InlineData(Order)]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void AScalarOutsideTheOrderIsNoPrivateKey(string scalar)
    {
        using Secret privateKey = Hex.Secret(scalar);

        Assert.False(KeyAgreementAlgorithm.EcdhP256.IsValidPrivateKey(privateKey.Span));
        Assert.Throws<ArgumentException>(() => KeyAgreementAlgorithm.EcdhP256.GetPublicKey(privateKey));
        Assert.Throws<ArgumentException>(() => SignatureAlgorithm.EcdsaP256.OpenKey(privateKey));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550")]
    [InlineData("00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void TheSmallestAndLargestScalarsArePrivateKeys(string scalar)
    {
        using Secret privateKey = Hex.Secret(scalar);

        Assert.True(KeyAgreementAlgorithm.EcdhP256.IsValidPrivateKey(privateKey.Span));
        Assert.True(KeyAgreementAlgorithm.EcdhP256.IsValidPublicKey(KeyAgreementAlgorithm.EcdhP256.GetPublicKey(privateKey)));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("30", "a tag and no more")]
    [InlineData("3006020100020100", "r and s are 0")]
    [InlineData("3006020101020101", "r and s are 1")]
    [InlineData("30260201010221" + "00" + Order, "s is the order")]
    [InlineData("300402010102", "a length beyond the end")]
    [InlineData("308006020101020101", "an indefinite length")]
    [InlineData("ffffffffffffffff", "no DER")]
    public void AMalformedSignatureIsFalse(string signature, string why)
    {
        using Secret privateKey = SignatureAlgorithm.EcdsaP256.GeneratePrivateKey();
        byte[] publicKey = SignatureAlgorithm.EcdsaP256.GetPublicKey(privateKey);

        Assert.False(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "message"u8, Hex.Bytes(signature)), why);
    }

    [Theory]
    [InlineData("3046022100" + R + "022100" + S, true, "DER")]
    [InlineData("30450220" + R + "022100" + S, false, "r without its sign byte")]
    [InlineData("3045022100" + R + "0220" + S, false, "s without its sign byte")]
    [InlineData("304702220000" + R + "022100" + S, false, "r with one zero too many")]
    [InlineData("308146022100" + R + "022100" + S, false, "a length in the long form")]
    [InlineData("3080022100" + R + "022100" + S + "0000", false, "a length left open")]
    [InlineData("3048022100" + R + "022100" + S + "0500", false, "a third value")]
    [InlineData("3046022100" + R + "022100" + S + "0500", false, "something after it")]
    [InlineData("3146022100" + R + "022100" + S, false, "a set")]
    public void ASignatureHasOneFormOnly(string signature, bool expected, string why)
    {
        // RFC 6979 §A.2.5, with SHA-256 and the message "sample".
        byte[] publicKey = Hex.Bytes(
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        );

        bool verified = SignatureAlgorithm.EcdsaP256.Verify(publicKey, "sample"u8, Hex.Bytes(signature));

        Assert.True(expected == verified, why);
    }

    [Fact]
    public void ASignatureWithAnyByteChangedAddedOrMissingIsFalse()
    {
        using Secret privateKey = SignatureAlgorithm.EcdsaP256.GeneratePrivateKey();
        byte[] publicKey = SignatureAlgorithm.EcdsaP256.GetPublicKey(privateKey);
        byte[] signature = SignatureAlgorithm.EcdsaP256.Sign(privateKey, "message"u8);

        Assert.True(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "message"u8, signature));
        Assert.False(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "message"u8, [.. signature, 0]));
        Assert.False(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "message"u8, signature.AsSpan(0, signature.Length - 1)));
        for (int i = 0; i < signature.Length; i++)
        {
            Assert.False(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "message"u8, Hex.Flipped(signature, i)));
        }
    }
}
