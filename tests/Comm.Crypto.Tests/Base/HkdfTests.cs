namespace Comm.Crypto.Tests.Base;

public sealed class HkdfTests
{
    public static TheoryData<string> Names => Algorithms.HkdfNames;

    [Theory]
    [InlineData("HKDF-SHA-256", 32)]
    [InlineData("HKDF-SHA-384", 48)]
    [InlineData("HKDF-SHA-512", 64)]
    public void APseudorandomKeyHasTheSizeOfTheHash(string name, int size)
    {
        using Secret extracted = Algorithms.Hkdf(name).Extract("salt"u8, "input"u8);

        Assert.Equal(size, Algorithms.Hkdf(name).Size);
        Assert.Equal(size, extracted.Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APseudorandomKeyShorterThanTheHashIsTheCallersMistake(string name)
    {
        Hkdf hkdf = Algorithms.Hkdf(name);

        Assert.Throws<ArgumentException>(() => hkdf.Expand(new byte[hkdf.Size - 1], [], 16));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APseudorandomKeyOfAnotherLengthCannotBeExtractedInto(string name)
    {
        Hkdf hkdf = Algorithms.Hkdf(name);

        Assert.Throws<ArgumentException>(() => hkdf.Extract([], [], new byte[hkdf.Size - 1]));
        Assert.Throws<ArgumentException>(() => hkdf.Extract([], [], new byte[hkdf.Size + 1]));
    }

    [Theory]
    [InlineData("HKDF-SHA-256", 8_160)]
    [InlineData("HKDF-SHA-384", 12_240)]
    [InlineData("HKDF-SHA-512", 16_320)]
    public void TheLongestExpansionIs255Hashes(string name, int length)
    {
        Hkdf hkdf = Algorithms.Hkdf(name);
        using Secret longest = hkdf.Expand(new byte[hkdf.Size], [], hkdf.MaxLength);

        Assert.Equal(length, longest.Length);
        Assert.Throws<ArgumentException>(() => hkdf.Expand(new byte[hkdf.Size], [], hkdf.MaxLength + 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingCanBeExpandedToo(string name)
    {
        Hkdf hkdf = Algorithms.Hkdf(name);
        using Secret nothing = hkdf.Expand(new byte[hkdf.Size], [], 0);

        Assert.Equal(0, nothing.Length);
    }
}
