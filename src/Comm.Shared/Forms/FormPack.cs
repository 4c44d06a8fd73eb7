using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;

namespace Comm.Shared.Forms;

/// <summary>
/// Forms on their way to the members of a group: definitions, and the set that puts them into force when the group's policy names it.
/// On the wire: Brotli of UTF-8 JSON, <c>{"set":{…},"definitions":[{…}]}</c>; six languages shrink to a tenth.
/// </summary>
public sealed record FormPack(FormSet? Set, ImmutableArray<FormDocument> Definitions)
{
    public const int MostPackedBytes = 512 * 1_024;

    /// <summary>Unpacked; what swells beyond it is refused while it is being unpacked.</summary>
    private const int MostBytes = 16 * 1_024 * 1_024;

    private const int BrotliWindow = 22;
    private const int BrotliQuality = 9;

    public byte[] ToBytes()
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, Options);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        return BrotliEncoder.TryCompress(json, packed, out int written, BrotliQuality, BrotliWindow)
            ? packed[..written]
            : throw new InvalidOperationException("The largest compressed length was not enough.");
    }

    /// <summary>Another member wrote these bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packed, [NotNullWhen(true)] out FormPack? pack)
    {
        pack = null;
        if (packed.Length > MostPackedBytes || !TryUnpack(packed, out byte[]? json))
        {
            return false;
        }

        try
        {
            pack = JsonSerializer.Deserialize<FormPack>(json, Options);
        }
        catch (JsonException)
        {
            return false;
        }

        bool isWhole =
            pack is { Set: null or { IsWellFormed: true }, Definitions: { IsDefault: false, Length: <= FormSet.MostForms } }
            && pack.Definitions.All(definition => definition.ToUtf8().Length <= FormLimits.DefinitionBytes);
        pack = isWhole ? pack : null;
        return isWhole;
    }

    private static bool TryUnpack(ReadOnlySpan<byte> packed, [NotNullWhen(true)] out byte[]? json)
    {
        json = null;
        using var decoder = new BrotliDecoder();
        var unpacked = new ArrayBufferWriter<byte>(packed.Length * 4 + 1);
        while (true)
        {
            OperationStatus status = decoder.Decompress(packed, unpacked.GetSpan(4_096), out int consumed, out int written);
            unpacked.Advance(written);
            packed = packed[consumed..];
            if (unpacked.WrittenCount > MostBytes || status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
            {
                return false;
            }

            if (status == OperationStatus.Done)
            {
                json = packed.IsEmpty ? unpacked.WrittenSpan.ToArray() : null;
                return json is not null;
            }
        }
    }

    /// <summary>A form is as deep as it is alone, inside the pack.</summary>
    private static JsonSerializerOptions Options { get; } = new(FormJson.Options) { MaxDepth = 20 };
}
