using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Comm.Crypto;
using Comm.Mls.Codec;

namespace Comm.Shared.Publishing;

/// <summary>
/// A table as it travels and as it lies in a file: <c>opaque manifest&lt;V&gt;; opaque packed&lt;V&gt;;</c> the packed text is gzip (RFC 1952).
/// </summary>
public sealed record PublishedTable(TableManifest Manifest, Opaque Packed)
{
    public const string ContentType = "application/vnd.customscomm.table";

    /// <summary>Carries the manifest, base64url, where the body is the packed text alone.</summary>
    public const string ManifestHeader = "Table-Manifest";

    /// <summary>Largest packed text. The whole of UN/LOCODE has 2 MB.</summary>
    public const int MaxPackedBytes = 12 * 1_024 * 1_024;

    /// <summary>Largest table with its manifest.</summary>
    public const int MaxBytes = MaxPackedBytes + TableManifest.MaxBytes + 16;

    public static PublishedTable Of(TableManifest manifest, ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.Length <= MaxPackedBytes
            ? new PublishedTable(manifest, packed.ToArray())
            : throw new ArgumentException("A table that is too large to travel.", nameof(content));
    }

    /// <summary>Says nothing of signatures and hash: see <see cref="TableManifest.IsPublishedUnder"/> and <see cref="TryUnpack"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out PublishedTable? table)
    {
        table = null;
        var reader = new MlsReader(bytes);
        if (
            bytes.Length > MaxBytes
            || !reader.TryReadVector(out Opaque head)
            || head.Length > TableManifest.MaxBytes
            || !MlsCodec.TryDecode(head.Span, out TableManifest? manifest)
            || !reader.TryReadVector(out Opaque packed)
            || packed.Length > MaxPackedBytes
            || !reader.IsAtEnd
        )
        {
            return false;
        }

        table = new PublishedTable(manifest, packed);
        return true;
    }

    public byte[] ToBytes()
    {
        using var writer = new MlsWriter();
        writer.WriteVector(MlsCodec.Encode(Manifest));
        writer.WriteVector(Packed.Span);
        return writer.ToArray();
    }

    /// <summary>The text, if it is the one that the manifest names; never more of it than the manifest says there is.</summary>
    public bool TryUnpack([NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        byte[] text = new byte[Manifest.ContentLength];
        try
        {
            using var gzip = new GZipStream(new MemoryStream(Packed.ToArray(), writable: false), CompressionMode.Decompress);
            if (gzip.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length || gzip.ReadByte() >= 0)
            {
                return false;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        if (new Opaque(HashFunction.Sha256.Hash(text)) != Manifest.ContentHash)
        {
            return false;
        }

        content = text;
        return true;
    }
}
