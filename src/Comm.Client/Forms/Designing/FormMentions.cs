using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

/// <summary>What refers to a question: a part of another question (by its name), of a rule (by its place), or the goods of the form.</summary>
public sealed record Mention(string? Field, int? Rule, string Part);

/// <summary>Who speaks of whom in a form: so that nothing is left behind that speaks of a question that is gone.</summary>
internal static partial class FormMentions
{
    /// <summary>Of a question or of anything in it; what stands inside itself does not count.</summary>
    public static ImmutableArray<Mention> Of(FormDocument document, string name)
    {
        if (FormTree.Find(document, name) is not { } placed)
        {
            return [];
        }

        HashSet<string> names = [.. placed.Field.Within.Select(field => field.Name)];
        var mentions = ImmutableArray.CreateBuilder<Mention>();
        foreach (PlacedField other in FormTree.All(document).Where(other => !names.Contains(other.Field.Name)))
        {
            mentions.AddRange(
                Expressions(other.Field)
                    .Where(part => names.Overlaps(Names(part.Text)))
                    .Select(part => new Mention(other.Field.Name, null, part.Part))
            );
            if (other.Field.PlacesBy is { } by && names.Contains(by))
            {
                mentions.Add(new Mention(other.Field.Name, null, "placesBy"));
            }
        }

        for (int i = 0; i < (document.Rules.IsDefault ? 0 : document.Rules.Length); i++)
        {
            if (PartOf(document.Rules[i], names) is { } part)
            {
                mentions.Add(new Mention(null, i, part));
            }
        }

        if (document.Goods is { } goods && GoodsNames(goods).Any(names.Contains))
        {
            mentions.Add(new Mention(null, null, "goods"));
        }

        return mentions.ToImmutable();
    }

    /// <summary>The question goes, and with it the rules, the conditions and the goods that speak of it.</summary>
    public static FormDocument RemoveWithMentions(FormDocument document, string name)
    {
        if (FormTree.Find(document, name) is not { } placed)
        {
            return document;
        }

        HashSet<string> names = [.. placed.Field.Within.Select(field => field.Name)];
        FormDocument without = FormEdits.Remove(document, name);
        return without with
        {
            Fields = FormTree.Each(without.Fields, field => [Forget(field, names)]),
            Rules = without.Rules.IsDefault ? default : [.. without.Rules.Where(rule => PartOf(rule, names) is null)],
            Goods = without.Goods is { } goods && GoodsNames(goods).Any(names.Contains) ? null : without.Goods,
        };
    }

    public static FormDocument Rename(FormDocument document, string from, string to)
    {
        string? In(string? text) =>
            text is null ? null : Name().Replace(text, match => match.Groups["name"].Value == from ? $"${{{to}}}" : match.Value);
        string Plain(string name) => name == from ? to : name;
        return document with
        {
            Fields = FormTree.Each(
                document.Fields,
                field =>
                    [
                        field with
                        {
                            Relevant = In(field.Relevant),
                            Required = In(field.Required),
                            Constraint = In(field.Constraint),
                            Calculation = In(field.Calculation),
                            Default = In(field.Default),
                            ChoiceFilter = In(field.ChoiceFilter),
                            PlacesBy = field.PlacesBy is null ? null : Plain(field.PlacesBy),
                        },
                    ]
            ),
            Rules = document.Rules.IsDefault
                ? default
                :
                [
                    .. document.Rules.Select(rule =>
                        rule with
                        {
                            Field = Plain(rule.Field),
                            When = In(rule.When),
                            Check = In(rule.Check)!,
                            Message = new Labels(rule.Message.All.Select(text => KeyValuePair.Create(text.Key, In(text.Value)!))),
                        }
                    ),
                ],
            Goods = document.Goods is { } goods
                ? new GoodsFields(Plain(goods.Repeat), Plain(goods.Commodity), Plain(goods.Quantity), Plain(goods.Unit))
                : null,
        };
    }

    /// <summary>A form's own sentence for who does not know its names: "${movement}" is “Direction”.</summary>
    public static string InWords(FormDocument document, Labels message, string language) =>
        Name()
            .Replace(
                message.In(language, document.DefaultLanguage).Text,
                match =>
                    FormTree.Find(document, match.Groups["name"].Value) is { } placed
                        ? $"[{placed.Field.Labels.In(language, document.DefaultLanguage).Text}]"
                        : match.Value
            );

    private static FieldDocument Forget(FieldDocument field, HashSet<string> names)
    {
        string? Kept(string? text) => text is not null && names.Overlaps(Names(text)) ? null : text;
        return field with
        {
            Relevant = Kept(field.Relevant),
            Required = Kept(field.Required),
            Constraint = Kept(field.Constraint),
            // A calculation is nothing without its expression: what remains is a fault at its place, and said there.
            Calculation = field.Calculation is null ? null : Kept(field.Calculation) ?? "",
            Default = Kept(field.Default),
            ChoiceFilter = Kept(field.ChoiceFilter),
            PlacesBy = field.PlacesBy is { } by && names.Contains(by) ? null : field.PlacesBy,
        };
    }

    private static IEnumerable<(string Part, string Text)> Expressions(FieldDocument field) =>
        new (string Part, string? Text)[]
        {
            ("relevant", field.Relevant),
            ("required", field.Required),
            ("constraint", field.Constraint),
            ("calculation", field.Calculation),
            ("default", field.Default),
            ("choiceFilter", field.ChoiceFilter),
        }
            .Where(part => part.Text is not null)
            .Select(part => (part.Part, part.Text!));

    private static string? PartOf(RuleDocument rule, HashSet<string> names) =>
        names.Contains(rule.Field) ? "field"
        : names.Overlaps(Names(rule.When ?? "")) ? "when"
        : names.Overlaps(Names(rule.Check)) ? "check"
        : rule.Message.All.Any(text => names.Overlaps(Names(text.Value))) ? "message"
        : null;

    private static IEnumerable<string> GoodsNames(GoodsFields goods) =>
        [goods.Repeat, goods.Commodity, goods.Quantity, goods.Unit];

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(
        @"\$\{\s*(?<name>[a-z][a-z0-9_]*)\s*\}",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();
}
