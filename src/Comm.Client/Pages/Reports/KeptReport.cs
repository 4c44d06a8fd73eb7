using System.Text.Json;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Microsoft.Extensions.Primitives;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// A half-filled report at rest: every field as it was typed, and the language of the page, without which "1.500" cannot be read.
/// </summary>
internal sealed record KeptReport(string Language, Dictionary<string, string> Fields)
{
    /// <summary>The content of a draft; empty when nothing was entered.</summary>
    public static string Of(IFormCollection posted, FormDefinition form, Language language) =>
        HoldsAnEntry(posted, form)
            ? JsonSerializer.Serialize(
                new KeptReport(
                    language.Code,
                    posted
                        .Where(field => field.Key != AntiforgeryField.Name)
                        .ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal)
                )
            )
            : "";

    /// <exception cref="InvalidOperationException">Not what <see cref="Of"/> wrote, although the vault vouches for it.</exception>
    public static (IFormCollection Posted, Language Language) Read(string content)
    {
        KeptReport kept =
            JsonSerializer.Deserialize<KeptReport>(content)
            ?? throw new InvalidOperationException("A draft that we wrote ourselves cannot be read.");
        return (
            new FormCollection(
                kept.Fields.ToDictionary(field => field.Key, field => new StringValues(field.Value), StringComparer.Ordinal)
            ),
            Languages.Of(kept.Language)
        );
    }

    private static bool HoldsAnEntry(IFormCollection posted, FormDefinition form) =>
        posted.Any(field => field.Value.ToString().Trim().Length > 0 && IsEntry(field.Key, form));

    /// <summary>"lines[0].quantity", "location.typed": of a field of the form, not of the page.</summary>
    private static bool IsEntry(string name, FormDefinition form)
    {
        string inner = name[(name.IndexOf("].", StringComparison.Ordinal) is var line && line < 0 ? 0 : line + 2)..];
        string field = inner.EndsWith(ReportEntry.TypedSuffix, StringComparison.Ordinal)
            ? inner[..^ReportEntry.TypedSuffix.Length]
            : inner;
        return name.StartsWith(ReportDraft.ReasonPrefix, StringComparison.Ordinal)
            || form.Find(field) is { ReadOnly: false, Type: not FieldType.Repeat };
    }
}
