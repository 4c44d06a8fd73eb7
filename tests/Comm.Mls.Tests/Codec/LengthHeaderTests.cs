using Comm.Mls.Codec;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Comm.Mls.Tests.Codec;

/// <summary>The variable-length vectors of RFC 9420 §2.1.2.</summary>
public sealed class LengthHeaderTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(63, "3f")]
    [InlineData(64, "4040")]
    [InlineData(16_383, "7fff")]
    [InlineData(16_384, "80004000")]
    [InlineData(MlsWriter.MaxVectorLength, "bfffffff")]
    public void LengthTakesAsFewBytesAsItNeeds(int length, string header)
    {
        using var writer = new MlsWriter();
        writer.WriteLength(length);
        Assert.Equal(header, Convert.ToHexStringLower(writer.WrittenSpan));
        Assert.Equal(length, Read(header));
    }

    [Theory]
    [Trait("Rule", "V-CODEC-02")]
    [Trait("Rule", "V-CODEC-03")]
    [InlineData("4000")]
    [InlineData("403f")]
    [InlineData("80000000")]
    [InlineData("8000003f")]
    [InlineData("80003fff")]
    [InlineData("c0")]
    [InlineData("c000000000000001")]
    [InlineData("ffffffff")]
    [InlineData("")]
    [InlineData("40")]
    [InlineData("800040")]
    public void LongerFormsThanNeededUnknownFormsAndPartsAreRefused(string header) => Assert.Null(Read(header));

    [Fact]
    public void LengthBeyondTheLastFormIsTheCallersBug()
    {
        using var writer = new MlsWriter();
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteLength(MlsWriter.MaxVectorLength + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteLength(-1));
    }

    [Fact, Trait("Rule", "V-CODEC-05")]
    public void VectorThatClaimsMoreThanThereIsIsRefusedWithoutTakingIt()
    {
        var reader = new MlsReader(Convert.FromHexString("bfffffff00"));
        Assert.False(reader.TryReadVector(out _));
        reader = new MlsReader(Convert.FromHexString("020a"));
        Assert.False(reader.TryReadVector(out _));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    public void VectorOfUnknownLengthIsWrittenAsOneOfKnownLength(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        using var known = new MlsWriter();
        known.WriteUInt8(7);
        known.WriteVector(content);
        using var unknown = new MlsWriter();
        unknown.WriteUInt8(7);
        int start = unknown.BeginVector();
        unknown.WriteFixed(content);
        unknown.EndVector(start);
        Assert.Equal(known.ToArray(), unknown.ToArray());
    }

    [Property]
    public Property WhatIsWrittenReadsBack() =>
        Prop.ForAll<byte[], ulong, ushort>(
            (bytes, number, code) =>
            {
                using var writer = new MlsWriter();
                writer.WriteUInt64(number);
                writer.WriteVector(bytes);
                writer.WriteUInt16(code);

                var reader = new MlsReader(writer.ToArray());
                Assert.True(reader.TryReadUInt64(out ulong readNumber));
                Assert.True(reader.TryReadVector(out Opaque readBytes));
                Assert.True(reader.TryReadUInt16(out ushort readCode));
                Assert.True(reader.IsAtEnd);
                Assert.Equal((number, code), (readNumber, readCode));
                Assert.Equal(bytes, readBytes.ToArray());
            }
        );

    [Fact]
    public void DisposedWriterIsEmpty()
    {
        var writer = new MlsWriter();
        writer.WriteFixed("secret"u8);
        writer.Dispose();
        writer.Dispose();
        Assert.Equal(0, writer.Length);
        Assert.True(writer.WrittenSpan.IsEmpty);
    }

    private static int? Read(string header)
    {
        var reader = new MlsReader(Convert.FromHexString(header));
        return reader.TryReadLength(out int length) && reader.IsAtEnd ? length : null;
    }
}
