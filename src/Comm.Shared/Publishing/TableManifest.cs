using System.Diagnostics.CodeAnalysis;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Signing;

namespace Comm.Shared.Publishing;

/// <summary>What a published table is a table of.</summary>
public enum TableKind : byte
{
    Locations = 1,
    HarmonizedSystem = 2,
}

/// <summary>
/// What a publisher says of a table, and signs: <c>uint8 version = 1; uint8 kind; opaque edition&lt;V&gt;; uint64 issued_at; uint32 rows; uint32
/// content_length; opaque content_hash&lt;V&gt;; PublisherCertificate publisher; opaque signature&lt;V&gt;;</c> Ed25519 by the publisher's key
/// over a label and the fields before the signature. The hash is SHA-256 of the table's text, however it is packed: it names the table
/// everywhere, in a group's policy too.
/// </summary>
/// <param name="Edition">As people write it: "UNLOCODE 2023-2".</param>
/// <param name="IssuedAt">Seconds since 1970. Of two tables of one kind the later is the one to use.</param>
/// <param name="Rows">How many rows it has; for those who read of it, not a promise.</param>
/// <param name="ContentLength">Of the text, in bytes: no more is unpacked.</param>
public sealed record TableManifest(
    TableKind Kind,
    string Edition,
    ulong IssuedAt,
    uint Rows,
    uint ContentLength,
    Opaque ContentHash,
    PublisherCertificate Publisher,
    Opaque Signature
) : IMlsStruct<TableManifest>
{
    /// <summary>Longest edition, in UTF-8 bytes.</summary>
    public const int MaxEditionBytes = 100;

    /// <summary>Largest manifest: names and signatures have under 600 bytes.</summary>
    public const int MaxBytes = 1_024;

    /// <summary>Largest text of a table. The whole of UN/LOCODE with all airports has 7 MB.</summary>
    public const int MaxContentBytes = 32 * 1_024 * 1_024;

    private const byte Version = 1;

    // A publisher's clock may be a little ahead.
    private static readonly TimeSpan s_aheadAtMost = TimeSpan.FromHours(24);

    private static ReadOnlySpan<byte> Label => "CustomsComm 1 table manifest"u8;

    public static bool IsEdition(string text) => ShownText.IsAcceptable(text, MaxEditionBytes);

    public DateTimeOffset Issued => DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(IssuedAt, int.MaxValue));

    /// <summary>Signs with the publisher's key.</summary>
    public static TableManifest Sign(
        Secret publisherKey,
        PublisherCertificate publisher,
        TableKind kind,
        string edition,
        DateTimeOffset issued,
        int rows,
        ReadOnlySpan<byte> content
    )
    {
        if (!IsEdition(edition) || content.Length is 0 or > MaxContentBytes)
        {
            throw new ArgumentException("An edition has a name, and a table a bounded text.");
        }

        var unsigned = new TableManifest(
            kind,
            edition,
            (ulong)issued.ToUnixTimeSeconds(),
            (uint)rows,
            (uint)content.Length,
            HashFunction.Sha256.Hash(content),
            publisher,
            default
        );
        return unsigned with { Signature = SignatureAlgorithm.Ed25519.Sign(publisherKey, unsigned.ToBeSigned()) };
    }

    /// <summary>Both signatures, up to the root; and the publisher was one when it signed. A table does not go when its publisher does.</summary>
    public bool IsPublishedUnder(ReadOnlySpan<byte> rootKey, DateTimeOffset now) =>
        Publisher.IsSignedBy(rootKey)
        && SignatureAlgorithm.Ed25519.Verify(Publisher.Key.Span, ToBeSigned(), Signature.Span)
        && Publisher.Validity.Covers(Issued)
        && Issued <= now + s_aheadAtMost;

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out TableManifest? value)
    {
        value = null;
        if (
            !reader.TryReadUInt8(out byte version)
            || version != Version
            || !reader.TryReadUInt8(out byte kind)
            || !Enum.IsDefined((TableKind)kind)
            || !ShownText.TryRead(ref reader, MaxEditionBytes, out string? edition)
            || !reader.TryReadUInt64(out ulong issuedAt)
            || issuedAt > int.MaxValue
            || !reader.TryReadUInt32(out uint rows)
            || !reader.TryReadUInt32(out uint contentLength)
            || contentLength is 0 or > MaxContentBytes
            || !reader.TryReadVector(out Opaque contentHash)
            || contentHash.Length != HashFunction.Sha256.Size
            || !reader.TryRead(out PublisherCertificate? publisher)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new TableManifest((TableKind)kind, edition, issuedAt, rows, contentLength, contentHash, publisher, signature);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    private byte[] ToBeSigned() => SignedBytes.Of(Label, WriteUnsigned);

    private void WriteUnsigned(MlsWriter writer)
    {
        writer.WriteUInt8(Version);
        writer.WriteUInt8((byte)Kind);
        writer.WriteVector(Encoding.UTF8.GetBytes(Edition));
        writer.WriteUInt64(IssuedAt);
        writer.WriteUInt32(Rows);
        writer.WriteUInt32(ContentLength);
        writer.WriteVector(ContentHash.Span);
        writer.Write(Publisher);
    }
}
