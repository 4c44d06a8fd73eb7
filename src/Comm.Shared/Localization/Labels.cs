using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Comm.Shared.Localization;

/// <summary>One text in several languages, as forms and code lists carry it.</summary>
[JsonConverter(typeof(LabelsJson))]
public sealed class Labels
{
    private readonly ImmutableSortedDictionary<string, string> _texts;

    public Labels(IEnumerable<KeyValuePair<string, string>> texts) =>
        _texts = texts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public IEnumerable<string> Languages => _texts.Keys;

    /// <summary>By language in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _texts;

    /// <summary>The text in exactly this language; null where nobody wrote one.</summary>
    public string? Exactly(string language) => _texts.GetValueOrDefault(language);

    /// <summary>The text in this language, else in the author's, else in English, else in whatever language there is.</summary>
    /// <remarks>The language found comes with it: a page marks a text that is not in its own language with <c>lang</c>.</remarks>
    public (string Text, string Language) In(string language, string? authors = null)
    {
        foreach (string? candidate in (ReadOnlySpan<string?>)[language, authors, ProductCultures.Fallback])
        {
            if (candidate is not null && _texts.TryGetValue(candidate, out string? text))
            {
                return (text, candidate);
            }
        }

        return _texts.IsEmpty ? ("", ProductCultures.Fallback) : (_texts.First().Value, _texts.First().Key);
    }

    public string Text(string language) => In(language).Text;
}
