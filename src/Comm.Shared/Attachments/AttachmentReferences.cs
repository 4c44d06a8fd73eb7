using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Comm.Shared.Attachments;

/// <summary>Several references: in a message, and as the text of which a draft keeps them.</summary>
public static class AttachmentReferences
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(IReadOnlyList<AttachmentReference> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
        {
            Write(writer, references);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static bool TryParse(string json, [NotNullWhen(true)] out IReadOnlyList<AttachmentReference>? references)
    {
        references = null;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return TryRead(document.RootElement, out references);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: a string whose escapes are no valid UTF-16.
            return false;
        }
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<AttachmentReference> references)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(references);
        writer.WriteStartArray();
        foreach (AttachmentReference reference in references)
        {
            reference.Write(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>All of them or none: at most <see cref="AttachmentReference.MaxInMessage"/>, and no identifier twice.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="AttachmentReference.TryRead"/>.</exception>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out IReadOnlyList<AttachmentReference>? references)
    {
        references = null;
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > AttachmentReference.MaxInMessage)
        {
            return false;
        }

        var read = new List<AttachmentReference>();
        foreach (JsonElement one in json.EnumerateArray())
        {
            if (
                !AttachmentReference.TryRead(one, out AttachmentReference? reference)
                || read.Exists(other => other.Id == reference.Id)
            )
            {
                return false;
            }

            read.Add(reference);
        }

        references = read;
        return true;
    }
}
