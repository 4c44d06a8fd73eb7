using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms.Bridges;

/// <summary>Where a question's answer stands by the element names of the WCO Data Model. <c>Item[lines]</c>: one for each line of a repeat.</summary>
public sealed record WcoElement(string Field, string Element);

/// <summary>
/// One report by the element names of the WCO Data Model, for a national system that speaks them. Names only, as hints: the model itself is
/// licensed to its members, and which of its code lists a system expects, its own people know.
/// </summary>
public static class WcoDataModel
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<Mapping> Lazily = new(() =>
    {
        using Stream stream = EmbeddedTable.Open("Forms.Bridges.wco-data-model.v1.json");
        return JsonSerializer.Deserialize<Mapping>(stream, Options)
            ?? throw new InvalidOperationException("A mapping that is null.");
    });

    public static string Version => Lazily.Value.Version;

    public static ImmutableArray<WcoElement> Elements => Lazily.Value.Elements;

    /// <summary>
    /// UTF-8 JSON, an officer's own extract for his national system: the numbers of conveyances, containers and documents are in it,
    /// which statistics never are; free text and national references have no element. Where two answers have one, the first of the
    /// mapping stands there.
    /// </summary>
    public static byte[] Write(Report report, FormDefinition form, FormEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(evaluation);
        var root = new JsonObject
        {
            ["names"] = $"WCO Data Model, mapping {Version}",
            ["releaseStatus"] = "not_released",
            ["report"] = report.Id.ToString("D"),
            ["revision"] = report.Revision,
            ["form"] = report.Form,
            ["formVersion"] = report.FormVersion,
        };
        foreach (WcoElement element in Elements)
        {
            if (form.Find(element.Field) is not { } field)
            {
                continue;
            }

            if (field.Repeat is null)
            {
                Put(root, element.Element, line: 0, Answer(report.Answers, field, evaluation));
                continue;
            }

            ImmutableArray<Answers> lines = report.Answers.Lines(field.Repeat);
            for (int line = 0; line < lines.Length; line++)
            {
                Put(root, element.Element, line, Answer(lines[line], field, evaluation));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, Options);
    }

    private static JsonValue? Answer(Answers answers, FormField field, FormEvaluation evaluation) =>
        field.Type == FieldType.Calculation
            ? evaluation.Calculated.TryGetValue(new FieldPath(field.Name), out string? computed) && computed.Length > 0
                ? JsonValue.Create(computed)
                : null
            : answers[field.Name] switch
            {
                Answer.Text text when !text.Value.StartsWith('_') => JsonValue.Create(text.Value),
                Answer.Number number => JsonValue.Create(number.Value),
                Answer.Flag flag => JsonValue.Create(flag.Value),
                _ => null,
            };

    private static void Put(JsonObject root, string path, int line, JsonValue? answer)
    {
        if (answer is null)
        {
            return;
        }

        JsonObject at = root;
        string[] steps = path.Split('/');
        foreach (string step in steps[..^1])
        {
            int bracket = step.IndexOf('[', StringComparison.Ordinal);
            at = bracket < 0 ? Child(at, step) : Item(at, step[..bracket], line);
        }

        at.TryAdd(steps[^1], answer);
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static JsonObject Item(JsonObject parent, string name, int line)
    {
        if (parent[name] is not JsonArray items)
        {
            parent[name] = items = [];
        }

        while (items.Count <= line)
        {
            items.Add(new JsonObject { ["SequenceNumeric"] = items.Count + 1 });
        }

        return (JsonObject)items[line]!;
    }

    private sealed record Mapping(string Version, ImmutableArray<WcoElement> Elements);
}
