using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// A tree in storage, our own form: <c>uint32 length; opaque compressed&lt;V&gt;;</c> where the compressed (Brotli) is the
/// ratchet_tree of so many bytes. Every leaf repeats the certificate of its issuer, its own keys and the same lists, so a third of a
/// tree of a thousand goes away, in the time that writing it to a disk would take. All of it is public: its length tells no secret.
/// </summary>
internal static class SavedTree
{
    // A tree as large as TreeMath.MaxLeaves allows, of leaves larger than any of ours.
    private const int MaxLength = 1 << 27;

    // The fastest but one, and a window for the whole of most trees.
    private const int Quality = 1;
    private const int Window = 20;

    public static void Write(RatchetTree tree, MlsWriter writer)
    {
        using MlsWriter plain = new();
        tree.Write(plain);
        byte[] compressed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        if (!BrotliEncoder.TryCompress(plain.WrittenSpan, compressed, out int length, Quality, Window))
        {
            throw new InvalidOperationException("More than the longest that Brotli says it makes.");
        }

        writer.WriteUInt32((uint)plain.Length);
        writer.WriteVector(compressed.AsSpan(0, length));
    }

    public static bool TryRead(CipherSuite suite, ref MlsReader reader, [NotNullWhen(true)] out RatchetTree? tree)
    {
        tree = null;
        if (!reader.TryReadUInt32(out uint length) || length > MaxLength || !reader.TryReadVector(out Opaque compressed))
        {
            return false;
        }

        if (TryDecompress(compressed, (int)length) is not { } plain)
        {
            return false;
        }

        MlsReader inner = new(plain);
        return RatchetTree.TryRead(suite, ref inner, out tree) && inner.IsAtEnd;
    }

    /// <summary>
    /// Exactly so many bytes, or null. The length is what damaged storage says: memory is taken as the bytes come, and for most
    /// trees at once.
    /// </summary>
    private static byte[]? TryDecompress(Opaque compressed, int length)
    {
        byte[] plain = new byte[Math.Min(length, Math.Max(1 << 12, 4L * compressed.Length))];
        int read = 0;
        int written = 0;
        using BrotliDecoder decoder = new();
        while (true)
        {
            OperationStatus status = decoder.Decompress(
                compressed.Span[read..],
                plain.AsSpan(written),
                out int consumed,
                out int made
            );
            read += consumed;
            written += made;
            if (status == OperationStatus.Done)
            {
                return written == length && read == compressed.Length ? plain : null;
            }

            if (status != OperationStatus.DestinationTooSmall || plain.Length == length)
            {
                return null;
            }

            Array.Resize(ref plain, (int)Math.Min(length, 2L * plain.Length));
        }
    }
}
