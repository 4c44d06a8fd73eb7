namespace Comm.Crypto.Tests.Rfc;

public sealed class P256Tests
{
    [Fact]
    public void BothSidesAgreeOnTheSecretOfRfc5903()
    {
        // RFC 5903 §8.1; its keys are bare coordinates, ours have the 04 of an uncompressed point before them.
        const string Shared = "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de";
        const string InitiatorPublic =
            "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3";
        const string ResponderPublic =
            "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab";
        using Secret initiator = Hex.Secret("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
        using Secret responder = Hex.Secret("c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53");

        Assert.Equal(InitiatorPublic, Hex.Of(KeyAgreementAlgorithm.EcdhP256.GetPublicKey(initiator)));
        Assert.Equal(ResponderPublic, Hex.Of(KeyAgreementAlgorithm.EcdhP256.GetPublicKey(responder)));
        using Secret? atInitiator = KeyAgreementAlgorithm.EcdhP256.TryAgree(initiator, Hex.Bytes(ResponderPublic));
        using Secret? atResponder = KeyAgreementAlgorithm.EcdhP256.TryAgree(responder, Hex.Bytes(InitiatorPublic));
        Assert.Equal(Shared, Hex.Of(atInitiator!.Span));
        Assert.Equal(Shared, Hex.Of(atResponder!.Span));
    }

    [Fact]
    public void TheSignatureOfRfc6979VerifiesInDer()
    {
        // RFC 6979 §A.2.5, with SHA-256 and the message "sample".
        const string R = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
        const string S = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
        using Secret privateKey = Hex.Secret("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        byte[] publicKey = Hex.Bytes(
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        );

        Assert.Equal(publicKey, SignatureAlgorithm.EcdsaP256.GetPublicKey(privateKey));
        Assert.True(SignatureAlgorithm.EcdsaP256.Verify(publicKey, "sample"u8, Hex.Bytes("3046022100" + R + "022100" + S)));
    }
}
