using System.Security.Cryptography;

namespace Comm.Crypto.Tests.Base;

public sealed class SecretStreamTests
{
    [Fact]
    public void WhatIsSealedInPiecesOpensInPiecesOfEveryLength()
    {
        byte[] key = RandomNumberGenerator.GetBytes(SecretStream.KeySize);
        byte[][] pieces = [.. ((int[])[0, 1, 15, 16, 17, 63, 64, 65, 65_536]).Select(RandomNumberGenerator.GetBytes)];
        using var sealer = new SecretStreamSealer(key);
        using var opener = new SecretStreamOpener(key, sealer.Header);
        for (int i = 0; i < pieces.Length; i++)
        {
            bool isLast = i == pieces.Length - 1;
            byte[] sealedPiece = new byte[pieces[i].Length + SecretStream.Overhead];
            sealer.Seal(pieces[i], isLast, sealedPiece);

            byte[] opened = new byte[pieces[i].Length];
            Assert.True(opener.TryOpen(sealedPiece, opened, out bool last));
            Assert.Equal(pieces[i], opened);
            Assert.Equal(isLast, last);
        }
    }

    [Fact]
    public void AfterTheLastPieceThereIsNone()
    {
        byte[] key = new byte[SecretStream.KeySize];
        using var sealer = new SecretStreamSealer(key);
        using var opener = new SecretStreamOpener(key, sealer.Header);
        byte[] last = new byte[SecretStream.Overhead];
        sealer.Seal([], isLast: true, last);
        Assert.True(opener.TryOpen(last, [], out _));

        Assert.Throws<InvalidOperationException>(() => sealer.Seal([], isLast: false, new byte[SecretStream.Overhead]));
        Assert.False(opener.TryOpen(last, [], out bool isLast));
        Assert.False(isLast);
    }

    [Fact]
    public void TheSameFileSealedTwiceIsNotTheSameBytes()
    {
        byte[] key = new byte[SecretStream.KeySize];
        using var one = new SecretStreamSealer(key);
        using var two = new SecretStreamSealer(key);

        Assert.NotEqual(one.Header.ToArray(), two.Header.ToArray());
    }

    [Fact]
    public void AWrongLengthOfKeyHeaderOrDestinationIsTheCallersMistake()
    {
        byte[] key = new byte[SecretStream.KeySize];
        byte[] header = new byte[SecretStream.HeaderSize];
        using var sealer = new SecretStreamSealer(key);
        using var opener = new SecretStreamOpener(key, header);

        Assert.Throws<ArgumentException>("key", () => new SecretStreamSealer(key.AsSpan(1)));
        Assert.Throws<ArgumentException>("key", () => new SecretStreamOpener(key.AsSpan(1), header));
        Assert.Throws<ArgumentException>("header", () => new SecretStreamOpener(key, header.AsSpan(1)));
        Assert.Throws<ArgumentException>("destination", () => sealer.Seal([1], isLast: false, new byte[17]));
        Assert.Throws<ArgumentException>("destination", () => opener.TryOpen(new byte[18], new byte[2], out _));
    }

    [Fact]
    public void TheKeyIsGoneWhenTheStreamIsDisposedOf()
    {
        var sealer = new SecretStreamSealer(new byte[SecretStream.KeySize]);
        sealer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => sealer.Seal([], isLast: true, new byte[SecretStream.Overhead]));
    }
}
