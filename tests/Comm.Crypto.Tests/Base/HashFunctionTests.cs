namespace Comm.Crypto.Tests.Base;

public sealed class HashFunctionTests
{
    public static TheoryData<string> Names => Algorithms.HashNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void BothFormsOfHashAndHmacAgree(string name)
    {
        HashFunction hash = Algorithms.Hash(name);
        var digest = new byte[hash.Size];
        var tag = new byte[hash.Size];

        hash.Hash("data"u8, digest);
        hash.Hmac("key"u8, "data"u8, tag);

        Assert.Equal(hash.Hash("data"u8), digest);
        Assert.Equal(hash.Hmac("key"u8, "data"u8), tag);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ATagVerifiesUnderItsKeyAndDataOnly(string name)
    {
        HashFunction hash = Algorithms.Hash(name);
        byte[] tag = hash.Hmac("key"u8, "data"u8);

        Assert.True(hash.VerifyHmac("key"u8, "data"u8, tag));
        Assert.False(hash.VerifyHmac("Key"u8, "data"u8, tag));
        Assert.False(hash.VerifyHmac("key"u8, "Data"u8, tag));
        Assert.False(hash.VerifyHmac("key"u8, "data"u8, Hex.Flipped(tag, 0)));
        Assert.False(hash.VerifyHmac("key"u8, "data"u8, tag.AsSpan(1)));
        Assert.False(hash.VerifyHmac("key"u8, "data"u8, []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ADestinationOfAnotherLengthIsTheCallersMistake(string name)
    {
        HashFunction hash = Algorithms.Hash(name);
        var tooLong = new byte[hash.Size + 1];

        Assert.Throws<ArgumentException>(() => hash.Hash([], tooLong));
        Assert.Throws<ArgumentException>(() => hash.Hmac([], [], tooLong));
    }
}
