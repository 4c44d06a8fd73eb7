using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Comm.Shared.Forms;

/// <summary>Reads a form definition from JSON and refuses, with the place and the reason, whatever it does not fully understand.</summary>
public static class FormDefinitionReader
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 12,
        Converters = { new JsonStringEnumConverter<FieldType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>On refusal <paramref name="error"/> says where and why, in English: it is for the form's author.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, CodeLists lists, out FormDefinition? form, out string? error)
    {
        form = null;
        if (utf8.Length > FormLimits.DefinitionBytes)
        {
            error = $"a form definition has at most {FormLimits.DefinitionBytes} bytes";
            return false;
        }

        FormDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<FormDocument>(utf8, Options);
        }
        catch (JsonException refusal)
        {
            error = $"not a form definition, at {refusal.Path}";
            return false;
        }

        if (document is null)
        {
            error = "not a form definition";
            return false;
        }

        var compiler = new FormCompiler(document, lists);
        form = compiler.Compile();
        error = compiler.Error;
        return form is not null;
    }
}

internal sealed record FormDocument(
    string Id,
    int Version,
    Dictionary<string, string> Labels,
    Dictionary<string, string> CodeLists,
    ImmutableArray<FieldDocument> Fields,
    ImmutableArray<RuleDocument> Rules,
    GoodsFields? Goods = null
);

internal sealed record FieldDocument(
    string Name,
    FieldType Type,
    Dictionary<string, string> Labels,
    Dictionary<string, string>? Hints = null,
    string? CodeList = null,
    ImmutableArray<string>? Specials = null,
    string? Required = null,
    string? Relevant = null,
    string? Constraint = null,
    string? ConstraintMessage = null,
    bool ReadOnly = false,
    bool Export = true,
    int Least = 0,
    int Most = 0,
    ImmutableArray<FieldDocument>? Fields = null
);

internal sealed record RuleDocument(
    string Id,
    string Severity,
    string Field,
    string Check,
    string Message,
    string? When = null,
    ImmutableArray<string>? Arguments = null
);
