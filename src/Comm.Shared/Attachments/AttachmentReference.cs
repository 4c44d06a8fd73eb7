using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Shared.Attachments;

public enum AttachmentKind
{
    /// <summary>A photograph, made smaller and without its EXIF data before it was sealed.</summary>
    Picture = 1,

    /// <summary>What an inspection machine gave, unaltered.</summary>
    Scan = 2,

    /// <summary>Any other file, unaltered.</summary>
    Document = 3,
}

/// <summary>
/// A sealed file, and all that is needed to open it. It travels inside a sealed message only: whoever has <paramref name="Key"/> reads
/// the file. <paramref name="SealedHash"/> and <paramref name="Hash"/>: SHA-256 of the sealed bytes and of the file itself.
/// </summary>
public sealed record AttachmentReference(
    AttachmentId Id,
    Opaque Key,
    Opaque SealedHash,
    Opaque Hash,
    int Length,
    string MediaType,
    string Name,
    AttachmentKind Kind
)
{
    /// <summary>Most references in one message.</summary>
    public const int MaxInMessage = 20;

    private const int MaxMediaType = 100;

    /// <summary>A record prints its members; the key and the name are nobody's else.</summary>
    public override string ToString() => $"{nameof(AttachmentReference)} {Id}";

    public static bool IsMediaType(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxMediaType
            && text.Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype]
            && (type + subtype).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '+' or '-' or '_');
    }

    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("id", Id.ToString());
        writer.WriteBase64String("key", Key.Span);
        writer.WriteBase64String("sealedHash", SealedHash.Span);
        writer.WriteBase64String("hash", Hash.Span);
        writer.WriteNumber("length", Length);
        writer.WriteString("mediaType", MediaType);
        writer.WriteString("name", Name);
        writer.WriteString("kind", Word(Kind));
        writer.WriteEndObject();
    }

    /// <summary>Another member wrote it: whatever is missing, out of bounds or no value of ours makes it no reference.</summary>
    /// <exception cref="InvalidOperationException">A string whose escapes are no valid UTF-16; the reader of the whole message answers it.</exception>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out AttachmentReference? reference)
    {
        reference =
            json.ValueKind == JsonValueKind.Object
            && Identifier.TryParse(Text(json, "id"), out AttachmentId id)
            && TryReadBytes(json, "key", SecretStream.KeySize, out Opaque key)
            && TryReadBytes(json, "sealedHash", HashFunction.Sha256.Size, out Opaque sealedHash)
            && TryReadBytes(json, "hash", HashFunction.Sha256.Size, out Opaque hash)
            && json.TryGetProperty("length", out JsonElement number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out int length)
            && length is > 0 and <= WireLimits.MaxAttachmentBytes
            && Text(json, "mediaType") is { } mediaType
            && IsMediaType(mediaType)
            && Text(json, "name") is { } name
            && AttachmentName.IsClean(name)
            && KindOf(Text(json, "kind")) is { } kind
                ? new AttachmentReference(id, key, sealedHash, hash, length, mediaType, name, kind)
                : null;
        return reference is not null;
    }

    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryReadBytes(JsonElement json, string member, int length, out Opaque bytes)
    {
        bytes = default;
        if (
            !json.TryGetProperty(member, out JsonElement value)
            || value.ValueKind != JsonValueKind.String
            || !value.TryGetBytesFromBase64(out byte[]? read)
            || read.Length != length
        )
        {
            return false;
        }

        bytes = read;
        return true;
    }

    private static string Word(AttachmentKind kind) =>
        kind switch
        {
            AttachmentKind.Picture => "picture",
            AttachmentKind.Scan => "scan",
            AttachmentKind.Document => "document",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of attachment."),
        };

    private static AttachmentKind? KindOf(string? word) =>
        word switch
        {
            "picture" => AttachmentKind.Picture,
            "scan" => AttachmentKind.Scan,
            "document" => AttachmentKind.Document,
            _ => null,
        };
}
