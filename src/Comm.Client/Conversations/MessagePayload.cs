using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Comm.Shared.Attachments;
using Comm.Shared.Forms;

namespace Comm.Client.Conversations;

/// <summary>What a message can say.</summary>
internal enum PayloadKind
{
    Text = 1,
    Report = 2,

    /// <summary>A version or kind that this client does not know.</summary>
    Newer = 3,

    /// <summary>Forms for the group, from a coordinator.</summary>
    Forms = 4,

    /// <summary>The author takes a report back.</summary>
    Withdrawal = 5,

    /// <summary>A coordinator validates a report, or returns it.</summary>
    Review = 6,
}

/// <summary>
/// The application data of an MLS message: UTF-8 JSON, <c>{"v":1,"kind":"text","text":"…"}</c>,
/// <c>{"v":1,"kind":"report","report":{…}}</c> and likewise <c>withdrawal</c> and <c>review</c>, or
/// <c>{"v":1,"kind":"forms","forms":"…"}</c> with a form pack in Base64. A text and a report may have <c>"attachments":[{…}]</c>. <see cref="Body"/> is the text, or the object's own JSON.
/// </summary>
internal sealed record MessagePayload(PayloadKind Kind, string Body)
{
    /// <summary>Longest text, in UTF-16 units: about eight pages.</summary>
    public const int MaxTextLength = 16 * 1024;

    /// <summary>Largest payload, in bytes: leaves room for framing and padding below the wire's bound.</summary>
    public const int MaxBytes = 96 * 1024;

    private const int Version = 1;

    private static readonly Dictionary<PayloadKind, string> Names = new()
    {
        [PayloadKind.Text] = "text",
        [PayloadKind.Report] = "report",
        [PayloadKind.Forms] = "forms",
        [PayloadKind.Withdrawal] = "withdrawal",
        [PayloadKind.Review] = "review",
    };

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 16,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
        AllowDuplicateProperties = false,
    };

    // It goes into no web page: escaped, an Arabic letter would take six bytes, and a text of the longest length would not fit.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Files that belong to it, each with its key.</summary>
    public IReadOnlyList<AttachmentReference> Attachments { get; init; } = [];

    public static MessagePayload OfText(string text) => new(PayloadKind.Text, text);

    /// <param name="reportJson">One JSON object.</param>
    public static MessagePayload OfReport(string reportJson) => new(PayloadKind.Report, reportJson);

    public static MessagePayload OfForms(FormPack pack) => new(PayloadKind.Forms, Convert.ToBase64String(pack.ToBytes()));

    public static MessagePayload OfWithdrawal(ReportWithdrawal withdrawal) => new(PayloadKind.Withdrawal, withdrawal.ToJson());

    public static MessagePayload OfReview(ReportReview review) => new(PayloadKind.Review, review.ToJson());

    /// <summary>Null for what is no pack, and for every other kind.</summary>
    public FormPack? ReadForms()
    {
        var packed = new byte[Kind == PayloadKind.Forms ? Body.Length : 0];
        return
            Convert.TryFromBase64String(Body, packed, out int length)
            && FormPack.TryRead(packed.AsSpan(0, length), out FormPack? pack)
            ? pack
            : null;
    }

    /// <summary>A record prints its members; this one holds what an officer wrote.</summary>
    public override string ToString() => Kind.ToString();

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            string name = Names[Kind];
            writer.WriteString("kind", name);
            if (Kind is PayloadKind.Text or PayloadKind.Forms)
            {
                writer.WriteString(name, Body);
            }
            else
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(Body);
            }

            if (Attachments.Count > 0)
            {
                writer.WritePropertyName("attachments");
                AttachmentReferences.Write(writer, Attachments);
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

        string word = kind.GetString() ?? "";
        if (number != Version || !Names.ContainsValue(word))
        {
            return new MessagePayload(PayloadKind.Newer, "");
        }

        PayloadKind known = Names.First(name => name.Value == word).Key;
        return known switch
        {
            PayloadKind.Text => WithAttachments(root, ReadText(root)),
            PayloadKind.Report => WithAttachments(root, ReadObject(root, known, word)),
            PayloadKind.Forms => root.TryGetProperty(word, out JsonElement pack) && pack.ValueKind == JsonValueKind.String
                ? new MessagePayload(known, pack.GetString() ?? "")
                : null,
            _ => ReadObject(root, known, word),
        };
    }

    private static MessagePayload? ReadObject(JsonElement root, PayloadKind kind, string member) =>
        root.TryGetProperty(member, out JsonElement body) && body.ValueKind == JsonValueKind.Object
            ? new MessagePayload(kind, body.GetRawText())
            : null;

    private static MessagePayload? WithAttachments(JsonElement root, MessagePayload? payload) =>
        payload is null || !root.TryGetProperty("attachments", out JsonElement list) ? payload
        : AttachmentReferences.TryRead(list, out IReadOnlyList<AttachmentReference>? attachments)
            ? payload with
            {
                Attachments = attachments,
            }
        : null;

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
