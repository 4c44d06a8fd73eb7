namespace Comm.Crypto.Tests.Base;

public sealed class SecretTests
{
    [Fact]
    public void ASecretDoesNotShowItselfInText()
    {
        using Secret secret = Hex.Secret("deadbeef");

        Assert.Equal("***", secret.ToString());
        Assert.Equal("key: ***", $"key: {secret}");
    }

    [Fact]
    public void DisposingZeroesTheBytes()
    {
        Secret secret = Hex.Secret("deadbeef");
        ReadOnlySpan<byte> seenBefore = secret.Span;
        Assert.Equal("deadbeef", Hex.Of(seenBefore));

        secret.Dispose();

        Assert.Equal("00000000", Hex.Of(seenBefore));
    }

    [Fact]
    public void ADisposedSecretGivesNothing()
    {
        Secret secret = Secret.Random(32);
        secret.Dispose();
        secret.Dispose();

        Assert.Throws<ObjectDisposedException>(() => secret.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => secret.FixedTimeEquals(new byte[32]));
        Assert.Throws<ObjectDisposedException>(secret.Copy);
        Assert.Equal(32, secret.Length);
    }

    [Fact]
    public void ACopyOutlivesItsOriginal()
    {
        Secret original = Hex.Secret("0102");
        using Secret copy = original.Copy();
        original.Dispose();

        Assert.Equal("0102", Hex.Of(copy.Span));
    }

    [Fact]
    public void CopyOfDoesNotKeepTheCallersArray()
    {
        byte[] bytes = [1, 2, 3];
        using Secret secret = Secret.CopyOf(bytes);
        bytes[0] = 9;

        Assert.Equal("010203", Hex.Of(secret.Span));
    }

    [Fact]
    public void ComparisonLooksAtContentAndLength()
    {
        using Secret secret = Hex.Secret("010203");

        Assert.True(secret.FixedTimeEquals([1, 2, 3]));
        Assert.False(secret.FixedTimeEquals([1, 2, 4]));
        Assert.False(secret.FixedTimeEquals([1, 2]));
        Assert.False(secret.FixedTimeEquals([]));
    }

    [Fact]
    public void TwoRandomSecretsDiffer()
    {
        using Secret one = Secret.Random(32);
        using Secret other = Secret.Random(32);

        Assert.False(one.FixedTimeEquals(other.Span));
    }

    [Fact]
    public void CreateFillsTheSecretInPlace()
    {
        using Secret secret = Secret.Create(3, (byte)7, static (bytes, value) => bytes.Fill(value));

        Assert.Equal("070707", Hex.Of(secret.Span));
    }

    [Fact]
    public void CreateLetsTheProducersExceptionThrough() =>
        Assert.Throws<NotSupportedException>(() =>
            Secret.Create(3, 0, static (_, _) => throw new NotSupportedException("the producer failed"))
        );

    [Fact]
    public void ANegativeLengthIsTheCallersMistake() => Assert.Throws<ArgumentOutOfRangeException>(() => new Secret(-1));
}
