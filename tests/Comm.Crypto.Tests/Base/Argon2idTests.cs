namespace Comm.Crypto.Tests.Base;

public sealed class Argon2idTests
{
    private static readonly Argon2idCost s_cheapest = new(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses);

    [Fact]
    public void PassphraseAndSaltBothCount()
    {
        using Secret key = Argon2id.Derive("passphrase"u8, new byte[16], s_cheapest, 32);
        using Secret again = Argon2id.Derive("passphrase"u8, new byte[16], s_cheapest, 32);
        using Secret otherPassphrase = Argon2id.Derive("Passphrase"u8, new byte[16], s_cheapest, 32);
        using Secret otherSalt = Argon2id.Derive("passphrase"u8, [1, .. new byte[15]], s_cheapest, 32);

        Assert.True(key.FixedTimeEquals(again.Span));
        Assert.False(key.FixedTimeEquals(otherPassphrase.Span));
        Assert.False(key.FixedTimeEquals(otherSalt.Span));
    }

    [Theory]
    [InlineData(Argon2idCost.MinMemoryBytes - 1, 3)]
    [InlineData(Argon2idCost.MaxMemoryBytes + 1, 3)]
    [InlineData(64L << 20, 1)]
    [InlineData(64L << 20, Argon2idCost.MaxPasses + 1)]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    public void ACostOutsideTheLimitsIsRefused(long memoryBytes, int passes)
    {
        Assert.False(Argon2idCost.IsAcceptable(memoryBytes, passes));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Argon2idCost(memoryBytes, passes));
    }

    [Fact]
    public void ThePresetsAreAcceptable()
    {
        Assert.True(Argon2idCost.IsAcceptable(Argon2idCost.Interactive.MemoryBytes, Argon2idCost.Interactive.Passes));
        Assert.True(Argon2idCost.IsAcceptable(Argon2idCost.Moderate.MemoryBytes, Argon2idCost.Moderate.Passes));
    }

    [Fact]
    public void AWrongLengthOfSaltOrOutputIsTheCallersMistake()
    {
        Assert.Throws<ArgumentException>("salt", () => Argon2id.Derive("x"u8, new byte[15], s_cheapest, 32));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Argon2id.Derive("x"u8, new byte[16], s_cheapest, 15));
    }
}
