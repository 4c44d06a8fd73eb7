using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Mls.Codec;

namespace Comm.Shared.Messaging;

/// <summary>A random 128-bit name. On the wire: 16 bytes, big-endian; in JSON and in addresses: 32 lower-case hex digits.</summary>
public interface IIdentifier<TSelf>
    where TSelf : struct, IIdentifier<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>A closed user group: exactly one MLS group, whose group_id these 16 bytes are.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<GroupId>))]
public readonly record struct GroupId(Guid Value) : IIdentifier<GroupId>
{
    public static GroupId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>One installation of the client, with one Ed25519 key.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<DeviceId>))]
public readonly record struct DeviceId(Guid Value) : IIdentifier<DeviceId>
{
    public static DeviceId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>A person, over all of that person's devices.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<OfficerId>))]
public readonly record struct OfficerId(Guid Value) : IIdentifier<OfficerId>
{
    public static OfficerId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>
/// Chosen by the sender; stays the same over every attempt to send, and is authenticated inside the message (MLS
/// authenticated_data), so that server and receivers recognise a repetition. A commit carries one too.
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<MessageId>))]
public readonly record struct MessageId(Guid Value) : IIdentifier<MessageId>
{
    public static MessageId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>A sealed file of a group, named by whoever attached it.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<AttachmentId>))]
public readonly record struct AttachmentId(Guid Value) : IIdentifier<AttachmentId>
{
    public static AttachmentId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}

public static class Identifier
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 16;

    public static T Create<T>()
        where T : struct, IIdentifier<T> => T.From(Guid.NewGuid());

    public static byte[] ToBytes<T>(this T id)
        where T : struct, IIdentifier<T> => id.Value.ToByteArray(bigEndian: true);

    public static Opaque ToOpaque<T>(this T id)
        where T : struct, IIdentifier<T> => id.ToBytes();

    public static bool TryFromBytes<T>(ReadOnlySpan<byte> bytes, out T id)
        where T : struct, IIdentifier<T>
    {
        id = default;
        if (bytes.Length != Size)
        {
            return false;
        }

        id = T.From(new Guid(bytes, bigEndian: true));
        return true;
    }

    public static bool TryParse<T>(string? text, out T id)
        where T : struct, IIdentifier<T>
    {
        bool parsed = Guid.TryParseExact(text, "N", out Guid value);
        id = T.From(value);
        return parsed;
    }
}

internal sealed class IdentifierJsonConverter<T> : JsonConverter<T>
    where T : struct, IIdentifier<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Identifier.TryParse(reader.GetString(), out T id)
            ? id
            : throw new JsonException("An identifier is 32 hex digits.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value.ToString("N"));
}
