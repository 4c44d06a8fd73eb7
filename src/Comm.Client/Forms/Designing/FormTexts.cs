using System.Globalization;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

internal enum TextPart
{
    Title = 1,
    Label = 2,
    Hint = 3,
    Constraint = 4,
    Rule = 5,
    Choice = 6,
}

/// <summary>One text of a form in all its languages. <paramref name="Place"/>: a question, a rule's index, or "list.code".</summary>
internal sealed record FormText(TextPart Part, string Place, Labels Labels)
{
    public string Key => $"{Part}:{Place}";

    public IEnumerable<string> Missing =>
        ProductCultures.All.Where(language => string.IsNullOrWhiteSpace(Labels.Exactly(language)));
}

/// <summary>Every text of a form that a reader sees, for those who translate it.</summary>
internal static class FormTexts
{
    public static IEnumerable<FormText> Of(FormDocument document)
    {
        yield return new FormText(TextPart.Title, "", document.Labels);
        foreach (FieldDocument field in FormTree.All(document).Select(placed => placed.Field))
        {
            yield return new FormText(TextPart.Label, field.Name, field.Labels);
            if (field.Hints is { } hints)
            {
                yield return new FormText(TextPart.Hint, field.Name, hints);
            }

            if (field.ConstraintMessage is { } message)
            {
                yield return new FormText(TextPart.Constraint, field.Name, message);
            }
        }

        foreach ((int index, RuleDocument rule) in FormRuleEdits.Of(document).Index())
        {
            yield return new FormText(TextPart.Rule, index.ToString(CultureInfo.InvariantCulture), rule.Message);
        }

        foreach (ListDocument list in FormListEdits.Of(document))
        {
            foreach (ChoiceDocument choice in list.Choices)
            {
                yield return new FormText(TextPart.Choice, $"{list.Name}/{choice.Code}", choice.Labels);
            }
        }
    }

    public static int CountMissing(FormDocument document) => Of(document).Sum(text => text.Missing.Count());

    /// <summary>Null where the form has no such text. An empty one is taken away.</summary>
    public static FormDocument? Set(FormDocument document, string key, string language, string text)
    {
        if (Of(document).FirstOrDefault(one => one.Key == key) is not { } found || !ProductCultures.Contains(language))
        {
            return null;
        }

        Labels labels = With(found.Labels, language, text);
        return found.Part switch
        {
            TextPart.Title => document with { Labels = labels },
            TextPart.Label => FormTree.Replace(document, found.Place, field => field with { Labels = labels }),
            TextPart.Hint => FormTree.Replace(document, found.Place, field => field with { Hints = OrNone(labels) }),
            TextPart.Constraint => FormTree.Replace(
                document,
                found.Place,
                field => field with { ConstraintMessage = OrNone(labels) }
            ),
            TextPart.Rule => FormRuleEdits.Set(
                document,
                int.Parse(found.Place, CultureInfo.InvariantCulture),
                rule => rule with { Message = labels }
            ),
            _ => FormListEdits.SetChoice(
                document,
                found.Place.Split('/')[0],
                found.Place.Split('/')[1],
                choice => choice with { Labels = labels }
            ),
        };
    }

    /// <summary>A browser ends its lines in its own way; a form ends them in one.</summary>
    public static Labels With(Labels labels, string language, string text) =>
        new(
            labels
                .All.Where(one => one.Key != language)
                .Concat(
                    string.IsNullOrWhiteSpace(text) ? [] : [KeyValuePair.Create(language, text.Trim().ReplaceLineEndings("\n"))]
                )
        );

    /// <summary>A hint or message that says nothing in any language is none.</summary>
    public static Labels? OrNone(Labels labels) => labels.All.Any() ? labels : null;
}
