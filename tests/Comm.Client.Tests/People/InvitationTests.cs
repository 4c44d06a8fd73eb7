using System.Buffers.Text;
using Comm.Client.People;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.People;

public sealed class InvitationTests
{
    private readonly Opaque _root = NewPublicKey();

    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        using Invitation written = Create("https://comm.example.org/");

        Assert.True(Invitation.TryParse(written.Write(), out Invitation? read));

        using (read)
        {
            Assert.Equal(written.Server, read.Server);
            Assert.Equal(written.RootKey, read.RootKey);
            Assert.Equal(written.Administration, read.Administration);
            Assert.Equal(written.Officer, read.Officer);
            Assert.Equal("Клэр Дюбуа", read.OfficerName);
            Assert.Equal(Roles.Officer | Roles.Coordinator, read.Roles);
            Assert.Equal(written.Id, read.Id);
            Assert.True(read.Secret.FixedTimeEquals(written.Secret.Span));
        }
    }

    [Fact]
    public void LineBreaksOfALetterAreForgiven()
    {
        using Invitation written = Create("https://comm.example.org/");
        string folded = string.Join("\r\n  ", written.Write().Chunk(40).Select(part => new string(part)));

        Assert.True(Invitation.TryParse($"\n{folded} ", out Invitation? read));
        read.Dispose();
    }

    [Fact]
    public void NoPartOfAnInvitationIsOne()
    {
        using Invitation written = Create("https://comm.example.org/");
        string text = written.Write();

        for (int length = 0; length < text.Length; length++)
        {
            Assert.False(Invitation.TryParse(text[..length], out _), $"{length} characters");
        }

        Assert.False(Invitation.TryParse(text + "AA", out _));
    }

    [Fact]
    public void AnyChangedByteIsReadOrRefusedAndNothingElse()
    {
        using Invitation written = Create("https://comm.example.org/");
        byte[] bytes = Base64Url.DecodeFromChars(written.Write().AsSpan(Invitation.Prefix.Length));

        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Invitation.TryParse(Invitation.Prefix + Base64Url.EncodeToString(changed), out Invitation? read))
            {
                Assert.True(read.Server.Scheme == Uri.UriSchemeHttps || read.Server.IsLoopback);
                read.Dispose();
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CC1-")]
    [InlineData("CC2-AAAA")]
    [InlineData("CC1-%%%%")]
    [InlineData("CC1-AAAA====")]
    [InlineData("cc1-AAAA")]
    public void OtherTextIsNoInvitation(string? text) => Assert.False(Invitation.TryParse(text, out _));

    [Fact]
    public void AVeryLongTextIsNotEvenRead() =>
        Assert.False(Invitation.TryParse(Invitation.Prefix + new string('A', 1 << 20), out _));

    [Theory]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("http://[::1]:5000/", true)]
    [InlineData("http://comm.example.org/", false)]
    [InlineData("http://localhost.example.org/", false)]
    [InlineData("http://user@127.0.0.1/", false)]
    [InlineData("https://comm.example.org/path", false)]
    [InlineData("https://comm.example.org/?q", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("file:///etc/passwd", false)]
    public void PlainHttpIsForThisMachineOnly(string server, bool isGood)
    {
        using Invitation written = Create(server);

        bool read = Invitation.TryParse(written.Write(), out Invitation? invitation);

        Assert.Equal(isGood, read);
        invitation?.Dispose();
    }

    private Invitation Create(string server) =>
        new()
        {
            Server = new Uri(server),
            RootKey = _root,
            Administration = AdministrationCode.Of("FR"),
            Officer = Identifier.Create<OfficerId>(),
            OfficerName = "Клэр Дюбуа",
            Roles = Roles.Officer | Roles.Coordinator,
            Id = Guid.NewGuid(),
            Secret = Invitation.NewSecret(),
        };

    private static byte[] NewPublicKey()
    {
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        return SignatureAlgorithm.Ed25519.GetPublicKey(key);
    }
}
