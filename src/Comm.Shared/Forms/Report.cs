using System.Collections.Immutable;

namespace Comm.Shared.Forms;

/// <summary>The author's confirmation of what a rule warned of, with the reason.</summary>
public sealed record RuleOverride(string RuleId, string Reason);

/// <summary>A filled form, as it is sealed and opened.</summary>
/// <remarks>It keeps the versions of form and code lists, and the language it was written in: free text has no translation.</remarks>
public sealed record Report(
    Guid Id,
    string Form,
    int FormVersion,
    ImmutableSortedDictionary<string, string> CodeLists,
    string Language,
    Answers Answers,
    ImmutableArray<RuleOverride> Overrides
)
{
    /// <summary>From 1; every correction is one more, under the same id.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>A new report on this form, with an id of its own.</summary>
    public static Report New(FormDefinition form, string language, Answers answers, params ImmutableArray<RuleOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(form);
        return Localization.ProductCultures.Contains(language)
            ? new Report(Guid.CreateVersion7(), form.Id, form.Version, form.CodeLists, language, answers, overrides)
            : throw new ArgumentException("Not one of the product's languages.", nameof(language));
    }

    public static bool TryParse(ReadOnlySpan<byte> utf8, out Report? report) => ReportReader.TryRead(utf8, out report);

    /// <summary>Its bytes: JSON, the same for the same report, on every machine and in every culture.</summary>
    public byte[] ToUtf8() => ReportWriter.Write(this);
}
