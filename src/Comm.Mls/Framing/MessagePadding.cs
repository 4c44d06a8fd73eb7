using System.Numerics;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>
/// How long a message is made to look (RFC 9420 §15.1). Lengths are of the whole PrivateMessageContent: content, signature and
/// padding. The padding is the sender's choice; a receiver takes any.
/// </summary>
internal sealed class MessagePadding
{
    private const int SmallestBucket = 256;
    private const int BucketStep = 4_096;

    // Leaves room in the vector for the tag of any AEAD.
    private const int MaxLength = MlsWriter.MaxVectorLength - 64;

    private readonly Func<long, long> _paddedLength;

    private MessagePadding(Func<long, long> paddedLength) => _paddedLength = paddedLength;

    /// <summary>For handshakes: their kind and size follow from the group's changes anyway.</summary>
    internal static MessagePadding None { get; } = new(static length => length);

    /// <summary>
    /// For application messages: powers of two from 256 bytes to 4 KiB, then multiples of 4 KiB. A sentence, an answer and a receipt
    /// look alike, a short report and a long one do not; it costs less than half of what is sent, and less than 4 KiB.
    /// </summary>
    internal static MessagePadding Buckets { get; } =
        new(static length =>
            length > BucketStep
                ? RoundUp(length, BucketStep)
                : (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(length, SmallestBucket))
        );

    internal static MessagePadding ToMultipleOf(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return new MessagePadding(length => RoundUp(length, step));
    }

    /// <summary>Never less than <paramref name="length"/>, and no more than one message can carry.</summary>
    internal int PaddedLength(int length) => (int)Math.Max(length, Math.Min(_paddedLength(length), MaxLength));

    private static long RoundUp(long length, int step) => (length + step - 1) / step * step;
}
