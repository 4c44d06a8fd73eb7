namespace Comm.Crypto.Tests.Hostile;

public sealed class EcdsaSignatureTests
{
    public static TheoryData<string> Names => PublishedCurve.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AMalformedSignatureIsFalse(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        (string r, string s) = (curve.Rfc6979.R, curve.Rfc6979.S);
        string one = PublishedCurve.Plus(curve.Zero, 1);
        (byte[] Signature, string Why)[] malformed =
        [
            ([], "empty"),
            ([0x30], "a tag and no more"),
            (Der.Signature("00", "00"), "r and s are 0"),
            (Der.Signature("00", s), "r is 0"),
            (Der.Signature(r, "00"), "s is 0"),
            (Der.Signature(one, one), "r and s are 1"),
            (Der.Signature(curve.Order, s), "r is the order"),
            (Der.Signature(r, curve.Order), "s is the order"),
            (Der.Signature(r, "01" + s), "s is longer than the order"),
            (Hex.Bytes("300402010102"), "a length beyond the end"),
            (Hex.Bytes("308006020101020101"), "an indefinite length"),
            (Hex.Bytes("ffffffffffffffff"), "no DER"),
            (Hex.Bytes(r + s), "r and s side by side"),
        ];
        foreach ((byte[] signature, string why) in malformed)
        {
            Assert.False(curve.Ecdsa.Verify(curve.Rfc6979.PublicKey, "sample"u8, signature), why);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASignatureHasOneFormOnly(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        (byte[] r, byte[] s) = (Der.Integer(curve.Rfc6979.R), Der.Integer(curve.Rfc6979.S));
        byte[] bareR = Der.Magnitude(curve.Rfc6979.R);
        byte[] both = [.. r, .. s];
        Assert.True(curve.Ecdsa.Verify(curve.Rfc6979.PublicKey, "sample"u8, Der.Sequence(both)));

        // Each r has its top bit set, so that it needs a sign byte.
        (byte[] Signature, string Why)[] others =
        [
            (Der.Sequence([.. Der.Unsigned(bareR), .. s]), "r without its sign byte"),
            (Der.Sequence([.. Der.Unsigned([0, 0, .. bareR]), .. s]), "r with one zero too many"),
            (Der.Sequence([.. r, .. Der.Unsigned([0, .. s[2..]])]), "s with one zero too many"),
            ([0x30, .. Der.TooLongLength(both.Length), .. both], "a length with one byte too many"),
            ([0x30, 0x80, .. both, 0, 0], "a length left open"),
            (Der.Sequence([.. both, 0x05, 0]), "a third value"),
            ([.. Der.Sequence(both), 0x05, 0], "something after it"),
            ([0x31, .. Der.Sequence(both)[1..]], "a set"),
        ];
        foreach ((byte[] signature, string why) in others)
        {
            Assert.False(curve.Ecdsa.Verify(curve.Rfc6979.PublicKey, "sample"u8, signature), why);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASignatureWithAnyByteChangedAddedOrMissingIsFalse(string name)
    {
        SignatureAlgorithm ecdsa = PublishedCurve.Of(name).Ecdsa;
        using Secret privateKey = ecdsa.GeneratePrivateKey();
        byte[] publicKey = ecdsa.GetPublicKey(privateKey);
        byte[] signature = ecdsa.Sign(privateKey, "message"u8);

        Assert.True(ecdsa.Verify(publicKey, "message"u8, signature));
        Assert.False(ecdsa.Verify(publicKey, "message"u8, [.. signature, 0]));
        Assert.False(ecdsa.Verify(publicKey, "message"u8, signature.AsSpan(0, signature.Length - 1)));
        for (int i = 0; i < signature.Length; i++)
        {
            Assert.False(ecdsa.Verify(publicKey, "message"u8, Hex.Flipped(signature, i)));
        }
    }
}
