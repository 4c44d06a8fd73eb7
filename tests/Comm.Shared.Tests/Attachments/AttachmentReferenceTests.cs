using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Shared.Tests.Attachments;

public sealed class AttachmentReferenceTests
{
    private static readonly AttachmentReference s_photo = new(
        Identifier.Create<AttachmentId>(),
        Enumerable.Repeat((byte)7, SecretStream.KeySize).ToArray(),
        HashFunction.Sha256.Hash([1]),
        HashFunction.Sha256.Hash([2]),
        1_234_567,
        "image/jpeg",
        "حاوية 7.jpg",
        AttachmentKind.Picture
    );

    [Fact]
    public void WhatIsWrittenIsRead() => Assert.Equal(s_photo, Read(Written().ToJsonString()));

    [Fact]
    public void ItsTextNamesNeitherTheKeyNorTheFile() => Assert.Equal($"AttachmentReference {s_photo.Id}", s_photo.ToString());

    [Fact]
    public void AMemberThatIsMissingOrOfAnotherTypeMakesItNone()
    {
        foreach (string member in Written().Select(one => one.Key).ToArray())
        {
            JsonObject without = Written();
            without.Remove(member);
            Assert.Null(Read(without.ToJsonString()));
            foreach (string other in (string[])["null", "true", "[]", "{}", "\"\"", "-1", "1e9"])
            {
                JsonObject wrong = Written();
                wrong[member] = JsonNode.Parse(other);
                Assert.Null(Read(wrong.ToJsonString()));
            }
        }
    }

    [Theory]
    [InlineData("length", "0")]
    [InlineData("length", "10485761")]
    [InlineData("length", "1.5")]
    [InlineData("key", "\"AAAA\"")]
    [InlineData("hash", "\"not base64\"")]
    [InlineData("mediaType", "\"image\"")]
    [InlineData("mediaType", "\"image/jpeg; charset=x\"")]
    [InlineData("mediaType", "\"image/jpeg\\r\\nX: y\"")]
    [InlineData("name", "\"../../etc/passwd\"")]
    [InlineData("name", "\"..\"")]
    [InlineData("name", "\"a\\u0000.jpg\"")]
    [InlineData("name", "\"gpj\\u202eexe.jpg\"")]
    [InlineData("name", "\" photo.jpg\"")]
    [InlineData("kind", "\"Picture\"")]
    [InlineData("id", "\"00000000-0000-0000-0000-000000000000\"")]
    public void AValueOutOfBoundsMakesItNone(string member, string value)
    {
        JsonObject json = Written();
        json[member] = JsonNode.Parse(value);

        Assert.Null(Read(json.ToJsonString()));
    }

    [Theory]
    [InlineData("photo.jpg", "photo.jpg")]
    [InlineData("C:\\Users\\claire\\conteneur 7.jpg", "conteneur 7.jpg")]
    [InlineData("/home/omar/صورة.png", "صورة.png")]
    [InlineData("..", "")]
    [InlineData(" .hidden. ", "hidden")]
    [InlineData("a\u202Eb\u0000c<d>.pdf", "abcd.pdf")]
    [InlineData("\ud800x.pdf", "x.pdf")]
    public void ANameKeepsWhatIsANameOnEverySystem(string path, string name)
    {
        Assert.Equal(name, AttachmentName.Clean(path));
        Assert.Equal(name.Length > 0, AttachmentName.IsClean(name));
    }

    [Fact]
    public void ALongNameKeepsItsEnd()
    {
        string name = AttachmentName.Clean(new string('ж', 300) + ".webp");

        Assert.EndsWith("ж.webp", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), AttachmentName.MaxBytes - 1, AttachmentName.MaxBytes);
        Assert.True(AttachmentName.IsClean(name));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(SealedFile.PieceSize, 1)]
    [InlineData(SealedFile.PieceSize + 1, 2)]
    public void TheLengthOfASealedFileSaysItsNumberOfPiecesAndNoMore(int length, int pieces) =>
        Assert.Equal(SecretStream.HeaderSize + (pieces * SealedFile.SealedPieceSize), SealedFile.LengthOf(length));

    [Fact]
    public void TheLargestFileFitsTheLargestSealedOne() =>
        Assert.Equal(WireLimits.MaxSealedAttachmentBytes, SealedFile.LengthOf(WireLimits.MaxAttachmentBytes));

    [Fact]
    public void ADigestIsReadAsItIsWrittenAndNoOtherWay()
    {
        Opaque hash = HashFunction.Sha256.Hash([3]);
        string digest = AttachmentTransfer.WriteDigest(hash);

        Assert.True(AttachmentTransfer.TryReadDigest(digest, out Opaque read));
        Assert.Equal(hash, read);
        foreach (
            string other in (string[])
                ["", "sha-256=::", digest[..^1], digest + " ", "SHA-256" + digest[7..], "sha-512" + digest[7..]]
        )
        {
            Assert.False(AttachmentTransfer.TryReadDigest(other, out _));
        }
    }

    private static JsonObject Written()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            s_photo.Write(writer);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    private static AttachmentReference? Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return AttachmentReference.TryRead(document.RootElement, out AttachmentReference? reference) ? reference : null;
    }
}
