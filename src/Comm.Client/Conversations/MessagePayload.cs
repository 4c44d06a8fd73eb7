using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Comm.Client.Conversations;

/// <summary>What a message can say.</summary>
internal enum PayloadKind
{
    Text = 1,
    Report = 2,

    /// <summary>A version or kind that this client does not know.</summary>
    Newer = 3,
}

/// <summary>
/// The application data of an MLS message: UTF-8 JSON, <c>{"v":1,"kind":"text","text":"…"}</c> or
/// <c>{"v":1,"kind":"report","report":{…}}</c>. <see cref="Body"/> is the text, or the report's own JSON.
/// </summary>
internal sealed record MessagePayload(PayloadKind Kind, string Body)
{
    /// <summary>Longest text, in UTF-16 units: about eight pages.</summary>
    public const int MaxTextLength = 16 * 1024;

    /// <summary>Largest payload, in bytes: leaves room for framing and padding below the wire's bound.</summary>
    public const int MaxBytes = 96 * 1024;

    private const int Version = 1;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 16,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
        AllowDuplicateProperties = false,
    };

    // It goes into no web page: escaped, an Arabic letter would take six bytes, and a text of the longest length would not fit.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static MessagePayload OfText(string text) => new(PayloadKind.Text, text);

    /// <param name="reportJson">One JSON object.</param>
    public static MessagePayload OfReport(string reportJson) => new(PayloadKind.Report, reportJson);

    /// <summary>A record prints its members; this one holds what an officer wrote.</summary>
    public override string ToString() => Kind.ToString();

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            if (Kind == PayloadKind.Text)
            {
                writer.WriteString("kind", "text");
                writer.WriteString("text", Body);
            }
            else
            {
                writer.WriteString("kind", "report");
                writer.WritePropertyName("report");
                writer.WriteRawValue(Body);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Another member wrote these bytes: authentic is not the same as well-formed.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out MessagePayload? payload)
    {
        payload = null;
        if (bytes.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            payload = Read(document.RootElement);
            return payload is not null;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // GetString on a string whose escapes are no valid UTF-16.
            return false;
        }
    }

    private static MessagePayload? Read(JsonElement root)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("v", out JsonElement version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number)
            || !root.TryGetProperty("kind", out JsonElement kind)
            || kind.ValueKind != JsonValueKind.String
        )
        {
            return null;
        }

        return (number, kind.GetString()) switch
        {
            (Version, "text") => ReadText(root),
            (Version, "report") => root.TryGetProperty("report", out JsonElement report)
            && report.ValueKind == JsonValueKind.Object
                ? OfReport(report.GetRawText())
                : null,
            _ => new MessagePayload(PayloadKind.Newer, ""),
        };
    }

    private static MessagePayload? ReadText(JsonElement root)
    {
        if (!root.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        string value = text.GetString() ?? "";
        return value.Length is > 0 and <= MaxTextLength ? OfText(value) : null;
    }
}
