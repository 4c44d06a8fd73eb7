using System.Text.Json;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Microsoft.Extensions.Primitives;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// A half-filled report at rest: every field as it was typed, when, and the language of the page, without which "1.500" cannot be read.
/// </summary>
internal sealed record KeptReport(string Language, DateTimeOffset At, Dictionary<string, string?[]> Fields)
{
    private static readonly string[] Acts =
    [
        LineAct.Add,
        LineAct.Remove,
        LineAct.Duplicate,
        LineAct.Up,
        LineAct.Down,
        LineAct.Cut,
    ];

    /// <summary>The content of a draft; empty when nothing was entered.</summary>
    public static string Of(IFormCollection posted, FormDefinition form, Language language, DateTimeOffset at) =>
        HoldsAnEntry(posted, form)
            ? JsonSerializer.Serialize(
                new KeptReport(
                    language.Code,
                    at,
                    posted
                        .Where(field => field.Key != AntiforgeryField.Name && !Acts.Contains(field.Key, StringComparer.Ordinal))
                        .ToDictionary(field => field.Key, field => field.Value.ToArray(), StringComparer.Ordinal)
                )
            )
            : "";

    /// <exception cref="InvalidOperationException">Not what <see cref="Of"/> wrote, although the vault vouches for it.</exception>
    public static KeptReport Read(string content) =>
        JsonSerializer.Deserialize<KeptReport>(content)
        ?? throw new InvalidOperationException("A draft that we wrote ourselves cannot be read.");

    /// <summary>As the page sent it.</summary>
    public IFormCollection ToPosted() =>
        new FormCollection(
            Fields.ToDictionary(field => field.Key, field => new StringValues(field.Value), StringComparer.Ordinal)
        );

    private static bool HoldsAnEntry(IFormCollection posted, FormDefinition form) =>
        ReportIds.Read(posted).IsCorrection
        || posted.Any(field => field.Value.ToString().Trim().Length > 0 && IsEntry(field.Key, form));

    /// <summary>Of a field of the form, not of the page. Which zone an hour would be in is no entry without the hour.</summary>
    private static bool IsEntry(string name, FormDefinition form) =>
        name.StartsWith(ReportDraft.ReasonPrefix, StringComparison.Ordinal)
        || (
            !name.EndsWith(ReportEntry.OffsetSuffix, StringComparison.Ordinal)
            && form.Find(ReportEntry.FieldOf(name)) is { ReadOnly: false, IsAsked: true }
        );
}
