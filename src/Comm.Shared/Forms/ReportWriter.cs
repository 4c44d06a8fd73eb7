using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Comm.Shared.Forms;

/// <summary>Writes a report as JSON. Members and fields have a fixed order, numbers no trailing zeros.</summary>
internal static class ReportWriter
{
    // Not for a web page: what puts a report there encodes it for HTML itself. Escaping six scripts would triple their size.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Report report)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("report", report.Id.ToString("D"));
            if (report.Revision > 1)
            {
                json.WriteNumber("revision", report.Revision);
            }

            json.WriteString("form", report.Form);
            json.WriteNumber("formVersion", report.FormVersion);
            json.WriteStartObject("codeLists");
            foreach ((string list, string version) in report.CodeLists)
            {
                json.WriteString(list, version);
            }

            json.WriteEndObject();
            json.WriteString("language", report.Language);
            json.WritePropertyName("answers");
            Write(json, report.Answers);
            json.WriteStartArray("overrides");
            foreach (RuleOverride confirmed in report.Overrides)
            {
                json.WriteStartObject();
                json.WriteString("rule", confirmed.RuleId);
                json.WriteString("reason", confirmed.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Answers answers)
    {
        json.WriteStartObject();
        foreach ((string field, Answer answer) in answers.All)
        {
            json.WritePropertyName(field);
            switch (answer)
            {
                case Answer.Text text:
                    json.WriteStringValue(text.Value);
                    break;
                case Answer.Number number:
                    // A division by one with 28 zeros takes the trailing zeros away: 12.50 and 12.5 are one number.
                    json.WriteNumberValue(number.Value / 1.0000000000000000000000000000m);
                    break;
                case Answer.Flag flag:
                    json.WriteBooleanValue(flag.Value);
                    break;
                case Answer.Lines lines:
                    json.WriteStartArray();
                    foreach (Answers line in lines.Items)
                    {
                        Write(json, line);
                    }

                    json.WriteEndArray();
                    break;
                default:
                    throw new InvalidOperationException($"No JSON for {answer.GetType().Name}.");
            }
        }

        json.WriteEndObject();
    }
}
