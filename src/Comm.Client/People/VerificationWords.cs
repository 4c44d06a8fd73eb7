using System.Buffers.Binary;
using System.Globalization;
using Comm.Crypto;
using Comm.Mls.Codec;

namespace Comm.Client.People;

/// <summary>
/// What two people read to each other to be sure of a device (design D6): six groups of five digits, made of the SHA-256 of
/// <c>opaque label&lt;V&gt;; opaque root&lt;V&gt;; opaque administration&lt;V&gt;; opaque device&lt;V&gt;;</c> (the three
/// public keys). Each group is the next five bytes of the hash, big-endian, modulo 100,000: digits are the same in every
/// language and need no word list.
/// </summary>
public static class VerificationWords
{
    private const int Groups = 6;
    private const int BytesPerGroup = 5;

    private static ReadOnlySpan<byte> Label => "CustomsComm 1 verification"u8;

    public static string Of(ReadOnlySpan<byte> root, ReadOnlySpan<byte> administration, ReadOnlySpan<byte> device)
    {
        using var writer = new MlsWriter();
        writer.WriteVector(Label);
        writer.WriteVector(root);
        writer.WriteVector(administration);
        writer.WriteVector(device);
        ReadOnlySpan<byte> hash = HashFunction.Sha256.Hash(writer.WrittenSpan);
        var groups = new string[Groups];
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        for (int i = 0; i < Groups; i++)
        {
            padded.Clear();
            hash.Slice(i * BytesPerGroup, BytesPerGroup).CopyTo(padded[(sizeof(ulong) - BytesPerGroup)..]);
            ulong number = BinaryPrimitives.ReadUInt64BigEndian(padded) % 100_000;
            groups[i] = number.ToString("D5", CultureInfo.InvariantCulture);
        }

        return string.Join(' ', groups);
    }
}
