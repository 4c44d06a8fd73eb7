using System.Collections.Immutable;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

/// <summary>What a design begins with.</summary>
internal static class FormStarts
{
    /// <summary>
    /// A form of another name with the same questions. They keep their names, and the form its kind and its goods: figures go on
    /// counting what is reported under it.
    /// </summary>
    /// <param name="source">A shipped form, or one of another group.</param>
    /// <param name="known">The ids that the group has.</param>
    /// <param name="language">The coordinator's: it becomes the author's where the form has every text in it.</param>
    public static FormDocument CopyOf(FormDocument source, IEnumerable<string> known, string? language = null) =>
        source with
        {
            Id = DesignNames.ForForm($"own-{source.Id}", "own-form", known),
            Version = 1,
            DefaultLanguage =
                language is not null && FormTexts.Of(source).All(text => text.Labels.Exactly(language) is not null)
                    ? language
                    : source.DefaultLanguage,
        };

    /// <summary>The version after the last one that the group has.</summary>
    public static FormDocument NextOf(FormDocument source, IEnumerable<FormDefinition> known) =>
        source with
        {
            Version = NextVersion(source.Id, known),
        };

    /// <summary>One text question: an empty form is no form.</summary>
    public static FormDocument Empty(string title, string language, FormKind kind, IEnumerable<string> known)
    {
        var document = new FormDocument
        {
            Id = DesignNames.ForForm(title, "form", known),
            Version = 1,
            Kind = kind,
            Labels = new Labels([KeyValuePair.Create(language, title)]),
            DefaultLanguage = language,
            CodeLists = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            Fields = [],
        };
        return FormEdits.Add(document, FieldType.Text, "question_1", new Labels([KeyValuePair.Create(language, "1")]), near: null)
            ?? throw new InvalidOperationException("An empty form refuses its first question.");
    }

    /// <summary>
    /// As it is published: the next version, or, where the last one says the same (a publishing that was cut off), that one again.
    /// </summary>
    public static FormDocument Numbered(FormDocument document, IReadOnlyList<FormDefinition> known)
    {
        FormDefinition? last = known
            .Where(form => string.Equals(form.Id, document.Id, StringComparison.Ordinal))
            .MaxBy(form => form.Version);
        return last is not null && (document with { Version = last.Version }).Hash().AsSpan().SequenceEqual(last.Document.Hash())
            ? last.Document
            : NextOf(document, known);
    }

    public static int NextVersion(string id, IEnumerable<FormDefinition> known) =>
        known
            .Where(form => string.Equals(form.Id, id, StringComparison.Ordinal))
            .Select(form => form.Version)
            .DefaultIfEmpty(0)
            .Max() + 1;

    public static bool IsShipped(string id) =>
        FormLibrary.Shipped.All.Any(form => string.Equals(form.Id, id, StringComparison.Ordinal));
}
