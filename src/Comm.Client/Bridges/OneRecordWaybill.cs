using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Comm.Shared.Forms;

namespace Comm.Client.Bridges;

/// <summary>
/// What a waybill of IATA ONE Record, pasted as JSON-LD, says of transport: the air waybill number, the flight and the waybill's own
/// address. Names are looked for wherever they stand, with or without their namespace; nothing is fetched.
/// </summary>
internal sealed record OneRecordWaybill(string? AirWaybill, string? House, string? Flight, string? Address)
{
    public const int MostBytes = 256 * 1_024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = true };

    /// <summary>False where it is no JSON, or says nothing of a waybill.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out OneRecordWaybill? waybill)
    {
        waybill = null;
        if (json.Length > MostBytes)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var found = new Found();
            Look(document.RootElement, found);
            waybill = found.ToWaybill();
            return waybill is not null;
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

    /// <summary>The answers with what the waybill says put in where nothing stands yet.</summary>
    public Answers Fill(FormDefinition form, Answers answers)
    {
        foreach (
            (string field, string? value) in (ReadOnlySpan<(string, string?)>)
                [("awb", AirWaybill), ("hawb", House), ("flight_no", Flight), ("one_record_uri", Address)]
        )
        {
            if (value is not null && form.Find(field) is { Type: FieldType.Text, Repeat: null } && answers[field] is null)
            {
                answers = answers.With(field, value);
            }
        }

        return answers;
    }

    private static void Look(JsonElement element, Found found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Look(item, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            LookInside(element, found);
        }
    }

    private static void LookInside(JsonElement element, Found found)
    {
        string? prefix = null;
        string? number = null;
        string? address = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            switch (LocalName(property.Name))
            {
                case "waybillPrefix":
                    prefix = Text(property.Value);
                    break;
                case "waybillNumber":
                    number = Text(property.Value);
                    break;
                case "@id":
                    address = Text(property.Value);
                    break;
                case "transportIdentifier":
                    found.Flight ??= Text(property.Value);
                    break;
                default:
                    Look(property.Value, found);
                    break;
            }
        }

        if (number is not null)
        {
            found.Take(prefix, number, address);
        }
    }

    /// <summary>"waybillNumber" of "cargo:waybillNumber" and of the name's whole address.</summary>
    private static string LocalName(string name) => name[(name.LastIndexOfAny(['#', ':', '/']) + 1)..];

    /// <summary>The value itself, or that of a typed one: <c>{"@value":"…"}</c>, or a list of one.</summary>
    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()?.Trim() is { Length: > 0 and <= 200 } text ? text : null,
            JsonValueKind.Object when value.TryGetProperty("@value", out JsonElement inner) => Text(inner),
            JsonValueKind.Array when value.GetArrayLength() == 1 => Text(value[0]),
            _ => null,
        };

    private sealed class Found
    {
        public string? Flight { get; set; }

        private string? AirWaybill { get; set; }

        private string? House { get; set; }

        private string? Address { get; set; }

        /// <summary>A prefix of an airline makes it a master or direct waybill; without one it is a house's.</summary>
        public void Take(string? prefix, string number, string? address)
        {
            if (prefix is { Length: 3 } && prefix.All(char.IsAsciiDigit))
            {
                AirWaybill ??= $"{prefix}-{number}";
                Address ??= address is not null && address.StartsWith("https://", StringComparison.Ordinal) ? address : null;
            }
            else
            {
                House ??= number;
            }
        }

        public OneRecordWaybill? ToWaybill() =>
            AirWaybill is null && House is null ? null : new OneRecordWaybill(AirWaybill, House, Flight, Address);
    }
}
