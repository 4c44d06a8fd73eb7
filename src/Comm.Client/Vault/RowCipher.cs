using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;

namespace Comm.Client.Vault;

/// <summary>Where a row stands, and how often it has been written there.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowPlace(RowKind Kind, Opaque Parent, Opaque Id, long Position, long Version);

/// <summary>
/// Seals rows: XChaCha20-Poly1305 under the vault key with a random nonce, and the row's place as associated data, so that it opens
/// only where it was put. Takes over the key.
/// </summary>
internal sealed class RowCipher(Secret key) : IDisposable
{
    private static readonly AeadAlgorithm Cipher = AeadAlgorithm.XChaCha20Poly1305;

    public byte[] Seal(RowPlace place, ReadOnlySpan<byte> plaintext)
    {
        var row = new byte[Cipher.NonceSize + plaintext.Length + Cipher.TagSize];
        Span<byte> nonce = row.AsSpan(0, Cipher.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Cipher.Encrypt(key.Span, nonce, AssociatedData(place), plaintext, row.AsSpan(Cipher.NonceSize));
        return row;
    }

    /// <summary>Null when it does not open: changed, or moved from elsewhere.</summary>
    public byte[]? Open(RowPlace place, ReadOnlySpan<byte> row) =>
        row.Length < Cipher.NonceSize
            ? null
            : Cipher.Decrypt(key.Span, row[..Cipher.NonceSize], AssociatedData(place), row[Cipher.NonceSize..]);

    public void Dispose() => key.Dispose();

    /// <summary><c>opaque label&lt;V&gt;; uint8 kind; opaque parent&lt;V&gt;; opaque id&lt;V&gt;; uint64 position; uint64 version;</c></summary>
    private static byte[] AssociatedData(RowPlace place)
    {
        using var writer = new MlsWriter();
        writer.WriteVector("CustomsComm 1 vault row"u8);
        writer.WriteUInt8((byte)place.Kind);
        writer.WriteVector(place.Parent.Span);
        writer.WriteVector(place.Id.Span);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, place.Position);
        writer.WriteFixed(number);
        BinaryPrimitives.WriteInt64BigEndian(number, place.Version);
        writer.WriteFixed(number);
        return writer.ToArray();
    }
}
