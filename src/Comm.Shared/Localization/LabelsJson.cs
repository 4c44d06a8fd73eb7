using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Comm.Shared.Localization;

/// <summary>Labels as a JSON object of language and text.</summary>
internal sealed class LabelsJson : JsonConverter<Labels>
{
    public override Labels Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(OrdinalMapJson.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, Labels value, JsonSerializerOptions options) =>
        OrdinalMapJson.Write(writer, value.All);
}

/// <summary>
/// A map of texts, ordered by its keys' code units: the same map is the same bytes on every machine. The collections that come with
/// the serializer would order by the culture of the machine.
/// </summary>
internal sealed class OrdinalMapJson : JsonConverter<ImmutableSortedDictionary<string, string>>
{
    public override ImmutableSortedDictionary<string, string> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Read(ref reader);

    public override void Write(
        Utf8JsonWriter writer,
        ImmutableSortedDictionary<string, string> value,
        JsonSerializerOptions options
    ) => Write(writer, value);

    internal static ImmutableSortedDictionary<string, string> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = Text(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !texts.TryAdd(key, Text(ref reader)))
            {
                throw new JsonException();
            }
        }

        return texts.ToImmutable();
    }

    internal static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> texts)
    {
        writer.WriteStartObject();
        foreach ((string key, string text) in texts)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }

    // An escaped half of a character ("\ud800") is no text; GetString says so by another exception than the serializer's.
    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException refusal)
        {
            throw new JsonException("Not a text.", refusal);
        }
    }
}
