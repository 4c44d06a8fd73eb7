using System.Globalization;
using System.Text;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.Designing;

/// <summary>Names of questions, rules, lists and forms that nobody has to think of, and that collide with nothing.</summary>
internal static class DesignNames
{
    private const int ReadableCharacters = 40;

    /// <summary>"Colour of the seal" is "colour_of_the_seal"; a label of another script gives a number: "question_3".</summary>
    public static string ForField(FormDocument document, string label, string otherwise)
    {
        HashSet<string> taken = [.. FormTree.All(document).Select(placed => placed.Field.Name)];
        return Free(Plain(label, '_') is { Length: > 0 } plain ? plain : otherwise, '_', taken);
    }

    public static string ForList(FormDocument document, string label) =>
        Free(
            Plain(label, '_') is { Length: > 0 } plain ? plain : "list",
            '_',
            [.. (document.Lists.IsDefault ? [] : document.Lists).Select(list => list.Name)]
        );

    /// <summary>Never a shipped form's, and never one that the group has.</summary>
    public static string ForForm(string title, string otherwise, IEnumerable<string> known)
    {
        HashSet<string> taken = [.. known, .. FormLibrary.Shipped.All.Select(form => form.Id)];
        return Free(Plain(title, '-') is { Length: > 0 } plain ? plain : otherwise, '-', taken);
    }

    /// <summary>X01, X02…: F and P are the engine's, the others come with shipped forms.</summary>
    public static string ForRule(FormDocument document)
    {
        HashSet<string> taken = [.. (document.Rules.IsDefault ? [] : document.Rules).Select(rule => rule.Id)];
        return Enumerable
            .Range(1, FormLimits.RulesPerForm + 1)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"X{number:00}"))
            .First(id => !taken.Contains(id));
    }

    private static string Free(string wanted, char joint, HashSet<string> taken) =>
        taken.Contains(wanted)
            ? Enumerable
                .Range(2, taken.Count + 1)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"{wanted}{joint}{number}"))
                .First(name => !taken.Contains(name))
            : wanted;

    private static string Plain(string text, char joint)
    {
        var plain = new StringBuilder();
        foreach (char c in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || (char.IsAsciiDigit(c) && plain.Length > 0))
            {
                plain.Append(c);
            }
            else if (
                CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
                && plain.Length > 0
                && plain[^1] != joint
            )
            {
                plain.Append(joint);
            }

            if (plain.Length == ReadableCharacters)
            {
                break;
            }
        }

        return plain.ToString().TrimEnd(joint);
    }
}
