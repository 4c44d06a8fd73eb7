using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Mls.Tests.Framing;

public sealed class MessagePaddingTests
{
    [Theory]
    [InlineData(0, 256)]
    [InlineData(1, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 512)]
    [InlineData(4_095, 4_096)]
    [InlineData(4_096, 4_096)]
    [InlineData(4_097, 8_192)]
    [InlineData(8_193, 12_288)]
    public void BucketsArePowersOfTwoAndThenMultiplesOfFourKibibytes(int length, int padded) =>
        Assert.Equal(padded, MessagePadding.Buckets.PaddedLength(length));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    [InlineData(100, 100)]
    [InlineData(101, 200)]
    public void MultipleIsTheCallersChoice(int length, int padded) =>
        Assert.Equal(padded, MessagePadding.ToMultipleOf(100).PaddedLength(length));

    [Fact]
    public void NothingIsAddedWhereNothingIsAskedFor() => Assert.Equal(77, MessagePadding.None.PaddedLength(77));

    [Fact]
    public void PaddingStaysWithinWhatAVectorCarries()
    {
        int longest = MlsWriter.MaxVectorLength - 100;
        Assert.InRange(MessagePadding.Buckets.PaddedLength(longest), longest, MlsWriter.MaxVectorLength - 16);
        Assert.InRange(MessagePadding.ToMultipleOf(int.MaxValue).PaddedLength(longest), longest, MlsWriter.MaxVectorLength - 16);
        Assert.Throws<ArgumentOutOfRangeException>(() => MessagePadding.ToMultipleOf(0));
    }

    [Fact]
    public void ShortMessagesLookAlikeOnTheWire()
    {
        var members = new TwoMembers();
        int[] lengths =
        [
            .. new[] { "", "yes", "The container is at gate 4, hold it." }.Select(text =>
                MlsCodec.Encode(members.Seal(members.Text(text))).Length
            ),
        ];
        Assert.Single(lengths.Distinct());
    }
}
