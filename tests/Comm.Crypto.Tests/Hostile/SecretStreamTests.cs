using System.Security.Cryptography;

namespace Comm.Crypto.Tests.Hostile;

public sealed class SecretStreamTests
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SecretStream.KeySize);
    private readonly byte[] _header;
    private readonly byte[][] _pieces = [new byte[37], new byte[37], new byte[37]];

    public SecretStreamTests()
    {
        using var sealer = new SecretStreamSealer(_key);
        _header = sealer.Header.ToArray();
        for (int i = 0; i < _pieces.Length; i++)
        {
            sealer.Seal("a picture's own part"u8, isLast: i == 2, _pieces[i]);
        }
    }

    [Fact]
    public void OneBitChangedAnywhereAndNothingOpens()
    {
        Assert.True(OpensFirst(_key, _header, _pieces[0]));
        Assert.All(Enumerable.Range(0, _key.Length), i => Assert.False(OpensFirst(Hex.Flipped(_key, i), _header, _pieces[0])));
        Assert.All(Enumerable.Range(0, _header.Length), i => Assert.False(OpensFirst(_key, Hex.Flipped(_header, i), _pieces[0])));
        Assert.All(Enumerable.Range(0, 37), i => Assert.False(OpensFirst(_key, _header, Hex.Flipped(_pieces[0], i))));
    }

    [Fact]
    public void APieceCutShortOpensNowhere()
    {
        for (int length = 0; length < 37; length++)
        {
            Assert.False(OpensFirst(_key, _header, _pieces[0][..length]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0, 2)]
    [InlineData(0, 0)]
    [InlineData(0, 1, 1)]
    public void APieceLeftOutRepeatedOrMovedDoesNotOpen(params int[] order)
    {
        using var opener = new SecretStreamOpener(_key, _header);
        byte[] opened = new byte[20];
        foreach (int i in order[..^1])
        {
            Assert.True(opener.TryOpen(_pieces[i], opened, out _));
        }

        Assert.False(opener.TryOpen(_pieces[order[^1]], opened, out _));
    }

    [Fact]
    public void AfterAPieceThatDoesNotOpenNothingDoesAndNothingIsLeftInTheDestination()
    {
        using var opener = new SecretStreamOpener(_key, _header);
        byte[] opened = [.. Enumerable.Repeat((byte)9, 20)];

        Assert.False(opener.TryOpen(Hex.Flipped(_pieces[0], 5), opened, out _));
        Assert.Equal(new byte[20], opened);
        Assert.False(opener.TryOpen(_pieces[0], opened, out _));
    }

    private static bool OpensFirst(byte[] key, byte[] header, byte[] piece)
    {
        using var opener = new SecretStreamOpener(key, header);
        return opener.TryOpen(piece, new byte[Math.Max(0, piece.Length - SecretStream.Overhead)], out _);
    }
}
