namespace Comm.Crypto.Tests.Base;

public sealed class Curve25519FieldTests
{
    private static readonly byte[] s_largest = [0xec, .. Enumerable.Repeat((byte)0xff, 30), 0x7f];

    [Fact]
    public void TheLargestNumberBelowThePrimeIsCanonicalAndStays()
    {
        byte[] number = [.. s_largest];
        Curve25519Field.Reduce(number);

        Assert.True(Curve25519Field.IsCanonical(number));
        Assert.Equal(s_largest, number);
    }

    [Fact]
    public void The19NumbersFromThePrimeOnAreNotCanonicalAndLoseThePrime()
    {
        for (byte rest = 0; rest <= 18; rest++)
        {
            byte[] number = [(byte)(0xed + rest), .. s_largest[1..]];
            Assert.False(Curve25519Field.IsCanonical(number));
            Curve25519Field.Reduce(number);

            Assert.Equal([rest, .. new byte[31]], number);
        }
    }

    [Fact]
    public void TheTopBitIsMaskedAndNoOther()
    {
        byte[] allOnes = [.. Enumerable.Repeat((byte)0xff, 32)];
        var number = new byte[32];
        Curve25519Field.Mask(allOnes, number);

        Assert.Equal([.. allOnes[1..], 0x7f], number);
    }

    [Theory]
    [InlineData("0100", "0200", true)]
    [InlineData("0200", "0200", false)]
    [InlineData("0300", "0200", false)]
    [InlineData("ff00", "0001", true)]
    [InlineData("0001", "ff00", false)]
    public void NumbersCompareFromTheirLastByte(string number, string bound, bool below) =>
        Assert.Equal(below, Curve25519Field.IsBelow(Hex.Bytes(number), Hex.Bytes(bound)));
}
