using System.Globalization;
using System.Text;

namespace Comm.Shared.Localization;

/// <summary>Makes texts comparable for look-ups: no case, no accents, no punctuation, one space between words.</summary>
public static class Folding
{
    /// <summary>"Pointe-à-Pitre" is "pointe a pitre", "Łódź" is "lodz", "أنتويرب" is "انتويرب". The same on every machine.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        bool gap = false;
        foreach (char c in Decompose(text))
        {
            UnicodeCategory category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format || c is '\u0640' or '\'' or '’')
            {
                continue; // accents, vowel signs, tatweel, and the apostrophe that some spell and some do not
            }

            if (!char.IsLetterOrDigit(c))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            Append(folded, char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    // A lone surrogate has no decomposition and would throw; what somebody types must not.
    private static string Decompose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        string valid = new string([.. text.EnumerateRunes().SelectMany(rune => rune.ToString())]);
        return valid.Normalize(NormalizationForm.FormKD);
    }

    // Letters that Unicode does not decompose, but that are typed without their stroke; and Arabic endings written either way.
    private static void Append(StringBuilder folded, char c) =>
        _ = c switch
        {
            'ø' => folded.Append('o'),
            'ł' => folded.Append('l'),
            'đ' or 'ð' => folded.Append('d'),
            'ı' => folded.Append('i'),
            'ß' => folded.Append("ss"),
            'æ' => folded.Append("ae"),
            'œ' => folded.Append("oe"),
            'þ' => folded.Append("th"),
            'ة' => folded.Append('ه'),
            'ى' => folded.Append('ي'),
            _ => folded.Append(c),
        };
}
