namespace Comm.Crypto.Tests.Rfc;

public sealed class NistCurveTests
{
    public static TheoryData<string> Names => PublishedCurve.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void BothSidesAgreeOnTheSecretOfRfc5903(string name)
    {
        // Its keys are bare coordinates, ours have the 04 of an uncompressed point before them.
        PublishedCurve curve = PublishedCurve.Of(name);
        PublishedCurve.Agreement rfc = curve.Rfc5903;
        using Secret initiator = Hex.Secret(rfc.I);
        using Secret responder = Hex.Secret(rfc.R);
        byte[] initiatorPublic = Hex.Bytes("04" + rfc.GiX + rfc.GiY);
        byte[] responderPublic = Hex.Bytes("04" + rfc.GrX + rfc.GrY);

        Assert.Equal(initiatorPublic, curve.Ecdh.GetPublicKey(initiator));
        Assert.Equal(responderPublic, curve.Ecdh.GetPublicKey(responder));
        using Secret? atInitiator = curve.Ecdh.TryAgree(initiator, responderPublic);
        using Secret? atResponder = curve.Ecdh.TryAgree(responder, initiatorPublic);
        Assert.Equal(rfc.Shared, Hex.Of(atInitiator!.Span));
        Assert.Equal(rfc.Shared, Hex.Of(atResponder!.Span));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSignatureOfRfc6979VerifiesInDer(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        PublishedCurve.Signature rfc = curve.Rfc6979;
        using Secret privateKey = Hex.Secret(rfc.PrivateKey);

        Assert.Equal(rfc.PublicKey, curve.Ecdsa.GetPublicKey(privateKey));
        Assert.True(curve.Ecdsa.Verify(rfc.PublicKey, "sample"u8, Der.Signature(rfc.R, rfc.S)));
        Assert.False(curve.Ecdsa.Verify(rfc.PublicKey, "simple"u8, Der.Signature(rfc.R, rfc.S)));
    }
}
