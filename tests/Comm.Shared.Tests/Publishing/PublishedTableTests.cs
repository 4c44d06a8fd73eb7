using System.IO.Compression;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Commodities;
using Comm.Shared.Locations;
using Comm.Shared.Publishing;

namespace Comm.Shared.Tests.Publishing;

public sealed class PublishedTableTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("code,name\nNLRTM,Rotterdam\n");

    private readonly Secret _root = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly Secret _key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();

    private Opaque RootKey => SignatureAlgorithm.Ed25519.GetPublicKey(_root);

    [Fact]
    public void WhatWasPublishedIsReadBackAndHolds()
    {
        PublishedTable table = Publish();
        Assert.True(PublishedTable.TryRead(table.ToBytes(), out PublishedTable? read));
        Assert.Equal(table, read);
        Assert.True(read.Manifest.IsPublishedUnder(RootKey, Now));
        Assert.True(read.TryUnpack(out byte[]? content));
        Assert.Equal(Content, content);
        Assert.Equal(
            ("UNLOCODE 2023-2", "Secretariat", Now),
            (read.Manifest.Edition, read.Manifest.Publisher.Name, read.Manifest.Issued)
        );
    }

    [Fact]
    public void ATableOutlivesItsPublishersCertificate() =>
        Assert.True(Publish().Manifest.IsPublishedUnder(RootKey, Now.AddYears(5)));

    [Fact]
    public void NobodyElseIsAPublisher()
    {
        using Secret stranger = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        PublisherCertificate publisher = Publish().Manifest.Publisher;
        var strangers = TableManifest.Sign(stranger, publisher, TableKind.Locations, "x", Now, 1, Content);
        Assert.False(strangers.IsPublishedUnder(RootKey, Now));
        Assert.False(Publish().Manifest.IsPublishedUnder(SignatureAlgorithm.Ed25519.GetPublicKey(stranger), Now));
        Assert.False(Publish().Manifest.IsPublishedUnder([], Now));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(31)]
    public void APublisherIsOneForATimeOnly(int days) =>
        Assert.False(Publish(issued: Now.AddDays(days)).Manifest.IsPublishedUnder(RootKey, Now.AddYears(1)));

    [Fact]
    public void ATableOfTomorrowIsNotTakenToday() =>
        Assert.False(Publish(issued: Now.AddDays(2)).Manifest.IsPublishedUnder(RootKey, Now));

    [Fact]
    public void NoBitOfATableCanBeTurned()
    {
        byte[] bytes = Publish().ToBytes();
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] turned = [.. bytes];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            bool accepted =
                PublishedTable.TryRead(turned, out PublishedTable? read)
                && read.Manifest.IsPublishedUnder(RootKey, Now)
                && read.TryUnpack(out byte[]? content)
                && !content.AsSpan().SequenceEqual(Content);
            Assert.False(accepted, $"bit {bit}");
        }
    }

    [Fact]
    public void NoCutOfATableIsRead()
    {
        byte[] bytes = Publish().ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(PublishedTable.TryRead(bytes.AsMemory(0, length), out _));
        }
    }

    [Fact]
    public void APackedTextThatGrowsBeyondWhatWasSignedIsNotUnpacked()
    {
        // A thousand times its size: what would be 30 MB stops at the first byte too many.
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int i = 0; i < 30; i++)
            {
                gzip.Write(new byte[1_000_000]);
            }
        }

        Assert.False((Publish() with { Packed = bomb.ToArray() }).TryUnpack(out _));
    }

    [Fact]
    public void ATextThatTurnsWordsRoundIsNoEdition() =>
        Assert.Throws<ArgumentException>(() =>
            TableManifest.Sign(_key, Publish().Manifest.Publisher, TableKind.Locations, "a\u202Eb", Now, 1, Content)
        );

    [Fact]
    public void TheHarmonizedSystemReadsBackAsItWasWritten()
    {
        var table = new HsTable(2022, [new HsCode("24", "Tobacco, \"all\" of it"), new HsCode("2402", "Cigars")]);
        byte[] bytes = HsTableText.Write(table);
        Assert.True(HsTableText.TryRead(bytes, out HsTable? read, out _));
        Assert.Equal(table.All.AsEnumerable(), read.All.AsEnumerable());
        Assert.Equal(bytes, HsTableText.Write(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("code,description\n24,Tobacco\n")]
    [InlineData("edition,code,description\n")]
    [InlineData("edition,code,description\n2022,2402,Cigars\n")]
    [InlineData("edition,code,description\n2022,24,Tobacco\n2028,25,Salt\n")]
    [InlineData("edition,code,description\n2022,24,Tobacco\n2022,24,Tobacco\n")]
    [InlineData("edition,code,description\n2022,24,\n")]
    [InlineData("edition,code,description\n2022,24\n")]
    [InlineData("edition,code,description\n2022,24,\"Tob\n")]
    public void WhatIsNoHarmonizedSystemIsRefused(string text) =>
        Assert.False(HsTableText.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void TheShippedTableCouldBePublishedAsItIs()
    {
        byte[] content = LocationTableText.Write(LocationTable.Shipped);
        PublishedTable table = Publish(content: content);
        Assert.True(table.TryUnpack(out byte[]? unpacked));
        Assert.True(LocationTableText.TryRead(unpacked, out LocationTable? read, out _));
        Assert.Equal(LocationTable.Shipped.All, read.All);
        Assert.True(table.Packed.Length < content.Length / 2);
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private PublishedTable Publish(DateTimeOffset? issued = null, byte[]? content = null)
    {
        var validity = new Lifetime((ulong)Now.AddDays(-1).ToUnixTimeSeconds(), (ulong)Now.AddDays(30).ToUnixTimeSeconds());
        var publisher = PublisherCertificate.Issue(_root, "Secretariat", SignatureAlgorithm.Ed25519.GetPublicKey(_key), validity);
        content ??= Content;
        var manifest = TableManifest.Sign(_key, publisher, TableKind.Locations, "UNLOCODE 2023-2", issued ?? Now, 1, content);
        return PublishedTable.Of(manifest, content);
    }
}
