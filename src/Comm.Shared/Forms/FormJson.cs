using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>How forms and sets of forms are written: strict, and one way for one thing, since they are known by their hash.</summary>
internal static class FormJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 16,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            // It goes into no web page: escaped, an Arabic letter would take six bytes.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new JsonStringEnumConverter<FieldType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new JsonStringEnumConverter<FormKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new JsonStringEnumConverter<FormUse>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new OrdinalMapJson(),
            },
        };
}
