namespace Comm.Crypto.Tests.Base;

public sealed class HkdfTests
{
    [Fact]
    public void APseudorandomKeyShorterThanTheHashIsTheCallersMistake() =>
        Assert.Throws<ArgumentException>(() => Hkdf.Sha256.Expand(new byte[31], [], 16));

    [Fact]
    public void APseudorandomKeyOfAnotherLengthCannotBeExtractedInto() =>
        Assert.Throws<ArgumentException>(() => Hkdf.Sha256.Extract([], [], new byte[31]));

    [Fact]
    public void TheLongestExpansionIs255Hashes()
    {
        using Secret longest = Hkdf.Sha256.Expand(new byte[32], [], Hkdf.Sha256.MaxLength);

        Assert.Equal(8_160, longest.Length);
        Assert.Throws<ArgumentException>(() => Hkdf.Sha256.Expand(new byte[32], [], Hkdf.Sha256.MaxLength + 1));
    }

    [Fact]
    public void NothingCanBeExpandedToo()
    {
        using Secret nothing = Hkdf.Sha256.Expand(new byte[32], [], 0);

        Assert.Equal(0, nothing.Length);
    }
}
