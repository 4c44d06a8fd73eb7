using System.Security.Cryptography;
using Comm.Client.Attachments;
using Comm.Crypto;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Attachments;

public sealed class FileSealerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(SealedFile.PieceSize - 1)]
    [InlineData(SealedFile.PieceSize)]
    [InlineData(SealedFile.PieceSize + 1)]
    [InlineData(3 * SealedFile.PieceSize)]
    [InlineData(WireLimits.MaxAttachmentBytes)]
    public void WhatIsSealedOpensAsItWas(int length)
    {
        byte[] file = RandomNumberGenerator.GetBytes(length);

        (AttachmentReference reference, byte[] bytes) = FileSealer.Seal(file, "a.jpg", "image/jpeg", AttachmentKind.Picture);

        Assert.Equal(SealedFile.LengthOf(length), bytes.Length);
        Assert.Equal(length, reference.Length);
        Assert.Equal(HashFunction.Sha256.Hash(file), reference.Hash.ToArray());
        Assert.Equal(file, FileSealer.TryOpen(reference, bytes));
    }

    [Fact]
    public void TheSameFileTwiceLooksNothingAlike()
    {
        byte[] file = new byte[1000];
        (AttachmentReference one, byte[] first) = FileSealer.Seal(file, "a", "a/b", AttachmentKind.Scan);
        (AttachmentReference two, byte[] second) = FileSealer.Seal(file, "a", "a/b", AttachmentKind.Scan);

        Assert.NotEqual(one.Id, two.Id);
        Assert.NotEqual(one.Key, two.Key);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("../secret/ملف.pdf", "ملف.pdf", "application/pdf", "application/pdf")]
    [InlineData("x", "x", "text/html; charset=utf-8", "application/octet-stream")]
    [InlineData("x", "x", "", "application/octet-stream")]
    public void ANameAndATypeBecomeWhatEveryReaderTakes(string name, string kept, string type, string keptType)
    {
        AttachmentReference reference = FileSealer.Seal([1], name, type, AttachmentKind.Document).Reference;

        Assert.Equal(kept, reference.Name);
        Assert.Equal(keptType, reference.MediaType);
        Assert.True(AttachmentReferences.TryParse(AttachmentReferences.ToJson([reference]), out _));
    }

    [Fact]
    public void AFileWithoutANameIsCalledByItsIdentifier()
    {
        AttachmentReference reference = FileSealer.Seal([1], "...", "a/b", AttachmentKind.Document).Reference;

        Assert.Equal(reference.Id.ToString(), reference.Name);
    }

    [Fact]
    public void NothingOpensThatIsNotWhatTheReferenceMeans()
    {
        (AttachmentReference reference, byte[] bytes) = FileSealer.Seal(
            RandomNumberGenerator.GetBytes(SealedFile.PieceSize + 1),
            "a",
            "a/b",
            AttachmentKind.Scan
        );
        byte[] changed = [.. bytes];
        changed[bytes.Length / 2] ^= 1;

        Assert.Null(FileSealer.TryOpen(reference, changed));
        Assert.Null(FileSealer.TryOpen(reference, bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Null(FileSealer.TryOpen(reference, []));
        Assert.Null(FileSealer.TryOpen(reference with { Key = new byte[32] }, bytes));
        Assert.Null(FileSealer.TryOpen(reference with { Hash = new byte[32] }, bytes));
        Assert.Null(FileSealer.TryOpen(reference with { Length = SealedFile.PieceSize }, bytes));
        Assert.Null(FileSealer.TryOpen(reference with { Length = SealedFile.PieceSize + 2 }, bytes));
        Assert.NotNull(FileSealer.TryOpen(reference, bytes));
    }

    /// <summary>A member can seal what it likes under its own key, and say so in the reference.</summary>
    [Theory]
    [InlineData("honest", true)]
    [InlineData("the end comes too early", false)]
    [InlineData("the end never comes", false)]
    [InlineData("the rest is not zero", false)]
    [InlineData("a piece twice", false)]
    public void AFileThatItsAuthorSealedOtherwiseThanWeDoIsNone(string what, bool opens)
    {
        byte[] key = RandomNumberGenerator.GetBytes(SecretStream.KeySize);
        byte[] file = RandomNumberGenerator.GetBytes(SealedFile.PieceSize + 10);
        byte[][] pieces =
        [
            file[..SealedFile.PieceSize],
            [.. file[SealedFile.PieceSize..], .. new byte[SealedFile.PieceSize - 10]],
        ];
        if (what == "the rest is not zero")
        {
            pieces[1][10] = 1;
        }

        byte[] bytes = new byte[SealedFile.LengthOf(file.Length)];
        using var sealer = new SecretStreamSealer(key);
        sealer.Header.CopyTo(bytes);
        Span<byte> first = bytes.AsSpan(SecretStream.HeaderSize, SealedFile.SealedPieceSize);
        Span<byte> second = bytes.AsSpan(SecretStream.HeaderSize + SealedFile.SealedPieceSize);
        bool isEarly = what == "the end comes too early";
        sealer.Seal(pieces[0], isLast: isEarly, first);
        if (isEarly || what == "a piece twice")
        {
            first.CopyTo(second);
        }
        else
        {
            sealer.Seal(pieces[1], isLast: what != "the end never comes", second);
        }

        var reference = new AttachmentReference(
            Identifier.Create<AttachmentId>(),
            key,
            HashFunction.Sha256.Hash(bytes),
            HashFunction.Sha256.Hash(file),
            file.Length,
            "image/png",
            "a.png",
            AttachmentKind.Picture
        );
        Assert.Equal(opens, FileSealer.TryOpen(reference, bytes) is not null);
    }
}
