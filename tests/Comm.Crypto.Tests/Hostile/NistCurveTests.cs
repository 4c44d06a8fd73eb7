namespace Comm.Crypto.Tests.Hostile;

public sealed class NistCurveTests
{
    public static TheoryData<string> Names => PublishedCurve.Names;

    public static TheoryData<string, string, string> NoPoints
    {
        get
        {
            var points = new TheoryData<string, string, string>();
            foreach (PublishedCurve curve in PublishedCurve.All)
            {
                string name = curve.Name;
                (string x, string y) = (curve.Rfc5903.GiX, curve.Rfc5903.GiY);
                points.Add(name, "04" + x + PublishedCurve.Plus(y, 1), "not on the curve");
                points.Add(name, "04" + y + x, "coordinates swapped");
                points.Add(name, "04" + curve.Zero + curve.Zero, "(0, 0)");
                points.Add(name, "04" + curve.Prime + curve.YOfZero, "x is p, which is 0 again");
                points.Add(name, "04" + x + curve.Prime, "y is p");
                points.Add(name, "04" + new string('f', 2 * curve.Prime.Length), "both beyond p");
                points.Add(name, "00", "the point at infinity");
                points.Add(name, "00" + curve.Zero + curve.Zero, "the point at infinity, as long as another");
                points.Add(name, "03" + x, "compressed");
                points.Add(name, "07" + x + y, "hybrid form");
                points.Add(name, "05" + x + y, "no form at all");
                points.Add(name, "04" + x + y[..^2], "too short");
                points.Add(name, "04" + x + y + "00", "too long");
                points.Add(name, x + y, "bare coordinates");
                points.Add(name, "", "empty");
            }

            return points;
        }
    }

    [Theory]
    [MemberData(nameof(NoPoints))]
    public void WhatIsNoPointIsNoKey(string name, string point, string why)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        byte[] publicKey = Hex.Bytes(point);
        using Secret privateKey = curve.Ecdh.GeneratePrivateKey();
        byte[] signature = curve.Ecdsa.Sign(privateKey, "message"u8);

        Assert.True(curve.Ecdh.TryAgree(privateKey, publicKey) is null, why);
        Assert.False(curve.Ecdh.IsValidPublicKey(publicKey), why);
        Assert.False(curve.Ecdsa.IsValidPublicKey(publicKey), why);
        Assert.False(curve.Ecdsa.Verify(publicKey, "message"u8, signature), why);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APointWithCoordinateZeroIsAKey(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);

        Assert.True(curve.Ecdh.IsValidPublicKey(Hex.Bytes("04" + curve.Zero + curve.YOfZero)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AScalarOutsideTheOrderIsNoPrivateKey(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        string[] scalars = [curve.Zero, curve.Order, PublishedCurve.Plus(curve.Order, 1), new('f', curve.Order.Length)];
        foreach (string scalar in scalars)
        {
            using Secret privateKey = Hex.Secret(scalar);

            Assert.False(curve.Ecdh.IsValidPrivateKey(privateKey.Span));
            Assert.Throws<ArgumentException>(() => curve.Ecdh.GetPublicKey(privateKey));
            Assert.Throws<ArgumentException>(() => curve.Ecdsa.OpenKey(privateKey));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AScalarOfAnotherLengthIsNoPrivateKey(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        byte[] scalar = Hex.Bytes(curve.Rfc5903.I);

        Assert.True(curve.Ecdh.IsValidPrivateKey(scalar));
        Assert.False(curve.Ecdh.IsValidPrivateKey(scalar.AsSpan(1)));
        Assert.False(curve.Ecdh.IsValidPrivateKey([0, .. scalar]));
        Assert.False(curve.Ecdh.IsValidPrivateKey([]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSmallestAndLargestScalarsArePrivateKeys(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        string[] scalars =
        [
            PublishedCurve.Plus(curve.Zero, 1),
            PublishedCurve.Plus(curve.Order, -1),
            "00" + new string('f', curve.Order.Length - 2),
        ];
        foreach (string scalar in scalars)
        {
            using Secret privateKey = Hex.Secret(scalar);

            Assert.True(curve.Ecdh.IsValidPrivateKey(privateKey.Span));
            Assert.True(curve.Ecdh.IsValidPublicKey(curve.Ecdh.GetPublicKey(privateKey)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AKeyOfAnotherCurveIsNoKey(string name)
    {
        PublishedCurve curve = PublishedCurve.Of(name);
        foreach (PublishedCurve other in PublishedCurve.All.Where(other => other != curve))
        {
            Assert.False(curve.Ecdh.IsValidPublicKey(other.Rfc6979.PublicKey));
            Assert.False(
                curve.Ecdsa.Verify(other.Rfc6979.PublicKey, "sample"u8, Der.Signature(other.Rfc6979.R, other.Rfc6979.S))
            );
        }
    }
}
